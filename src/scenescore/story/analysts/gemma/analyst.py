"""The analyst `gemma`: finds the model, puts the scenes to it, and says what was missing.

Needs torch, transformers and llguidance, and weights that lie on this disk; the first call loads
them. Knows nothing of tokens: the engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from scenescore.core.errors import MissingExtraError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import Settings, load
from scenescore.core.types import Provenance, Scene, SceneBrief, Screenplay
from scenescore.neural.weights import Wanted, Weights, expected, find, lacking
from scenescore.story.llm import interview
from scenescore.story.llm.escape import neutralise
from scenescore.story.llm.prompts import Prompt, prompt_for
from scenescore.story.llm.schema import json_schema, longest_answer, repeats_a_word

if TYPE_CHECKING:
    from scenescore.story.analysts.gemma.engine import Engine, Task

VERSION = "1"
WANTED = Wanted(
    "gemma",
    tokenizers=("tokenizer.json", "tokenizer.model"),
    sizes_gb={"google/gemma-2-2b-it": 5.2, "google/gemma-2b-it": 5.0, "google/gemma-3-1b-it": 2.0},
)
_LIBRARIES = ("torch", "transformers", "llguidance")
_TORCH = "pip install torch 'scenescore[models]'   (on a machine without a GPU: torch's CPU build)"
_LICENCE = (
    "Words by a language model under its own licence ({name}; for Gemma the Gemma Terms of Use); "
    "they may be used commercially within its terms of use."
)
_SPEEDS = {
    "gpu": "a scene in a second or less",
    "cpu": "half a minute to a minute a scene",
    "int8": "a few seconds a scene, eight at a time",
}
_ONE_READ = 0.05
"""Share of a run until the first scene is read: the embedded analyst and loading."""


class GemmaAnalyst:
    """Any causal language model of the Gemma class that transformers can load."""

    version = f"{VERSION}.{interview.PROMPTS_VERSION}"
    settings: Settings | None = None
    """Those in force; None: loaded when first needed."""
    kept: interview.Keeper | None = None
    """Where answers are kept from run to run; None: nowhere."""

    def is_available(self) -> str | None:
        """Return None when libraries and weights are here, else one sentence on what is missing."""
        gone = _missing_library()
        if gone:
            return f"the library '{gone}' is not installed: {_TORCH}"
        return lacking(self._in_force, WANTED)

    def weights(self) -> dict[str, Any]:
        """Return where its model is looked for, which files, how large, and whether it is here."""
        return expected(self._in_force, WANTED)

    def outlook(self) -> dict[str, Any]:
        """Return device, precision, engines and speed here, in words; loads no model.

        Raises
        ------
        UnavailableError, SettingsError
            a library is missing; a device or precision that is not here
        """
        if gone := _missing_library():
            raise UnavailableError(f"the library '{gone}' is not installed", hint=_TORCH)
        from scenescore.story.analysts.gemma.engine import place_for

        device, precision = place_for(
            *(str(self._in_force[f"gemma.{name}"]) for name in ("device", "precision"))
        )
        kind = "gpu" if device != "cpu" else "int8" if precision == "int8" else "cpu"
        return {"device": device, "precision": precision, "engines": ["own"],
                "speed": _SPEEDS[kind]}  # fmt: skip

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """What besides the version shapes an answer, for whoever keeps answers."""
        names = ("answer_tokens", "device", "precision", "temperature")
        told = {name: str(self._in_force[f"gemma.{name}"]) for name in names}
        found = find(self._in_force, WANTED)
        told |= {
            "embedded": interview.embedded_version(),
            "model": found.name,
            "prompt": str(self._in_force["story.prompt"]),
            "revision": found.revision or found.fingerprint[:12],
            "scene_tokens": str(self._in_force["story.scene_tokens"]),
        }
        return tuple(sorted(told.items()))

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`.

        Raises
        ------
        UnavailableError, SettingsError
            before any work: a library or the weights are missing, a setting cannot be met
        """
        run.check()
        gone = _missing_library()
        if gone:
            raise (
                MissingExtraError("the analyst 'gemma'", gone, "models")
                if gone != "torch"
                else (UnavailableError("the analyst 'gemma' needs torch", hint=_TORCH))
            )
        prompt = prompt_for(self._in_force["story.prompt"], film)
        found = find(self._in_force, WANTED)
        run.report(f"loading {found.name}", 0.0)
        engine = self._engine(found)
        asked = interview.questions(
            scenes,
            film,
            prompt,
            budget=int(self._in_force["story.scene_tokens"]),
            measure=engine.length,
            clean=lambda text: neutralise(text, engine.marks),
            run=run.within(0.0, _ONE_READ),
        )
        reading = run.within(_ONE_READ, 1.0)
        yield from interview.briefs(
            asked,
            lambda some: self._replies(engine, some, prompt, reading),
            self._author(engine, found),
            reader=partial(interview.read, is_free=prompt.is_free),
            kept=self.kept,
            run=run,
        )

    @cached_property
    def _in_force(self) -> Settings:
        return self.settings if self.settings is not None else load()

    def _engine(self, found: Weights) -> Engine:
        from scenescore.story.analysts.gemma.engine import load_engine

        device, precision = (self._in_force[f"gemma.{name}"] for name in ("device", "precision"))
        return load_engine(found.folder, device=device, precision=precision)

    def _author(self, engine: Engine, found: Weights) -> Provenance:
        told = dict(self.params) | {"device": engine.device, "precision": engine.precision}
        return Provenance(
            "gemma",
            self.version,
            tuple(sorted(told.items())),
            seed=int(self._in_force["film.seed"]) if self._temperature > 0 else None,
            inputs=(found.revision or found.fingerprint,),
            licence=_LICENCE.format(name=found.name),
        )

    @property
    def _temperature(self) -> float:
        return float(self._in_force["gemma.temperature"])

    def _replies(
        self, engine: Engine, asked: Sequence[interview.Question], prompt: Prompt, run: Run
    ) -> Iterator[interview.Reply]:
        tasks = self._tasks(engine, asked, prompt)
        total = len(asked)
        room = int(self._in_force["gemma.answer_tokens"]) if prompt.is_free else longest_answer()
        batch = int(self._in_force["gemma.batch"])

        def tick(done: int, steps: int) -> None:
            part = min(batch, total - done) * min(steps / room, 1.0)
            run.report(
                f"scene {min(done + 1, total)} of {total}, word {steps}", (done + part) / total
            )

        for raw in engine.answers(tasks, batch=batch, tick=tick):
            yield interview.read(raw, is_free=prompt.is_free)

    def _tasks(
        self, engine: Engine, asked: Sequence[interview.Question], prompt: Prompt
    ) -> list[Task]:
        from scenescore.story.analysts.gemma.draw import drawing
        from scenescore.story.analysts.gemma.engine import Task

        seed = int(self._in_force["film.seed"])
        pen = self._pens(engine, prompt)
        return [
            Task(engine.request(q.request), pen(), drawing(self._temperature, seed, q.key))
            for q in asked
        ]

    def _pens(self, engine: Engine, prompt: Prompt) -> Callable[[], Any]:
        from scenescore.story.analysts.gemma.steering import Free, Grammar, Steered

        if prompt.is_free:
            room = int(self._in_force["gemma.answer_tokens"])
            return lambda: Free(engine.tokenizer, engine.ends, room)
        grammar = Grammar(engine.tokenizer, engine.vocabulary, json_schema())
        return lambda: Steered(grammar, repeats_a_word)


def _missing_library() -> str | None:
    for name in _LIBRARIES:
        try:
            if find_spec(name) is None:
                return name
        except ModuleNotFoundError:
            return name
    return None
