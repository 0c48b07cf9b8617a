"""Writes one HTML file that can be forwarded: the report with small previews of the music inside.

It plays everywhere without the film folder, stays below `LIMIT_BYTES`, and says on the page what
was made smaller. Knows nothing about how pages look; that is `templates/` and `pages/`.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.types import Film
from scenescore.deliver.names import film_name
from scenescore.deliver.pages.cues import CueView
from scenescore.deliver.pages.previews import Budget, budget, check_encoder, encode
from scenescore.deliver.pages.recordings import Recording, recordings
from scenescore.deliver.pages.render import render
from scenescore.deliver.pages.shelf import Shelf
from scenescore.deliver.pages.view import FilmView, film_view
from scenescore.deliver.pages.wording import clock, count

LIMIT_BYTES = 24_000_000
"""A little below what mail providers take as one attachment (25 MB)."""


class PageExporter:
    """The film's report with its music inside, as one file."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `<film's name>.html` under `to`.

        Raises
        ------
        UnavailableError
            when MP3 cannot be written here
        """
        check_encoder()
        shelf = Shelf(film.folder, to)
        found = recordings(film, shelf, run=run.within(0.0, 0.2))
        silent = _without_files(film_view(film, shelf, found))
        room = (LIMIT_BYTES - len(render(silent).encode("utf-8"))) * 3 // 4  # base64
        plan = budget(_lengths_s(silent), max(room, 0))
        view = _with_sound(silent, found, plan, run.within(0.2, 0.95))
        path = to / f"{film_name(film.plan)}.html"
        run.report(path.name, 0.95)
        return (write_text(path, render(view)),)


def _without_files(view: FilmView) -> FilmView:
    """Return the view with every link into the film folder taken out."""
    cues = {
        uid: replace(cue, source=f"#sound-{uid}" if cue.source else None, links=(), stems=())
        for uid, cue in view.cues.items()
    }
    return replace(view, cues=cues, mix=None)


def _lengths_s(view: FilmView) -> tuple[float, ...]:
    return tuple(cue.sounding_s for cue in view.cues.values() if cue.source)


def _with_sound(view: FilmView, found: dict[str, Recording], plan: Budget, run: Run) -> FilmView:
    sounds: list[tuple[str, str]] = []
    cues = dict(view.cues)
    heard = [cue for cue in view.cues.values() if cue.source]
    for index, cue in enumerate(heard):
        run.report(f"preview of {cue.label}", index / len(heard))
        path = found[cue.uid].path
        if path is not None:
            mp3 = encode(path, plan, run=run)
            sounds.append((cue.uid, base64.b64encode(mp3).decode("ascii")))
            cues[cue.uid] = _heard_for(cue, plan.longest_s)
    return replace(view, cues=cues, sounds=tuple(sounds), about=_about(heard, plan))


def _heard_for(cue: CueView, longest_s: float) -> CueView:
    if cue.sounding_s <= longest_s:
        return cue
    remark = f"Preview: the first {clock(longest_s)} of {clock(cue.sounding_s)}."
    return replace(cue, sounding_s=longest_s, remarks=(*cue.remarks, remark))


def _about(heard: list[CueView], plan: Budget) -> tuple[str, ...]:
    if not heard:
        return ()
    told = f"This page carries its music as previews, MP3 at {plan.quality.words}."
    cut = sum(cue.sounding_s > plan.longest_s for cue in heard)
    if not cut:
        return (told,)
    return (
        told,
        f"To stay below {LIMIT_BYTES / 1_000_000:g} MB, {count(cut, 'cue')} of {len(heard)} "
        f"{'is' if cut == 1 else 'are'} heard only for the first {clock(plan.longest_s)}.",
    )
