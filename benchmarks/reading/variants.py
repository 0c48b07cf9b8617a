"""The same script with its layout damaged: what a reader must live without."""

from __future__ import annotations

from scenescore.screenplay.encoding import decode, lines_of


def without_blank_lines(data: bytes) -> tuple[bytes, dict[int, int]]:
    """Return the text less its blank lines, and line -> line of the source."""
    lines = lines_of(decode(data).text.replace("\r\r\n", "\n"))
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    back = {new: number for new, (number, _) in enumerate(kept, 1)}
    return "\n".join(line for _, line in kept).encode(), back


def in_one_column(data: bytes) -> tuple[bytes, dict[int, int]]:
    """Return the text with every line at the left edge, and line -> line of the source."""
    lines = lines_of(decode(data).text.replace("\r\r\n", "\n"))
    return "\n".join(line.strip() for line in lines).encode(), {n: n for n in range(len(lines) + 1)}
