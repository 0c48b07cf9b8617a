"""One script laid out in the habits of many offices, with the lines where its scenes and names are.

Draws columns, blank lines, numbers, heading and cue dialects, languages, furniture and damage from
tables by a seed. In other languages than English every word is enciphered (vowels stay vowels), so
that no reader can lean on words it knows. Knows how pages look, and nothing of how they are read.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reading.score import Found, compare
from scenescore.core.types import Element, Scene, Screenplay
from scenescore.screenplay.emphasis import plain_text
from scenescore.screenplay.names import split_name
from scenescore.screenplay.read import read_bytes

#: name -> (columns of action, speech, bracket, name)
COLUMNS = {
    "studio": (15, 25, 31, 37), "left edge": (0, 10, 16, 22), "narrow": (0, 4, 6, 8),
    "tabs": (8, 24, 32, 40), "far": (18, 29, 36, 43), "names with speech": (5, 15, 15, 15),
    "one column": (0, 0, 0, 0), "centred names": (10, 20, 25, -35), "centred": (5, 15, -33, -33),
}  # fmt: skip
#: blank lines (before paragraphs, below names, before headings)
BLANKS = {
    "usual": (1, 0, 1), "airy headings": (1, 0, 2), "blank below names": (1, 1, 2),
    "none": (0, 0, 0), "double": (2, 1, 3), "wide": (2, 0, 3), "headings only": (0, 0, 1),
}  # fmt: skip
NUMBERS = ("", "", "", "left", "right", "both", "glued", "point", "wide left")
HEADINGS = {
    "first": "{side}. {place} - {time}", "no point": "{side} {place} - {time}",
    "colon": "{side}: {place}: {time}", "points": "{side}. {place}. {time}.",
    "last": "{place} - {side}. - {time}", "last, comma": "{place}, {side}. {time}",
    "behind": "{place} ({side} - {time})", "written out": "{full} {place} - {time}",
    "full, colon": "{full}: {place} - {time}", "slash": "{side}. {place} / {time}",
    "two dashes": "{side}. {place} -- {time}", "bracket": "{side}. {place} ({time})",
    "no time": "{side}. {place}", "no side": "{place} - {time}",
    "between": "{place} - {side} - {time}", "dash": "{side} - {place} - {time}",
}  # fmt: skip
LANGUAGES = {
    "english": (("INT", "EXT", "INT./EXT", "INTERIOR", "EXTERIOR"), ("DAY", "NIGHT", "DAWN")),
    "french": (("INT", "EXT", "INT./EXT", "INTÉRIEUR", "EXTÉRIEUR"), ("JOUR", "NUIT", "AUBE")),
    "german": (("INNEN", "AUSSEN", "INNEN/AUSSEN", "INNEN", "AUSSEN"), ("TAG", "NACHT", "ABEND")),
    "italian": (("INT", "EST", "INT./EST", "INTERNO", "ESTERNO"), ("GIORNO", "NOTTE", "ALBA")),
    "spanish": (("INT", "EXT", "INT./EXT", "INTERIOR", "EXTERIOR"), ("DÍA", "NOCHE", "ALBA")),
}
CUES = ("{name}",) * 4 + ("{name}:", "{title}", "{title}:", "glued", "glued, small")
CASES = ("", "", "", "lower", "title")
FURNITURE = ("", "", "", "number", "dashes", "head", "continued", "more")
DAMAGE = ("", "", "", "cr cr lf", "crlf", "bold", "form feed", "stars", "tabs", "soft hyphens")
#: Words of the trade are not enciphered: an office that knows others is not played here.
_TRADE = re.compile(r"SUPER\b|[A-Z ]+ TO:?$|INTERCUT|BACK TO|TITLE|INSERT")
WIDTHS = ((60, 35, 58), (55, 30, 50), (66, 40, 30), (58, 34, 26), (900, 900, 900))
_PAGE = 54
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one office."""

    columns: str
    blanks: str
    numbers: str
    heading: str
    language: str
    cue: str
    case: str
    furniture: str
    damage: str
    widths: tuple[int, int, int]
    """Letters in a line of action, of speech and of a heading."""

    def __str__(self) -> str:
        told = (self.columns, self.blanks, self.numbers, self.heading, self.language, self.cue,
                self.case, self.furniture, self.damage)  # fmt: skip
        return "; ".join(part for part in told if part) + f"; {self.widths}"


