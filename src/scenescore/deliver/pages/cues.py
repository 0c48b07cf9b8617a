"""One cue as a page shows it: what it is, why it is there, how it is built, where its files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenescore.core.score import HitLanding, Score
from scenescore.core.timing import TempoMap, seconds_to_timecode
from scenescore.core.types import Cue, Film, Hit, Take
from scenescore.deliver.pages.peaks import bars_path
from scenescore.deliver.pages.recordings import Recording
from scenescore.deliver.pages.shelf import Shelf
from scenescore.deliver.pages.themes import operator_words, theme_uses
from scenescore.deliver.pages.wording import (
    clock,
    fine_clock,
    length,
    signed,
)
from scenescore.deliver.palette import mood_colour

_ROLES = {
    "underscore": "",
    "stinger": "a single accent",
    "source": "heard by the characters",
    "title": "over titles",
}


@dataclass(frozen=True, slots=True)
class HitView:
    """A moment the music meets."""

    at: str
    part: float
    """Percent of the cue's length."""
    label: str
    landing: str
    """`on it`, `+40 ms`, or empty while nothing is written."""
    is_hard: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A stretch of the form."""

    left: float
    width: float
    """Percent of the cue's length."""
    role: str
    intensity: float
    at: str


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A theme heard in the cue."""

    owner: str
    how: str
    at: tuple[str, ...]
    """Minutes and seconds from the cue's start; empty while nothing is written."""


@dataclass(frozen=True, slots=True)
class CueView:
    """One cue."""

    uid: str
    label: str
    title: str
    start_s: float
    end_s: float
    at: str
    timecode: str
    length: str
    scenes: tuple[int, ...]
    colour: str
    reason: str
    facts: tuple[str, ...]
    """Key, tempo, metre, genre, role: short, in reading order."""
    level: str
    """`3 dB below the film's level`, or empty."""
    chords: tuple[str, ...]
    form: tuple[SectionView, ...]
    hits: tuple[HitView, ...]
    quotations: tuple[QuotationView, ...]
    links: tuple[tuple[str, str], ...]
    """(words, href)"""
    stems: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    """Fall-backs, bent wishes, locks, missing files."""
    source: str | None
    """Address of the sound, None when there is none to play."""
    wave: str
    bars: int
    """Width of `wave` in its own units."""
    gain_db: float
    sounding_s: float
    """How much of the cue `source` holds."""


def cue_view(film: Film, cue: Cue, shelf: Shelf, sound: Recording) -> CueView:
    """Return a cue ready for the template."""
    take = film.take(cue.uid)
    score = take.score if take else None
    return CueView(
        uid=cue.uid,
        label=cue.label,
        title=cue.title or "Untitled",
        start_s=cue.start_s,
        end_s=cue.end_s,
        at=clock(cue.start_s),
        timecode=seconds_to_timecode(cue.start_s, film.plan.fps, film.plan.start_timecode),
        length=length(cue.music.duration_s),
        scenes=cue.scenes,
        colour=mood_colour(cue.music.mood),
        reason=cue.reason,
        facts=tuple(fact for fact in _facts(cue, score) if fact),
        level=_level(cue.gain_db),
        chords=_chords(score),
        form=_form(score),
        hits=_hits(cue, score),
        quotations=_quotations(film, cue, score),
        links=_links(shelf, take),
        stems=_stems(shelf, take),
        remarks=_remarks(cue, take, sound),
        source=shelf.href(take.audio.path) if take and sound.path else None,
        wave=bars_path(sound.outline),
        bars=len(sound.outline),
        gain_db=cue.gain_db,
        sounding_s=take.audio.duration_s if take and sound.path else 0.0,
    )


def _facts(cue: Cue, score: Score | None) -> tuple[str, ...]:
    key = score.key if score else cue.music.key or ""
    meter = f"{score.meters[0].beats}/{score.meters[0].unit}" if score else cue.music.meter
    return (key, _tempo(cue, score), meter, cue.music.genre, _ROLES[cue.music.role])


