"""Hands a finished film to exporters by name, and renders what they need again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from scenescore.core.errors import UnknownBackendError, UsageError, offer
from scenescore.core.progress import Run
from scenescore.core.registry import get, names
from scenescore.studio.alternates import render_alternates
from scenescore.studio.deliveries import deliver
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.stems import render_stems

_RENDERED = {"stems": render_stems, "alternates": render_alternates}
"""Forms that are sound made again from the scores."""
_RENDERING = 10.0
"""How long that takes, against a form that is only written."""


def export_film(folder: FilmFolder, to: Sequence[str], *, run: Run | None = None) -> list[Path]:
    """Write the film in each form named in `to`; return all files written.

    Raises
    ------
    UsageError, UnknownBackendError
        nothing named; no such form (before anything is written)
    """
    run = run or Run()
    forms = forms_of(to)
    plain = [form for form in forms if form not in _RENDERED]
    for form in plain:
        get("exporters", form)
    with folder.locked():
        written: list[Path] = []
        again = [form for form in _RENDERED if form in forms]
        parts = iter(_parts([_RENDERING] * len(again) + [1.0] * len(plain), run))
        for form in again:
            written += _RENDERED[form](folder, run=next(parts))
        if not plain:
            return written
        film = load_film(folder)
        for form in plain:
            part = next(parts)
            part.report(f"writing {form}", 0.0)
            written += deliver(film, form, run=part)
    return written


def _parts(efforts: Sequence[float], run: Run) -> list[Run]:
    """Return a stretch of the run for each effort, as long as its share of them all."""
    ends = [0.0, *accumulate(efforts)]
    return [run.within(low / ends[-1], high / ends[-1]) for low, high in pairwise(ends)]


def forms_of(to: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms named, in a list or by commas.

    Raises
    ------
    UsageError, UnknownBackendError
        nothing named; no such form
    """
    named = to.split(",") if isinstance(to, str) else to
    forms = tuple(form.strip() for form in named if form.strip())
    if not forms:
        raise UsageError("nothing to export", hint=f"There are: {', '.join(form_names())}.")
    for form in forms:
        if form not in form_names():
            hint = offer(form, form_names())
            raise UnknownBackendError(f"no exporter is called '{form}'", hint=hint)
    return forms


def form_names() -> tuple[str, ...]:
    """Return the forms a film can be exported to."""
    return tuple(sorted({*names("exporters"), *_RENDERED}))
