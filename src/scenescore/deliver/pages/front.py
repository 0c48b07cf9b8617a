"""What stands before the scenes: the film in one paragraph, its makers, licences and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scenescore.core.licence import terms_of
from scenescore.core.score import HitLanding
from scenescore.core.types import CuePlan, Film, Provenance
from scenescore.deliver.pages.timeline import film_length_s
from scenescore.deliver.pages.wording import count, length, percent


@dataclass(frozen=True, slots=True)
class Maker:
    """Who did one part of the work."""

    task: str
    """`Read by`, `Composed by`, `Played by`."""
    name: str
    """Back-end and version, with how much of the work was theirs when they shared it."""


@dataclass(frozen=True, slots=True)
class Front:
    """The head of the page."""

    title: str
    authors: tuple[str, ...]
    genres: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    """(number with its unit, what it counts), in reading order."""
    times: str
    """Where the scene times come from."""
    makers: tuple[Maker, ...]
    licences: tuple[str, ...]
    """What the user may do with the music: each plain sentence once."""
    notes: tuple[str, ...]
    """Fall-backs, what was bent, what is missing."""
    mix: str
    """Loudness of the film's music, or empty."""


def front(film: Film, problems: Iterable[str] = ()) -> Front:
    """Return the head of the page; `problems` are notes the page itself has to add."""
    makers = _work(film)
    return Front(
        title=film.screenplay.title or film.plan.film or "Untitled",
        authors=film.screenplay.authors,
        genres=film.screenplay.genres,
        figures=_figures(film),
        times=_times(film.plan),
        makers=tuple(_maker(task, made) for task, made in makers if made),
        licences=terms_of(*(take for _, take in film.takes)),
        notes=tuple(dict.fromkeys((*film.notes, *_fallbacks(makers), *problems))),
        mix=_mix(film),
    )


def _figures(film: Film) -> tuple[tuple[str, str], ...]:
    plan = film.plan
    music_s = sum(cue.music.duration_s for cue in plan.cues)
    whole_s = film_length_s(plan)
    themes = len({slot.owner for slot in plan.themes} | {t.slot.owner for t in film.themes})
    figures = [(length(whole_s), "running time"), _counted(len(plan.spans), "scene")]
    figures.append(_counted(len(plan.cues), "cue"))
    if music_s and whole_s:
        figures.append((length(music_s), f"of music, {percent(music_s / whole_s)} of the film"))
    if plan.silences:
        figures.append(_counted(len(plan.silences), "silence"))
    if themes:
        figures.append(_counted(themes, "theme"))
    return (*figures, *_hit_figure(film))


def _counted(number: int, noun: str) -> tuple[str, str]:
    figure, _, word = count(number, noun).partition(" ")
    return figure, word


def _hit_figure(film: Film) -> tuple[tuple[str, str], ...]:
    landings = [h for _, take in film.takes if take.score for h in take.score.hits]
    if not landings:
        return ()
    met = sum(_is_met(landing, film.plan) for landing in landings)
    return ((f"{met} of {len(landings)}", "hit points met to the frame"),)


def _is_met(landing: HitLanding, plan: CuePlan) -> bool:
    return abs(landing.landed_s - landing.at_s) <= 1.0 / float(plan.fps)


def _times(plan: CuePlan) -> str:
    sources = {span.source for span in plan.spans}
    if not sources:
        return ""
    if sources == {"aligned"}:
        return "Scene times are aligned to the picture."
    if "estimated" not in sources:
        return "Scene times come from a table given by the user."
    if sources == {"estimated"}:
        return "Scene times are estimated from page length: one page is about one minute."
    return "Some scene times are estimated from page length: one page is about one minute."


def _work(film: Film) -> tuple[tuple[str, tuple[Provenance, ...]], ...]:
    takes = [take for _, take in film.takes]
    return (
        ("Read by", tuple(brief.made_by for brief in film.briefs)),
        ("Composed by", tuple(take.made_by[0] for take in takes if take.made_by)),
        ("Played by", tuple(take.made_by[1] for take in takes if len(take.made_by) > 1)),
    )


def _maker(task: str, made: tuple[Provenance, ...]) -> Maker:
    shares = Counter(f"{m.backend} {m.version}".strip() for m in made)
    if len(shares) == 1:
        return Maker(task, next(iter(shares)))
    named = (f"{name} ({share} of {len(made)})" for name, share in shares.most_common())
    return Maker(task, ", ".join(named))


def _fallbacks(makers: Iterable[tuple[str, tuple[Provenance, ...]]]) -> tuple[str, ...]:
    things = {"Read by": "scene", "Composed by": "cue", "Played by": "cue"}
    counted: Counter[tuple[str, str, str]] = Counter(
        (task, m.backend, m.fallback) for task, made in makers for m in made if m.fallback
    )
    return tuple(
        f"{count(number, things[task])} {task.lower()} {backend} instead: {why}"
        for (task, backend, why), number in counted.items()
    )


def _mix(film: Film) -> str:
    if film.mix is None or film.mix.loudness_lufs is None:
        return ""
    return (
        f"Film mix at {film.mix.loudness_lufs:.1f} LUFS, "
        f"true peak {film.mix.true_peak_dbtp:.1f} dBTP."
    ).replace("-", "\N{MINUS SIGN}")
