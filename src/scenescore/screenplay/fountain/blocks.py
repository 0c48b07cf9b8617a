"""Reads the body of a Fountain file: lines in, paragraphs out, nothing lost.

Knows the block rules of the syntax (blank lines, forced elements, speeches); what one line can be
is in `lines.py`. Emphasis marks stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from scenescore.screenplay.fountain.asides import Aside, lift_asides, marks_in, split_marks
from scenescore.screenplay.fountain.lines import (
    is_centered,
    is_character,
    is_forced_heading,
    is_heading,
    is_page_break,
    is_parenthetical,
    is_transition,
    split_number,
    split_section,
)
from scenescore.screenplay.paragraphs import Paragraph, ParagraphKind

_SPEECH_LINES = ("character", "parenthetical", "dialogue", "lyric")


def read_blocks(text: str, *, first_line: int = 1) -> list[Paragraph]:
    """Return the paragraphs of a Fountain body that begins at `first_line` of its file."""
    numbered, asides = lift_asides(text)
    return _Blocks([(n + first_line - 1, line) for n, line in numbered], asides).read()


class _Blocks:
    """One pass over the lines; each method consumes what it recognises."""

    def __init__(self, lines: list[tuple[int, str]], asides: list[Aside]) -> None:
        self._asides = asides
        self._lines = lines
        self._at = 0
        self._found: list[Paragraph] = []
        # Some editors leave blanks on every empty line; then two blanks mean nothing.
        empty = [line for _, line in lines if not line.strip()]
        spaced = sum(len(line) >= 2 for line in empty)
        self._blanks_mean = not (len(empty) >= 20 and spaced > 0.3 * len(empty))
        self._steps: tuple[Callable[[int, str, str], bool], ...] = (
            self._page_break, self._section, self._synopsis, self._lyric, self._heading,
            self._centered, self._transition, self._speech, self._aside,
        )  # fmt: skip

    def read(self) -> list[Paragraph]:
        while self._at < len(self._lines):
            number, raw = self._lines[self._at]
            text, _ = split_marks(raw)
            if not raw.strip() or (not text.strip() and self._parts_text(raw)):
                self._asides_alone(raw)
                self._at += 1
            elif self._shot(number, text.strip()):
                pass
            elif text.lstrip().startswith("!") or not any(
                step(number, raw, text.strip()) for step in self._steps
            ):
                self._action(number)
        return self._found

    # ---------------------------------------------------------------- one line each

    def _page_break(self, number: int, raw: str, text: str) -> bool:
        return is_page_break(text) and self._single("page_break", "", number)

    def _section(self, number: int, raw: str, text: str) -> bool:
        section = split_section(text)
        if section is None or not section[1]:
            return False
        return self._single("section", section[1], number, depth=section[0])

    def _synopsis(self, number: int, raw: str, text: str) -> bool:
        if not text.startswith("=") or not text[1:].strip():
            return False
        return self._single("synopsis", text[1:].strip(), number)

    def _lyric(self, number: int, raw: str, text: str) -> bool:
        if not text.startswith("~") or not text[1:].strip():
            return False
        return self._single("lyric", text[1:].strip(), number)

    def _heading(self, number: int, raw: str, text: str) -> bool:
        forced = is_forced_heading(text)
        if not forced and not (is_heading(text) and self._after_blank()):
            return False
        place, printed = split_number(text[1:] if forced else text)
        return self._single("heading", " ".join(place.split()), number, printed=printed)

    def _shot(self, number: int, text: str) -> bool:
        # `!!` is forced action to every other tool; here and in Beat it is a shot.
        if not text.startswith("!!") or not self._alone():
            return False
        place, printed = split_number(text[2:])
        return self._single("shot", place, number, printed=printed)

    def _centered(self, number: int, raw: str, text: str) -> bool:
        if not is_centered(text) or not text[1:-1].strip():
            return False
        return self._single("centered", text[1:-1].strip(), number)

    def _transition(self, number: int, raw: str, text: str) -> bool:
        if text.startswith(">") and text[1:].strip() and not is_centered(text):
            return self._single("transition", text[1:].strip(), number)
        if is_transition(text) and self._after_blank() and self._before_blank():
            return self._single("transition", text, number)
        return False

    def _aside(self, number: int, raw: str, text: str) -> bool:
        if text:
            return False
        self._asides_alone(raw)
        self._at += 1
        return True

    def _single(
        self, kind: ParagraphKind, text: str, number: int, *, depth: int = 0,
        printed: str | None = None,
    ) -> bool:  # fmt: skip
        raw = self._lines[self._at][1]
        self._found.append(Paragraph(kind, text, number, number=printed, depth=depth))
        self._asides_alone(raw)
        self._at += 1
        return True

    # ---------------------------------------------------------------- several lines

    def _speech(self, number: int, raw: str, text: str) -> bool:
        forced = text.startswith("@")
        name = text[1:].strip() if forced else text
        if not (forced or is_character(name)) or not self._after_blank():
            return False
        nothing_said = forced and self._is_meant_blank(self._at + 1)
        if self._before_blank() and not nothing_said:
            return False
        dual = name.endswith("^")
        name = " ".join(name.rstrip("^").split())
        if not name:
            return False
        self._found.append(Paragraph("character", name, number, dual=dual))
        self._asides_within(raw, name)
        self._at += 1
        if nothing_said:
            return True
        at = len(self._found)
        self._spoken_lines()
        self._found[at:] = _without_blank_ends(self._found[at:])
        if all(p.kind in ("note", "boneyard") for p in self._found[at:]):
            self._unsay(number, text)
        return True

    def _unsay(self, number: int, text: str) -> None:
        """Make action of a name under which nothing is said."""
        owner = self._owner()
        assert owner is not None
        self._found[owner] = Paragraph("action", text, number)

    def _spoken_lines(self) -> None:
        while self._at < len(self._lines):
            number, raw = self._lines[self._at]
            if not raw.strip():
                if len(raw) < 2 or not self._blanks_mean or not self._speech_goes_on():
                    return
                self._say_blank(raw)
            else:
                text = split_marks(raw)[0].strip()
                if not text and self._parts_text(raw):
                    return
                self._say(self._spoken_kind(text), text, raw, number)
            self._at += 1

    def _speech_goes_on(self) -> bool:
        """Return True when words stand before and after the blank line that was meant."""
        owner = self._owner()
        if owner is None or self._found[owner].kind == "character":
            return False
        below = self._at + 1
        while below < len(self._lines) and not self._lines[below][1].strip():
            if len(self._lines[below][1]) < 2:
                return False
            below += 1
        return below < len(self._lines)

    def _spoken_kind(self, text: str) -> ParagraphKind:
        last = next((p.kind for p in reversed(self._found) if p.kind in _SPEECH_LINES), None)
        if is_parenthetical(text) and last != "parenthetical":
            return "parenthetical"
        return "lyric" if text.startswith("~") else "dialogue"

    def _say(self, kind: ParagraphKind, text: str, raw: str, number: int) -> None:
        """Add a line to the speech; lines of dialogue are one paragraph."""
        owner = self._owner()
        assert owner is not None  # the character stands before
        if not text and raw.strip():
            end = len(self._found[owner].text.rstrip("\n"))
            for index in marks_in(raw):
                self._add_aside(index, end)
            return
        if kind == "lyric":
            text = text[1:].strip()
        if kind == "dialogue" and self._found[owner].kind == "dialogue":
            self._extend(owner, text, raw)
            return
        self._found.append(Paragraph(kind, text, number))
        self._asides_within(raw, text)

    def _say_blank(self, raw: str) -> None:
        owner = self._owner()
        if owner is not None and self._found[owner].kind == "dialogue":
            self._extend(owner, "", raw)

    def _action(self, number: int) -> None:
        owner: int | None = None
        while self._at < len(self._lines):
            _, raw = self._lines[self._at]
            text, _ = split_marks(raw)
            if owner is not None and (self._is_blank(self._at) or self._ends_action(text.strip())):
                break
            line = raw.replace("\t", "    ").rstrip()
            if text.lstrip().startswith("!"):
                line = line.replace("!", "", 1)
            clean = split_marks(line)[0].rstrip()
            if owner is None:
                owner = len(self._found)
                self._found.append(Paragraph("action", clean, number))
                self._asides_within(line, clean)
            elif clean.strip():
                self._extend(owner, clean, line)
            else:
                self._asides_within(line, "", start=len(self._found[owner].text))
            self._at += 1
        self._drop_if_empty(owner)

    def _drop_if_empty(self, owner: int | None) -> None:
        """Forget an action of nothing but a mark; what was noted in it stands alone."""
        if owner is None or self._found[owner].text.strip():
            return
        self._found[owner:] = [replace(aside, offset=None) for aside in self._found[owner + 1 :]]

    def _ends_action(self, text: str) -> bool:
        return bool(
            text.startswith(("~", ">"))
            or is_page_break(text)
            or (text.startswith("#") and re.match(r"#+\s", text))
        )

    # ---------------------------------------------------------------- asides

    def _owner(self) -> int | None:
        """Return the index of the last paragraph that is no aside."""
        for index in range(len(self._found) - 1, -1, -1):
            if self._found[index].kind not in ("note", "boneyard"):
                return index
        return None

    def _extend(self, owner: int, text: str, raw: str) -> None:
        """Add a line to a paragraph."""
        old = self._found[owner]
        above = f"{old.text}\n" if old.text.strip() else ""
        self._found[owner] = replace(old, text=above + text)
        self._asides_within(raw, text, start=len(above))

    def _asides_within(self, raw: str, text: str, *, start: int = 0) -> None:
        """Add the asides of a line whose words became `text`, at `start` of their paragraph."""
        clean, marks = split_marks(raw)
        lead = max(clean.find(text), 0) if text else 0
        for index, offset in marks:
            self._add_aside(index, start + min(max(offset - lead, 0), len(text)))

    def _asides_alone(self, raw: str) -> None:
        for index in marks_in(raw):
            self._add_aside(index, None)

    def _add_aside(self, index: int, offset: int | None) -> None:
        aside = self._asides[index]
        text = aside.text.strip("\n") if aside.kind == "boneyard" else aside.text
        number = self._lines[self._at][0]
        self._found.append(Paragraph(aside.kind, text, number, offset=offset))

    def _parts_text(self, raw: str) -> bool:
        """Return True when the asides on a line of nothing else stand for an empty line."""
        return any(self._asides[index].holds_blank_line for index in marks_in(raw))

    # ---------------------------------------------------------------- neighbours

    def _is_blank(self, index: int) -> bool:
        if not 0 <= index < len(self._lines):
            return True
        raw = self._lines[index][1]
        return not raw.strip() or (not split_marks(raw)[0].strip() and self._parts_text(raw))

    def _is_meant_blank(self, index: int) -> bool:
        """Return True for an empty line of speech: two blanks, and none below."""
        if not self._blanks_mean or index >= len(self._lines):
            return False
        raw = self._lines[index][1]
        return not raw.strip() and len(raw) >= 2 and self._is_blank(index + 1)

    def _after_blank(self) -> bool:
        if self._is_blank(self._at - 1):
            return True
        last = self._found[-1].kind if self._found else None
        return last in ("heading", "section", "synopsis", "page_break", "transition", "centered",
                        "note", "boneyard")  # fmt: skip

    def _before_blank(self) -> bool:
        return self._is_blank(self._at + 1)

    def _alone(self) -> bool:
        return self._after_blank() and self._before_blank()


def _without_blank_ends(speech: list[Paragraph]) -> list[Paragraph]:
    """Return a speech whose dialogue does not end in blank lines."""
    trimmed = [replace(p, text=p.text.rstrip("\n")) if p.kind == "dialogue" else p for p in speech]
    return [p for p in trimmed if p.text or p.kind != "dialogue"]
