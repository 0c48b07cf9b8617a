"""Sets a screenplay on pages, as a studio typist would. Knows lines and columns, no file format.

A column is one character of 12 point Courier, counted from the left edge of the action; scene
numbers stand outside of it, to both sides. The widths are those of every US letter screenplay.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scenescore.core.types import Element, Scene, Screenplay

ACTION_WIDTH = 60
# kind: (column, width)
_BOX = {
    "heading": (0, 57),
    "shot": (0, ACTION_WIDTH),
    "action": (0, ACTION_WIDTH),
    "character": (22, 38),
    "parenthetical": (16, 25),
    "dialogue": (10, 35),
}
_DUAL_RIGHT = 31  # column of the second speech of two at once
_DUAL_WIDTH = 28
_LEAST = 2  # lines of a paragraph that may stand alone at the foot or head of a page
_MORE = "(MORE)"
_SENTENCE_END = (".", "?", "!", '."', '?"', '!"')


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print."""

    spans: tuple[tuple[int, str], ...] = ()
    """(column, text) pieces; none for a blank line."""
    kind: str = "blank"
    mark: str = ""
    """Scene number, to be printed in both margins."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of print."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of a production office."""

    lines_per_page: int = 55
    is_numbered: bool = False
    """Scene numbers in both margins."""
    says_continued: bool = False
    """`(CONTINUED)` and `CONTINUED:` where a page ends inside a scene."""
    splits_speeches: bool = True
    """Long speeches run over the page, with `(MORE)` and `(CONT'D)`."""
    pairs_speeches: bool = True
    """Two speeches at once stand side by side."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    before: int = 1
    """Blank lines above, except at the head of a page."""
    name: str = ""
    """Who speaks, when it is one speech."""


def typeset(screenplay: Screenplay, style: Style) -> tuple[Page, ...]:
    """Return the pages of a screenplay, without its title page."""
    pager = _Pager(style)
    for scene in screenplay.scenes:
        if scene.level == "shot":
            continue
        blocks = list(_blocks(scene, style))
        pager.mark = scene.printed_number or "" if style.is_numbered else ""
        for block, following in pairwise([*blocks, _Block(())]):
            pager.place(block, following)
    return pager.pages()


def _blocks(scene: Scene, style: Style) -> Iterator[_Block]:
    if scene.heading:
        mark = scene.printed_number or "" if style.is_numbered else ""
        first, *rest = _set("heading", scene.heading.raw)
        yield _Block((replace(first, mark=mark), *rest), before=2)
    speeches = list(_grouped(scene.elements))
    while speeches:
        group = speeches.pop(0)
        if style.pairs_speeches and speeches and speeches[0][0].dual:
            yield _pair(group, speeches.pop(0))
        elif group[0].kind == "character":
            yield _Block(tuple(line for e in group for line in _set(e.kind, e.text)),
                         name=group[0].text)  # fmt: skip
        else:
            yield _Block(_set(group[0].kind, group[0].text))


def _grouped(elements: Iterable[Element]) -> Iterator[list[Element]]:
    """Yield speeches whole, everything else one by one."""
    speech: list[Element] = []
    for element in elements:
        if element.kind in ("parenthetical", "dialogue") and speech:
            speech.append(element)
            continue
        if speech:
            yield speech
            speech = []
        if element.kind == "character":
            speech = [element]
        else:
            yield [element]
    if speech:
        yield speech


def _set(kind: str, text: str) -> tuple[Line, ...]:
    if kind == "transition":
        column = 0 if text.startswith("FADE IN") else ACTION_WIDTH - len(text)
        return (Line(((column, text),), kind),)
    column, width = _BOX[kind]
    return tuple(Line(((column, part),), kind) for part in _wrap(text, width))


def _wrap(text: str, width: int) -> list[str]:
    """Break at blanks only: a word cut at its hyphen would be read back in two pieces.

    A dash stays with the word before it.
    """
    glued = text.replace(" --", "\u00a0--").split("\n")
    parts = (textwrap.wrap(p, width, break_on_hyphens=False, break_long_words=False) for p in glued)
    return [part.replace("\u00a0", " ") for paragraph in parts for part in paragraph]


def _pair(left: Sequence[Element], right: Sequence[Element]) -> _Block:
    columns = [list(_narrow(left, 0)), list(_narrow(right, _DUAL_RIGHT))]
    height = max(map(len, columns))
    rows = zip(*(side + [()] * (height - len(side)) for side in columns), strict=True)
    return _Block(tuple(Line((*a, *b), "dual") for a, b in rows))


def _narrow(speech: Iterable[Element], column: int) -> Iterator[tuple[tuple[int, str], ...]]:
    indent = {"character": 8, "parenthetical": 3, "dialogue": 0}
    for element in speech:
        inset = indent[element.kind]
        for part in _wrap(element.text, _DUAL_WIDTH - inset):
            yield ((column + inset, part),)


class _Pager:
    """Fills pages from the top; breaks them where a typist would."""

    def __init__(self, style: Style) -> None:
        self.mark = ""
        """Number of the scene that is being set."""
        self._style = style
        self._page: list[Line] = []
        self._done: list[list[Line]] = []

    def pages(self) -> tuple[Page, ...]:
        full = [page for page in [*self._done, self._page] if page]
        return tuple(Page(i, tuple(lines)) for i, lines in enumerate(full, 1))

    def place(self, block: _Block, following: _Block) -> None:
        """Put a block on the page, or on the next; a heading takes what follows along."""
        is_heading = block.lines[0].kind == "heading"
        room = self._room(block.before)
        below = room - len(block.lines) - following.before
        if len(block.lines) <= room and not (is_heading and self._is_lost(following, below)):
            self._print(block)
            return
        head, tail = (None, block) if is_heading else self._split(block, room)
        if head:
            self._print(head)
        self._turn(inside_scene=not is_heading)
        self._print(tail)

    def _is_lost(self, block: _Block, room: int) -> bool:
        """Return True when nothing of a block would stand in the lines that are left."""
        return 0 < len(block.lines) > room and self._split(block, room)[0] is None

    def _room(self, before: int) -> int:
        foot = 2 if self._style.says_continued else 0
        return self._style.lines_per_page - len(self._page) - foot - (before if self._page else 0)

    def _print(self, block: _Block) -> None:
        if self._page:
            self._page.extend([Line()] * block.before)
        self._page.extend(block.lines)

    def _turn(self, *, inside_scene: bool) -> None:
        says = self._style.says_continued and inside_scene
        if says:
            foot = "(CONTINUED)"
            self._page.extend((Line(), Line(((ACTION_WIDTH - len(foot), foot),), "furniture")))
        self._done.append(self._page)
        self._page = [Line(((0, "CONTINUED:"),), "furniture", self.mark)] if says else []

    def _split(self, block: _Block, room: int) -> tuple[_Block | None, _Block]:
        """Return what still goes on this page, if anything, and what goes on the next."""
        if not block.name:
            cut = min(room, len(block.lines) - _LEAST)
            is_prose = block.lines[0].kind == "action"
            return _cut(block, cut) if is_prose and cut >= _LEAST else (None, block)
        cut = self._speech_cut(block, room)
        if not cut:
            return None, block
        head, tail = _cut(block, cut)
        more = Line(((_BOX["character"][0], _MORE),), "furniture")
        again = block.name if "CONT'D" in block.name else f"{block.name} (CONT'D)"
        return (
            replace(head, lines=(*head.lines, more)),
            replace(tail, lines=(*_set("character", again), *tail.lines)),
        )

    def _speech_cut(self, block: _Block, room: int) -> int:
        """Return after which line to cut a speech, best after a sentence; 0 for nowhere."""
        if not self._style.splits_speeches:
            return 0
        last = min(room - 1, len(block.lines) - _LEAST)
        kinds = [line.kind for line in block.lines]
        cuts = [
            cut
            for cut in range(last, _LEAST, -1)
            if kinds[cut - 2 : cut] == ["dialogue", "dialogue"]
        ]
        ends = (cut for cut in cuts if block.lines[cut - 1].spans[0][1].endswith(_SENTENCE_END))
        return next(ends, cuts[0] if cuts else 0)


def _cut(block: _Block, at: int) -> tuple[_Block, _Block]:
    return replace(block, lines=block.lines[:at]), replace(block, lines=block.lines[at:])
