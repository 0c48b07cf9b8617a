"""Puts the scenes of a film to a language model and makes briefs of what comes back.

Knows the prompt, the embedded analyst and the bookkeeping; the model is whatever gives a `Reply`
for each `Question`. Each scene is put alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from scenescore.core import registry
from scenescore.core.codec import key_of
from scenescore.core.errors import BadAnswerError
from scenescore.core.progress import Run
from scenescore.core.types import Provenance, Scene, SceneBrief, Screenplay
from scenescore.story.llm import briefs as making
from scenescore.story.llm.answer import ASKED, Answer
from scenescore.story.llm.contents import Contents, Measure, contents_of
from scenescore.story.llm.free_text import read_free
from scenescore.story.llm.prompts import Prompt
from scenescore.story.llm.schema import read_answer
from scenescore.story.llm.tally import SHORTENED, tally
from scenescore.story.passages import passages_of

EMBEDDED = "lexicon"
"""Who fills what a model leaves empty, and reads a scene that no answer came for."""
PROMPTS_VERSION = "1"


class Keeper(Protocol):
    """Keeps values by key from one run to the next: the studio's cache."""

    def get(self, key: str) -> Any | None:
        """Return what was kept; None when nothing was."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""


def embedded_version() -> str:
    """Return name and version of the embedded analyst: its part in a brief changes with it."""
    return f"{EMBEDDED} {registry.get('analysts', EMBEDDED).version}"


@dataclass(frozen=True, slots=True)
class Question:
    """One scene, ready to be put to a model."""

    key: str
    """The scene's."""
    request: str
    """All that is sent: prompt and contents."""
    contents: Contents
    embedded: SceneBrief
    """What the embedded analyst found."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one question."""

    raw: str | None
    """Word for word; None when nothing came."""
    answer: Answer | None
    problem: str | None = None
    """Why there is no usable answer."""
    notes: tuple[tuple[str, str], ...] = ()
    """What else should be known of it: a repair, a second try."""


def questions(
    scenes: Sequence[Scene],
    film: Screenplay,
    prompt: Prompt,
    *,
    budget: int,
    measure: Measure,
    clean: Callable[[str], str],
    run: Run,
) -> list[Question]:
    """Return a question for each scene; `budget` is in tokens as `measure` counts them."""
    embedded = registry.get("analysts", EMBEDDED).briefs(scenes, film=film, run=run)
    found = []
    for passage, brief in zip(passages_of(film, scenes), embedded, strict=True):
        contents = contents_of(passage, budget, measure, clean)
        request = prompt.about(contents.text)
        found.append(Question(passage.scene.key, request, contents, brief))
    return found


def read(raw: str, *, is_free: bool) -> Reply:
    """Return the reply in a raw answer, by the kind of prompt it answers."""
    if is_free:
        return Reply(raw, read_free(raw))
    try:
        return Reply(raw, read_answer(raw))
    except BadAnswerError as problem:
        return Reply(raw, None, problem.message)


def briefs(
    asked: Sequence[Question],
    ask: Callable[[Sequence[Question]], Iterable[Reply]],
    made_by: Provenance,
    *,
    reader: Callable[[str], Reply],
    kept: Keeper | None,
    run: Run,
) -> Iterator[SceneBrief]:
    """Yield a brief for each question as replies come; at the end say what was incomplete.

    What `kept` holds is not asked again; what `reader` can read is kept at once, so a stopped run
    goes on where it was.
    """
    keys = [key_of("answer", made_by.backend, made_by.params, one.request) for one in asked]
    known = {key: raw for key in keys if kept is not None and isinstance(raw := kept.get(key), str)}
    replies = iter(ask([q for q, key in zip(asked, keys, strict=True) if key not in known]))
    made = []
    for question, key in zip(asked, keys, strict=True):
        reply = reader(known[key]) if key in known else next(replies)
        if kept is not None and key not in known and reply.raw and reader(reply.raw).answer:
            kept.put(key, reply.raw)
        made.append(_brief(question, reply, made_by))
        yield made[-1]
    for _ in replies:  # lets the one who asks finish
        pass
    told = tally(made).told
    if told:
        run.note(f"{made_by.backend}: {told}")


def _brief(question: Question, reply: Reply, made_by: Provenance) -> SceneBrief:
    contents = question.contents
    shortened = ((SHORTENED, contents.told),) if contents.is_shortened else ()
    params = tuple(sorted((*made_by.params, *reply.notes, *shortened)))
    author = replace(made_by, params=params)
    if reply.answer is None or reply.answer.lacking == ASKED:
        why = reply.problem or "the answer names no words, genre or emotion"
        author = replace(author, fallback=f"{made_by.backend}: {why}")
        return making.fallen_back(question.embedded, contents.text, reply.raw, author)
    return making.brief_of(reply.answer, question.embedded, contents.text, author)
