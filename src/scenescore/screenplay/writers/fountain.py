"""Writes a Screenplay as Fountain, so that reading it again gives the same scenes.

Knows the markup's forcing marks; whether a line needs one is asked of the reader itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scenescore.core.types import Element, Scene, Screenplay
from scenescore.screenplay.emphasis import FORMATS_WITH_EMPHASIS, StyledRun, join_emphasis
from scenescore.screenplay.fountain.asides import lift_asides, restore_asides, split_marks
from scenescore.screenplay.fountain.blocks import read_blocks
from scenescore.screenplay.fountain.lines import is_character, is_heading, is_transition
from scenescore.screenplay.fountain.title_page import split_title_page
from scenescore.screenplay.sub_slugs import SUB_SLUG

_SPOKEN = ("parenthetical", "dialogue", "lyric")
_ASIDES = ("note", "boneyard")
#: A name that begins with one of these would be read as something else.
_MARKS = ".!>~=#@([/"
#: Two blanks are an empty line of speech.
_NOTHING_SAID = "  "


@dataclass(frozen=True, slots=True)
class _Told:
    """An element and the asides that stand inside its text."""

    element: Element
    asides: tuple[Element, ...] = ()


def to_fountain(screenplay: Screenplay) -> str:
    """Return the screenplay as Fountain text, with a final line break.

    Extra blank lines and the exact spacing of the source are not kept; everything that
    is said is. An action that begins with `!` gets a blank before it.
    """
    if screenplay.format not in FORMATS_WITH_EMPHASIS:
        screenplay = replace(screenplay, scenes=tuple(map(_escaped, screenplay.scenes)))
    numbers = iter([scene.printed_number for scene in screenplay.scenes if scene.level == "shot"])
    blocks = [block for scene in screenplay.scenes for block in _scene(scene, numbers)]
    body = "\n\n".join(blocks) + "\n"
    page = _title_page(screenplay)
    if page:
        return f"{page}\n\n{body}"
    # A first line such as `Title: ...` that is action must not become a title page.
    return ("\n" if split_title_page(body.split("\n"))[1] else "") + body


def _escaped(scene: Scene) -> Scene:
    """Return a scene in which a star is a star: its format knew no emphasis."""
    if not any(sign in e.text for e in scene.elements for sign in "*_\\"):
        return scene
    return replace(scene, elements=tuple(
        replace(e, text=join_emphasis([StyledRun(e.text)])) for e in scene.elements
    ))  # fmt: skip


def _title_page(screenplay: Screenplay) -> str:
    entries = screenplay.title_page
    if not entries and screenplay.format != "fountain":
        authors = " and ".join(screenplay.authors)
        entries = (("Title", screenplay.title), *([("Author", authors)] if authors else ()))
    return "\n".join(_entry(key, value) for key, value in entries)


def _entry(key: str, value: str) -> str:
    if "\n" not in value:
        return f"{key}: {value}".rstrip()
    return "\n".join((f"{key}:", *(f"    {line}" for line in value.split("\n"))))


def _scene(scene: Scene, numbers: Iterator[str | None]) -> Iterable[str]:
    """Yield the blocks of a scene; `numbers` are the printed numbers of the film's shots."""
    if scene.level == "shot":
        return
    if scene.heading:
        forced = "" if is_heading(scene.heading.raw) else "."
        yield f"{forced}{scene.heading.raw}{_number(scene.printed_number)}"
    if scene.synopsis and not any(e.kind == "synopsis" for e in scene.elements):
        yield _prefixed("= ", scene.synopsis)
    told = _with_asides(scene.elements)
    at = 0
    while at < len(told):
        taken = _speech_length(told[at:])
        if taken:
            yield _speech(told[at : at + taken])
        else:
            yield from _single(told[at], numbers)
        at += taken or 1


def _number(printed: str | None) -> str:
    return f" #{printed}#" if printed else ""


def _with_asides(elements: Iterable[Element]) -> list[_Told]:
    told: list[_Told] = []
    for element in elements:
        if element.offset is not None and element.kind in _ASIDES and told:
            owner = told.pop()
            told.append(_Told(owner.element, (*owner.asides, element)))
        else:
            told.append(_Told(element))
    return told


