"""Takes out what no screenplay holds: scripts, style sheets and comments of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOLD = re.compile(r"</?b>", re.IGNORECASE)
_BLOCK = re.compile(r"<(script|style)\b[^<>]{0,500}>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.{0,6000}?-->", re.DOTALL)
_CSS = re.compile(
    r"^[ \t]*[\w.#@*:,\-\[\]\"'= >]{1,120}\{[^{}:]{0,200}:[^{}]{0,4000}\}[ \t]*$", re.MULTILINE
)
_CODE = re.compile(
    r"^[ \t]*(?:top\.location\b.*|if \(window.*|var \w+ ?=.*;|function \w*\(.*|document\.\w+\(.*"
    r"|<!--|// ?-->|-->)[ \t]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without code, and what kinds there were."""

    text: str
    had_style: bool = False
    had_code: bool = False


def take_out_rubbish(text: str) -> Cleaned:
    """Return the text without code; line numbers of what is left stay as they were."""
    if not any(sign in text for sign in ("<!--", "{", "<script", "<style", "<SCRIPT", "<STYLE")):
        return Cleaned(text)
    # A scraper that marked lines in bold cut comments and rules in pieces.
    head, tail = text[:4000], text[4000:]
    bare = _BOLD.sub("", head) + tail if "<b><!--" in head or "<b>}" in head else text
    plain, blocks = _BLOCK.subn(_blank, bare)
    plain, comments = _COMMENT.subn(_blank, plain) if "-->" in plain else (plain, 0)
    plain, rules = _CSS.subn(_blank, plain)
    plain, codes = _CODE.subn("", plain)
    return Cleaned(plain, rules > 0, blocks + comments + codes > 0)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