@dataclass(slots=True)
class Page:
    """A script as printed, and where things are in it."""

    rows: list[str] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    cues: Counter[int] = field(default_factory=Counter)
    maybe_cues: set[int] = field(default_factory=set)
    """Names that a page break repeats."""

    def text(self) -> str:
        """Return the rows as one text."""
        return "\n".join(self.rows) + "\n"


def draw(seed: int) -> Style:
    """Return a style; what cannot be read by anybody is not drawn."""
    rng = random.Random(seed)
    language = rng.choice([*LANGUAGES, "english", "english"])
    style = Style(
        columns=rng.choice(list(COLUMNS)), blanks=rng.choice(list(BLANKS)),
        numbers=rng.choice(NUMBERS), heading=rng.choice(list(HEADINGS)), language=language,
        cue=rng.choice(CUES), case=rng.choice(CASES), furniture=rng.choice(FURNITURE),
        damage=rng.choice(DAMAGE),
        widths=rng.choice(WIDTHS),
    )  # fmt: skip
    return _readable(style, rng)


def _readable(style: Style, rng: random.Random) -> Style:
    small = style.cue not in ("{name}", "{name}:", "glued")
    if small and (style.columns == "one column" or style.blanks in ("none", "headings only")):
        # `Anna` among sentences at the same edge could be the end of any of them.
        style = replace(style, cue="{name}:" if "glued" not in style.cue else "glued")
    if style.case and (style.heading in ("no side", "no point") or style.blanks == "none"
                       or style.columns == "one column"):  # fmt: skip
        style = replace(style, case="")
    if "glued" in style.cue and style.columns != "one column":
        style = replace(style, columns=rng.choice(["one column", "left edge"]))
    if style.widths[0] > 200 and style.columns == "one column" and style.blanks == "none":
        style = replace(style, widths=(60, 35, 58))
    return style


def lay_out(film: Screenplay, style: Style, seed: int) -> Page:
    """Return the pages of a film in a style."""
    typist = _Typist(style, random.Random(seed))
    for number, scene in enumerate(film.scored_scenes, start=1):
        typist.scene(scene, number)
    return typist.done()