def _text(told: _Told) -> str:
    """Return the element's text with its asides put back."""
    text, pieces, at = told.element.text, list[str](), 0
    for aside in told.asides:
        offset = min(max(aside.offset or 0, at), len(text))
        pieces += [_safe(text[at:offset]), _aside(aside)]
        at = offset
    return "".join([*pieces, _safe(text[at:])])


def _safe(text: str) -> str:
    """Return text in which nothing opens a note or boneyard."""
    if not lift_asides(text)[1]:
        return text
    return text.replace("/*", "/ *").replace("[[", "[ [")


def _aside(element: Element) -> str:
    if element.kind == "note":
        return f"[[{element.text}]]"
    return f"/*\n{element.text}\n*/" if "\n" in element.text else f"/*{element.text}*/"


# ------------------------------------------------------------------ speeches


def _speech_length(told: Sequence[_Told]) -> int:
    """Return how many elements the speech at the front takes, a bare name 1; 0: there is none."""
    if told[0].element.kind != "character":
        return 0
    taken = 1
    while taken < len(told) and told[taken].element.kind in _SPOKEN:
        taken += 1
    return taken


def _speech(told: Sequence[_Told]) -> str:
    name = _text(told[0])
    plain = is_character(told[0].element.text) and name[0] not in _MARKS and len(told) > 1
    lines = [f"{'' if plain else '@'}{name}{' ^' if told[0].element.dual else ''}"]
    if len(told) == 1:
        lines.append(_NOTHING_SAID)
    above = "character"
    for one in told[1:]:
        kind, text = one.element.kind, _text(one)
        if kind == "parenthetical" and above == "parenthetical":
            # A second one under the first would be read as dialogue.
            lines[-1] += " " + text
        elif kind == "lyric":
            lines.append(_prefixed("~ ", text))
        else:
            lines.append(_each_line(text, lambda line: line if line.strip() else "  "))
        above = kind
    return "\n".join(lines)


# ------------------------------------------------------------------ everything else


def _single(told: _Told, numbers: Iterator[str | None]) -> Iterable[str]:
    element, text = told.element, _text(told)
    if element.kind == "shot":
        mark = "." if element.depth == SUB_SLUG else "!!"
        yield f"{mark}{text}{_number(next(numbers, None))}"
    elif element.kind in _ASIDES:
        yield _aside(element)
    elif element.kind == "page_break":
        yield "==="
    elif element.kind == "section":
        yield f"{'#' * max(element.depth, 1)} {text}"
    elif element.kind in _PREFIX:
        yield _prefixed(_PREFIX[element.kind], text)
    elif element.kind == "centered":
        yield _each_line(text, lambda line: f"> {line} <")
    elif element.kind == "transition":
        yield text if is_transition(text) else f"> {text}"
    else:
        yield from (_action(part) for part in _paragraphs(text))


def _paragraphs(text: str) -> Iterable[str]:
    """Yield the parts of a text between empty lines; asides are not cut."""
    lines, asides = lift_asides(text)
    for part in "\n".join(line for _, line in lines).split("\n\n"):
        if part.strip():
            yield restore_asides(part, asides)


_PREFIX = {"synopsis": "= ", "lyric": "~ "}


def _prefixed(mark: str, text: str) -> str:
    return _each_line(text, lambda line: mark + line)


def _each_line(text: str, change: Callable[[str], str]) -> str:
    """Return the text with each line changed; lines inside asides are none."""
    lines, asides = lift_asides(text)
    return restore_asides("\n".join(change(line) for _, line in lines), asides)


def _action(text: str) -> str:
    """Return a paragraph of action, forced where the reader would take it for something else."""
    text = text.strip("\n")
    if _reads_as_action(text):
        return text
    lines, asides = lift_asides(text)
    first, *rest = [line for _, line in lines]
    first = f"! {first}" if first.lstrip().startswith("!") else f"!{first}"
    rest = [f"!{line}" if _ends_paragraph(split_marks(line)[0]) else line for line in rest]
    return restore_asides("\n".join([first, *rest]), asides)


def _ends_paragraph(line: str) -> bool:
    return line.lstrip()[:1] in ("!", "~", ">", "#", "=")


def _reads_as_action(text: str) -> bool:
    """Return True when the reader makes one paragraph of action of it, word for word."""
    found = [p for p in read_blocks(text) if p.kind not in _ASIDES]
    meant = "\n".join(split_marks(line)[0].rstrip() for _, line in lift_asides(text)[0])
    return [(p.kind, p.text.strip()) for p in found] == [("action", meant.strip())]
