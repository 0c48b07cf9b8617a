"""Glues the lines of a paragraph; decides from the script's own words what a hyphen at a line's
end means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenescore.screenplay.layout.lines import Line

_LAST = re.compile(r"([A-Za-zÀ-ÿ'’-]+)-$")
_LONGEST_WORD = 60
_JOINTS = "-'’"
_BLANKS = re.compile(r"[ \t]+")
_FIRST = re.compile(r"[A-Za-zÀ-ÿ'’]+")


class Glue:
    """Joins lines with a blank, or without one at a hyphen."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._text: str | None = None

    def join(self, lines: Sequence[Line]) -> str:
        """Return the lines as one text; a blank line inside becomes a line break."""
        text = lines[0].text
        for line in lines[1:]:
            if line.gap and not line.after_page and text[-1] in '.!?"”)':
                text += "\n" + line.text
            elif text[-1] == "-" and len(text) > 1 and text[-2].isalpha():
                text = self._at_hyphen(text, line.text)
            else:
                text += " " + line.text
        return _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text

    def _at_hyphen(self, text: str, below: str) -> str:
        """Join `co-` and `operate` as the script writes the word elsewhere."""
        last, first = _LAST.search(text[-_LONGEST_WORD:]), _FIRST.match(below)
        if last is None or first is None or not below[0].islower():
            return text + below if below[0].isalpha() else f"{text} {below}"
        left, right = last[1].lower(), first[0].lower()
        whole = "-" in left or self._knows(f"{left}-{right}") or not self._knows(left + right)
        return text + below if whole else text[:-1] + below

    def _knows(self, word: str) -> bool:
        """Return True when the script has a word, whole and in lower or upper case."""
        if self._text is None:
            self._text = f" {' '.join([line.text for line in self._lines])} ".lower()
        at = self._text.find(word)
        while at >= 0:
            before, behind = self._text[at - 1], self._text[at + len(word)]
            if not (before.isalpha() or behind.isalpha() or before in _JOINTS or behind in _JOINTS):
                return True
            at = self._text.find(word, at + 1)
        return False
