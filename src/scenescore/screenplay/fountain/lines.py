"""What a single line of Fountain can be. Used by the reader, and by the writer to see when a line
must be forced. Knows nothing about the lines around it.
"""

from __future__ import annotations

import re

from scenescore.screenplay.names import split_name

# The syntax lists these and no others: EXT./INT. is action unless forced.
_HEADING = re.compile(r"(?:INT\.?/EXT|INT|EXT|EST|I/E)[. ]\s*\S", re.IGNORECASE)
# A forced heading may open with a quote or bracket; before a blank the point is only a point.
_OPENERS = "\"'([“‘«¿¡&"
_NUMBER = re.compile(r"\s*#([A-Za-z0-9.\-/]+)#\s*$")  # the slash is ours: 34/35
#: The syntax page asks for `TO:`; its authors' own parser takes these as well.
ENDINGS = ("FADE OUT.", "FADE TO BLACK.", "CUT TO BLACK.")
_DECIMAL = re.compile(r"\.\d[\d.,]*\s.*[a-z]")
_PAGE_BREAK = re.compile(r"={3,}")
_SECTION = re.compile(r"(#{1,6})(?!#)\s*(.*)")


def is_heading(text: str) -> bool:
    """Return True for a line that opens with INT, EXT, EST, INT/EXT or I/E and a point or blank."""
    return _HEADING.match(text) is not None


def is_forced_heading(text: str) -> bool:
    """Return True for `.PLACE`; `...and` is prose, and so is `.44 lies on the table`."""
    return (
        len(text) > 1
        and text[0] == "."
        and (text[1].isalnum() or text[1] in _OPENERS)
        and _DECIMAL.match(text) is None
    )


def split_number(text: str) -> tuple[str, str | None]:
    """Return heading and scene number of `INT. KITCHEN #12A#`."""
    match = _NUMBER.search(text)
    if match is None or match.start() == 0:
        return text.strip(), None
    return text[: match.start()].strip(), match[1]


def is_transition(text: str) -> bool:
    """Return True for a line in capitals that ends with `TO:`, and for the usual ends of a film."""
    return text in ENDINGS or (text.endswith("TO:") and text == text.upper())


def is_character(text: str) -> bool:
    """Return True for a name in capitals; the extension may be in any case."""
    name = split_name(text.rstrip("^").rstrip()).character
    return any(c.isalpha() for c in name) and name == name.upper()


def is_parenthetical(text: str) -> bool:
    """Return True for `(smiling)` and `(to Anna) (softly)`, not for `(softly) Go. (Louder) Go!`."""
    if len(text) < 3 or text[0] != "(" or text[-1] != ")":
        return False
    depth = 0
    for letter in text:
        if depth == 0 and letter not in "( ":
            return False
        depth += (letter == "(") - (letter == ")")
    return True


def is_page_break(text: str) -> bool:
    """Return True for three or more equals signs alone."""
    return _PAGE_BREAK.fullmatch(text) is not None


def is_centered(text: str) -> bool:
    """Return True for `> THE END <`."""
    return len(text) > 1 and text[0] == ">" and text[-1] == "<"


def split_section(text: str) -> tuple[int, str] | None:
    """Return depth and title of `## Sequence`, or None."""
    match = _SECTION.fullmatch(text)
    return (len(match[1]), match[2].strip()) if match else None