class _Typist:
    """Types scene after scene; knows where on the page it is."""

    def __init__(self, style: Style, rng: random.Random) -> None:
        self._style = style
        self._rng = rng
        self._page = Page()
        self._cipher = _cipher(rng) if style.language != "english" else {}
        self._line_on_page = 0
        self._pages = 1
        self._stars = [rng.random() < 0.3 for _ in range(997)]

    def done(self) -> Page:
        return _damaged(self._page, self._style.damage)

    def scene(self, scene: Scene, number: int) -> None:
        self._blank(BLANKS[self._style.blanks][2])
        self._heading(scene, number)
        spoken = ""
        for speech in _speeches(scene.elements):
            if speech[0].kind == "character":
                spoken = self._speech(speech, spoken)
            else:
                self._paragraph(speech[0])
                spoken = spoken if speech[0].kind == "action" else ""

    # ------------------------------------------------------------------ what is typed

    def _heading(self, scene: Scene, number: int) -> None:
        text = self._cased(self._heading_text(scene))
        first, *rest = textwrap.wrap(text, self._style.widths[2], break_on_hyphens=False)
        left, right = _numbered(self._style.numbers, str(scene.printed_number or number))
        indent = COLUMNS[self._style.columns][0]
        at = self._type(max(indent - len(left), 0), left + first + right)
        self._page.headings.add(at)
        for row in rest:
            self._row(indent, row)

    def _heading_text(self, scene: Scene) -> str:
        heading = scene.heading
        assert heading is not None
        sides, times = LANGUAGES[self._style.language]
        kind = ("INT", "EXT", "INT/EXT").index(heading.kind or "INT")
        side, full = sides[kind], sides[3 if kind != 1 else 4]
        time = heading.time_of_day or "DAY"
        if self._style.language != "english":
            time = times[sum(map(ord, time)) % 3]
        form = HEADINGS[self._style.heading]
        place = self._said(heading.place)
        return form.format(side=side, full=full, place=place, time=time).replace("..", ".")

    def _cased(self, text: str) -> str:
        if self._style.case == "lower":
            return text.lower()
        return text.title() if self._style.case == "title" else text

    def _paragraph(self, element: Element) -> None:
        before = BLANKS[self._style.blanks][0]
        self._blank(before)
        text = self._said(element.text)
        if element.kind == "transition":
            self._type(max(COLUMNS[self._style.columns][0] + 60 - len(text), 0), element.text)
            return
        for row in _wrapped(text, self._style.widths[0]):
            self._type(COLUMNS[self._style.columns][0], row)

    def _speech(self, speech: Sequence[Element], spoken: str) -> str:
        _, said_at, bracket_at, name_at = COLUMNS[self._style.columns]
        before, below, _ = BLANKS[self._style.blanks]
        name = split_name(speech[0].text)
        extension = f" ({name.extension})" if name.extension else ""
        if spoken == name.character and "CONT" not in extension and self._style.furniture == "more":
            extension += " (CONT'D)"
        self._blank(before)
        rows = list(self._speech_rows(speech[1:]))
        if "glued" in self._style.cue:
            shown = self._name(name.character) + extension
            first = _wrapped(f"{shown}: " + " ".join(text for _, text in rows),
                             self._style.widths[0])  # fmt: skip
            self._named(COLUMNS[self._style.columns][0], first[0])
            for row in first[1:]:
                self._type(COLUMNS[self._style.columns][0], row)
            return name.character
        shown = self._style.cue.format(
            name=self._name(name.character) + extension,
            title=self._name(name.character).title() + extension,
        )
        self._named(name_at, shown)
        self._blank(below)
        for kind, text in rows:
            if self._turns():
                self._repeat(name_at, shown)
            self._type(bracket_at if kind == "parenthetical" else said_at, text)
        return name.character

    def _speech_rows(self, speech: Sequence[Element]) -> Iterator[tuple[str, str]]:
        width = self._style.widths[1]
        for element in speech:
            narrow = max(width - 10, 16) if element.kind == "parenthetical" else width
            for row in _wrapped(self._said(element.text), narrow):
                yield element.kind, row

    def _named(self, indent: int, text: str) -> None:
        """Type a name; right below a page break one that goes on may be counted or not."""
        at = self._type(indent, text)
        if self._line_on_page <= 2 and "CONT" in text:
            self._page.maybe_cues.add(at)
        else:
            self._page.cues[at] += 1

    def _repeat(self, name_at: int, shown: str) -> None:
        """End a page inside a speech."""
        self._row(name_at, "(MORE)")
        self._turn()
        name = shown.rstrip(":")
        self._page.maybe_cues.add(self._row(name_at, f"{name} (CONT'D)"))

    def _name(self, name: str) -> str:
        if self._style.cue in ("{title}", "{title}:", "glued, small"):
            return self._said(name).title()
        return self._said(name)

    def _said(self, text: str) -> str:
        plain = plain_text(text)
        if not self._cipher or _TRADE.match(plain):
            return plain
        return plain.translate(self._cipher)

    # ------------------------------------------------------------------ where it is typed

    def _turns(self) -> bool:
        return self._style.furniture == "more" and self._line_on_page >= _PAGE - 2

    def _type(self, indent: int, text: str) -> int:
        if self._style.furniture and self._line_on_page >= _PAGE:
            self._turn()
        return self._row(indent, text)

    def _row(self, indent: int, text: str) -> int:
        if indent < 0:
            indent = max(-indent - len(text) // 2, 0)
        row = " " * indent + text
        if self._style.damage == "stars" and self._stars[len(self._page.rows) % 997]:
            row = row.ljust(72) + " *"
        if self._style.damage == "bold" and text.isupper():
            row = f"<b>{row}</b>"
        self._page.rows.append(row)
        self._line_on_page += 1
        return len(self._page.rows)

    def _blank(self, lines: int) -> None:
        for _ in range(lines if self._page.rows else 0):
            self._page.rows.append("")
            self._line_on_page += 1

    def _turn(self) -> None:
        """End the page in the way of the house."""
        self._pages += 1
        kind = self._style.furniture
        feed = "\f" if self._style.damage == "form feed" else ""
        if kind == "continued":
            self._page.rows += ["", " " * 60 + "(CONTINUED)", ""]
        head = {
            "number": " " * 70 + f"{self._pages}.", "dashes": " " * 36 + f"- {self._pages} -",
            "head": f"     THE FILM - Rev. 3/14/99{' ' * 40}{self._pages}.",
            "continued": "  CONTINUED:", "more": " " * 72 + f"{self._pages}.",
        }[kind]  # fmt: skip
        self._page.rows += ["", feed + head, ""]
        self._line_on_page = 0


def _speeches(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """Yield speeches whole, everything else one by one; asides are not printed."""
    speech: list[Element] = []
    for element in elements:
        if element.kind in ("note", "boneyard", "section", "synopsis", "page_break"):
            continue
        if element.kind in ("parenthetical", "dialogue", "lyric") and speech:
            speech.append(element)
            continue
        if speech:
            yield speech
        speech = [element] if element.kind == "character" else []
        if not speech:
            yield [element]
    if speech:
        yield speech


def _wrapped(text: str, width: int) -> list[str]:
    rows = [
        row
        for part in text.split("\n")
        for row in textwrap.wrap(part, width, break_on_hyphens=False)
    ]
    return rows or [""]


def _numbered(habit: str, number: str) -> tuple[str, str]:
    left = {
        "left": f"{number}  ", "both": f"{number}   ", "glued": number, "point": f"{number}. ",
        "wide left": f"{number}        ",
    }.get(habit, "")  # fmt: skip
    return left, f"        {number}" if habit in ("right", "both") else ""


def _cipher(rng: random.Random) -> dict[int, str]:
    """Return a table that changes every letter, vowels into vowels."""
    table: dict[int, str] = {}
    for letters in (_VOWELS, _CONSONANTS):
        shift = rng.randrange(1, len(letters))
        for index, letter in enumerate(letters):
            other = letters[(index + shift) % len(letters)]
            table[ord(letter)], table[ord(letter.upper())] = other, other.upper()
    return table


def _damaged(page: Page, damage: str) -> Page:
    if damage == "soft hyphens":
        page.rows = [
            re.sub(r"(?<=[a-z]{3})(?=[a-z]{4})", "\xad", row, count=1) for row in page.rows
        ]
    elif damage == "tabs":
        page.rows = [re.sub(r"^( {8})+", lambda m: "\t" * (len(m[0]) // 8), r) for r in page.rows]
    return page


@dataclass(frozen=True, slots=True)
class Reading:
    """How well one style was read."""

    headings: Found
    cues: Found


def found(film: Screenplay, style: Style, seed: int) -> Reading:
    """Return how many scenes and names of a film are found when it is laid out in a style."""
    page = lay_out(film, style, seed)
    told = read_bytes(as_bytes(page, style), name="film.txt", reader="text")
    cues = Counter(e.line for s in told.scenes for e in s.elements if e.kind == "character")
    headings = Counter(scene.line for scene in told.scored_scenes)
    return Reading(
        compare(headings, Counter(page.headings), frozenset()),
        compare(cues, page.cues, frozenset(page.maybe_cues)),
    )


def as_bytes(page: Page, style: Style) -> bytes:
    """Return the file that the office would send."""
    text = page.text()
    ends = {"cr cr lf": "\r\r\n", "crlf": "\r\n"}.get(style.damage, "\n")
    encoding = "cp1252" if style.language in ("french", "spanish") else "utf-8"
    return text.replace("\n", ends).encode(encoding, "replace")
