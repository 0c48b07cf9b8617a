"""The analyst `openai`: asks a server about each scene, checks every answer, falls back openly.

Knows the order of tries: an answer, the same question once more with what was wrong, what can be
saved of it, the embedded analyst. Knows no HTTP.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import Settings, load
from scenescore.core.types import Provenance, Scene, SceneBrief, Screenplay
from scenescore.story.analysts.openai.chat import Chat, Message
from scenescore.story.analysts.openai.http import Server, ServerError, address_of
from scenescore.story.llm import interview
from scenescore.story.llm.answer import ASKED
from scenescore.story.llm.escape import neutralise
from scenescore.story.llm.free_text import read_free
from scenescore.story.llm.prompts import Prompt, prompt_for
from scenescore.story.llm.schema import json_schema

VERSION = "1"
KEY_VARIABLE = "OPENAI_API_KEY"
_CHARACTERS_A_TOKEN = 3.5
"""English prose; the server's tokenizer is not here."""
_GIVE_UP_AFTER = 3
"""Scenes in a row without any answer, after which the server is asked no more."""
_LONGEST_QUOTE = 1000
_THOUGHT = re.compile(r"^\s*<think>.*?(?:</think>|$)", re.DOTALL)


class OpenAiAnalyst:
    """Any server with `/chat/completions`: Ollama, llama-server, LM Studio, vLLM, and paid ones."""

    version = f"{VERSION}.{interview.PROMPTS_VERSION}"
    settings: Settings | None = None
    """Those in force; None: loaded when first needed."""
    kept: interview.Keeper | None = None
    """Where answers are kept from run to run; None: nowhere."""

    def is_available(self) -> str | None:
        """Return None when a server is named, else one sentence; does not call it."""
        try:
            self._server()
        except (SettingsError, UnavailableError) as problem:
            return f"{problem.message}. {problem.hint}"
        return None

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """What besides the version shapes an answer, for whoever keeps answers."""
        names = ("openai.answer_tokens", "openai.model", "openai.temperature")
        told = {name.partition(".")[2]: str(self._in_force[name]) for name in names}
        for name in ("prompt", "scene_tokens"):
            told[name] = str(self._in_force[f"story.{name}"])
        told |= {"server": self._server().address.told, "embedded": interview.embedded_version()}
        return tuple(sorted(told.items()))

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`.

        Raises
        ------
        SettingsError, UnavailableError, NotPermittedError
            before any work: no server or model is named, nobody answers, the key is refused
        """
        run.check()
        prompt = prompt_for(self._in_force["story.prompt"], film)
        chat = Chat(
            self._server(),
            self._in_force["openai.model"],
            parameters=self._parameters(),
            schema=None if prompt.is_free else json_schema(),
        )
        chat.begin(run)
        asked = interview.questions(
            scenes,
            film,
            prompt,
            budget=int(self._in_force["story.scene_tokens"]),
            measure=lambda text: round(len(text) / _CHARACTERS_A_TOKEN),
            clean=neutralise,
            run=run.within(0.0, 0.02),
        )
        yield from interview.briefs(
            asked,
            lambda some: _replies(chat, some, prompt, run.within(0.02, 1.0)),
            self._author(chat),
            reader=partial(_read, is_whole=True, prompt=prompt),
            kept=self.kept,
            run=run,
        )

    @cached_property
    def _in_force(self) -> Settings:
        return self.settings if self.settings is not None else load()

    def _server(self) -> Server:
        """Return the server that the settings name.

        Raises
        ------
        UnavailableError, SettingsError
            none is named; the address cannot be one
        """
        url = str(self._in_force["openai.base_url"])
        origin = self._in_force.origin("openai.base_url")
        if not url:
            raise UnavailableError(
                "the analyst 'openai' knows no server",
                hint="Set openai.base_url, for example http://localhost:11434/v1 (Ollama).",
            )
        key = str(self._in_force["openai.api_key"]) or os.environ.get(KEY_VARIABLE, "")
        timeout_s = float(self._in_force["openai.timeout_s"])
        return Server(address_of(url, origin), key.strip(), timeout_s)

    def _parameters(self) -> dict[str, float | int]:
        return {
            "temperature": float(self._in_force["openai.temperature"]),
            "max_tokens": int(self._in_force["openai.answer_tokens"]),
            "seed": int(self._in_force["film.seed"]),
        }

    def _author(self, chat: Chat) -> Provenance:
        told = dict(self.params) | {"model": chat.model}
        return Provenance(
            "openai",
            self.version,
            tuple(sorted(told.items())),
            seed=int(self._in_force["film.seed"]),
            licence=f"Words by the model {chat.model}; its licence and its server's terms apply.",
        )


def _replies(
    chat: Chat, asked: Sequence[interview.Question], prompt: Prompt, run: Run
) -> Iterator[interview.Reply]:
    silent, why = 0, ""
    for number, question in enumerate(asked):
        run.report(f"asking about scene {number + 1} of {len(asked)}", number / len(asked))
        if silent >= _GIVE_UP_AFTER:
            yield interview.Reply(
                None, None, f"not asked, since {silent} scenes had no answer ({why})"
            )
            continue
        try:
            reply = _reply(chat, question.request, prompt, run)
            silent = 0
        except ServerError as problem:
            why = str(problem)
            silent += 1
            reply = interview.Reply(None, None, why)
        yield reply
    run.report("all scenes are read", 1.0)


def _reply(chat: Chat, request: str, prompt: Prompt, run: Run) -> interview.Reply:
    """Return the reply to one request; an answer of another form gets one more try.

    Raises
    ------
    ServerError
        no answer came
    """
    turns: list[Message] = [{"role": "user", "content": request}]
    first = _read(*chat.answer(turns, run), prompt)
    if not first.problem:
        return first
    quoted = (first.raw or "")[:_LONGEST_QUOTE]
    turns += [
        {"role": "assistant", "content": quoted or "(nothing)"},
        {"role": "user", "content": f"That cannot be used: {first.problem}. Answer again, with "
         "nothing but the one JSON object."},
    ]  # fmt: skip
    try:
        second = _read(*chat.answer(turns, run), prompt)
    except ServerError:
        second = first
    if second.problem:
        return _saved(second)
    return replace(second, notes=(("second try", first.problem),))


def _read(raw: str, is_whole: bool, prompt: Prompt) -> interview.Reply:
    """Return the reply in an answer, less what a model thought aloud; `raw` keeps all of it."""
    reply = replace(interview.read(_THOUGHT.sub("", raw), is_free=prompt.is_free), raw=raw)
    if reply.answer is not None:
        return replace(reply, answer=replace(reply.answer, raw=raw))
    cut = "it was cut off; " if not is_whole else ""
    return replace(reply, problem=f"{cut}{reply.problem}")


def _saved(reply: interview.Reply) -> interview.Reply:
    """Return what of a malformed answer can still be used."""
    rest = read_free(_THOUGHT.sub("", reply.raw or ""))
    if rest.lacking == ASKED:
        return reply
    answer = replace(rest, raw=reply.raw or "")
    return interview.Reply(reply.raw, answer, None, (("repaired", str(reply.problem)),))
