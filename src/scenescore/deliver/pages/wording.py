"""Numbers as people read them: clocks, lengths, counts and signs. Knows nothing of the film."""

from __future__ import annotations

from scenescore.core.timing import seconds_to_clock

MINUS = "\N{MINUS SIGN}"


def clock(seconds: float) -> str:
    """Return `14:02` or `1:14:02`, to the nearest second."""
    return seconds_to_clock(max(seconds, 0.0) + 0.5)


def fine_clock(seconds: float) -> str:
    """Return `0:11.4`, to the nearest tenth of a second."""
    tenths = round(max(seconds, 0.0) * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def length(seconds: float) -> str:
    """Return `48 s`, `1 min 08 s`, `61 min` or `2 h 14 min`: no finer than anyone needs.

    >>> length(48.2), length(68), length(3660), length(8040)
    ('48 s', '1 min 08 s', '1 h 01 min', '2 h 14 min')
    """
    whole = round(max(seconds, 0.0))
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60:02d} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def count(number: int, noun: str) -> str:
    """Return `1 scene`, `2 scenes`, `no cues`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def signed(value: float, digits: int = 2) -> str:
    """Return `+0.35` or a true minus sign before `0.35`; zero has no sign."""
    text = f"{abs(value):.{digits}f}"
    if not float(text):
        return text
    return ("+" if value > 0 else MINUS) + text


def percent(part: float) -> str:
    """Return `45 %` for 0.45."""
    return f"{round(part * 100)} %"
