"""Makes a scene's text mere data: nothing in it can end a turn, open a role or leave its frame.

Marks of chat templates are taken apart by look-alikes, so a person still reads what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OPEN, CLOSE = "<<<SCENE", "SCENE>>>"
"""What our own prompt puts around the text."""

# Marks that some family of models reads as structure: <end_of_turn>, <|im_end|>, [INST], <<SYS>>,
# </s>, <bos>; and our own frame. Ordinary angle brackets (a < b, <sighs>) are no marks.
_MARK = re.compile(
    r"<\|[^<>|\n]{1,40}\|>|<\|[^<>|\n]{1,40}>|<{2,3}/?[A-Z]+>{0,3}|[A-Z]+>{2,3}"
    r"|</?(?:s|bos|eos|pad|unk|mask|sep|cls|user|assistant|system|model|human|tool|"
    r"[a-z]+_of_[a-z]+|unused\d+|[a-z]+_(?:turn|image|audio|token|call)s?|image_soft_token|turn)>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|MULTIMODAL|@[A-Z]+@)\]",
    re.IGNORECASE,
)
_ALIKE = str.maketrans("<>[]|", "‹›⟦⟧¦")
_KEPT_CONTROLS = "\n\t"


def neutralise(text: str, marks: Iterable[str] = ()) -> str:
    """Return the text with every mark taken apart, controls and hidden direction marks removed.

    `marks` are the special tokens of the very tokenizer in use.

    >>> neutralise("She waits.<end_of_turn>")
    'She waits.‹end_of_turn›'
    """
    plain = "".join(c for c in text if c in _KEPT_CONTROLS or not _is_hidden(c))
    for mark in sorted({m for m in marks if m.strip()}, key=lambda m: (-len(m), m)):
        if mark in plain:
            plain = plain.replace(mark, _apart(mark))
    return _MARK.sub(lambda match: match[0].translate(_ALIKE), plain)


def _apart(mark: str) -> str:
    """Return a mark that a tokenizer no longer knows, look-alike where it has brackets."""
    alike = mark.translate(_ALIKE)
    return alike if alike != mark else mark[0] + "·" + mark[1:]


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