def _tempo(cue: Cue, score: Score | None) -> str:
    if score is None:
        return f"{cue.music.bpm:.0f} bpm" if cue.music.bpm else ""
    slowest, fastest = (round(pick(c.bpm for c in score.tempo)) for pick in (min, max))
    return f"{slowest} bpm" if slowest == fastest else f"{slowest}\N{EN DASH}{fastest} bpm"


def _level(gain_db: float) -> str:
    if abs(gain_db) < 0.25:
        return ""
    return f"{abs(gain_db):.1f} dB {'above' if gain_db > 0 else 'below'} the film's level"


def _chords(score: Score | None) -> tuple[str, ...]:
    symbols = [chord.symbol for chord in score.chords] if score else []
    return tuple(s for i, s in enumerate(symbols) if not i or s != symbols[i - 1])


def _form(score: Score | None) -> tuple[SectionView, ...]:
    if score is None:
        return ()
    clock_of = TempoMap(score.tempo)
    views = []
    for section in score.form:
        start = clock_of.beats_to_seconds(section.at_beats)
        end = clock_of.beats_to_seconds(section.at_beats + section.length_beats)
        left, right = (_part(at, score.duration_s) for at in (start, end))
        role = section.role.replace("-", " ")
        views.append(SectionView(left, right - left, role, section.intensity, clock(start)))
    return tuple(views)


def _hits(cue: Cue, score: Score | None) -> tuple[HitView, ...]:
    whole_s = cue.music.duration_s
    if score is None:
        return tuple(_hit(h, h.at_s, whole_s, "", h.is_hard) for h in cue.music.hits)
    return tuple(_hit(h, h.landed_s, whole_s, _landing(h), h.weight >= 0.8) for h in score.hits)


def _hit(hit: Hit | HitLanding, at_s: float, whole_s: float, landing: str, hard: bool) -> HitView:
    return HitView(fine_clock(hit.at_s), _part(at_s, whole_s), hit.label or hit.kind, landing, hard)


def _landing(hit: HitLanding) -> str:
    off_ms = (hit.landed_s - hit.at_s) * 1000.0
    return "on it" if abs(off_ms) < 10.0 else f"{signed(off_ms, 0)} ms"


def _part(at_s: float, duration_s: float) -> float:
    return round(100.0 * min(max(at_s / duration_s, 0.0), 1.0), 2)


def _quotations(film: Film, cue: Cue, score: Score | None) -> tuple[QuotationView, ...]:
    clock_of = TempoMap(score.tempo) if score else None
    heard: dict[tuple[str, str], list[str]] = {}
    for owner, operator, beat in theme_uses(film, cue.uid):
        times = heard.setdefault((owner, operator_words(operator)), [])
        if clock_of and beat is not None:
            times.append(clock(clock_of.beats_to_seconds(beat)))
    return tuple(QuotationView(owner, how, tuple(at)) for (owner, how), at in heard.items())


def _links(shelf: Shelf, take: Take | None) -> tuple[tuple[str, str], ...]:
    if take is None:
        return ()
    folder = take.audio.path.parent
    wanted = (("FLAC", take.audio.path), ("MIDI", folder / "score.mid"))
    return _present(shelf, wanted)


def _stems(shelf: Shelf, take: Take | None) -> tuple[tuple[str, str], ...]:
    return _present(shelf, tuple((n, audio.path) for n, audio in take.stems)) if take else ()


def _present(shelf: Shelf, wanted: tuple[tuple[str, Path], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((words, href) for words, path in wanted if (href := shelf.href(path)))


def _remarks(cue: Cue, take: Take | None, sound: Recording) -> tuple[str, ...]:
    if take is None:
        return ("Spotted, but not composed yet.",)
    remarks = [sound.problem] if sound.problem else []
    remarks += [f"Made by {m.backend} instead: {m.fallback}" for m in take.made_by if m.fallback]
    remarks += take.score.bent if take.score else ()
    if take.by_user:
        remarks.append("This take was changed by a person.")
    if cue.locked:
        remarks.append("Locked: it is never made again.")
    return tuple(remarks)
