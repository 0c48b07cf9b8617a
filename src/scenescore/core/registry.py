"""Finds back-ends by name through entry points; imports none until it is asked for.

Our own back-ends use the same door as everyone's: a line under
`[project.entry-points."scenescore.readers"]` (or `.analysts`, `.composers`, ...).
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from scenescore.core.errors import (
    MissingExtraError,
    ScenescoreError,
    UnavailableError,
    UnknownBackendError,
    offer,
)
from scenescore.core.settings import Settings

KINDS = ("readers", "analysts", "viewers", "composers", "players", "exporters", "metrics")


@cache
def _doors(kind: str) -> dict[str, EntryPoint]:
    found = sorted(entry_points(group=f"scenescore.{kind}"), key=lambda door: door.name)
    return {door.name: door for door in found}


def names(kind: str) -> tuple[str, ...]:
    """Return the names registered for a kind of back-end, sorted.

    Raises
    ------
    KeyError
        when `kind` is not one of `KINDS`
    """
    if kind not in KINDS:
        raise KeyError(kind)
    return tuple(_doors(kind))


def check(kind: str, name: str) -> None:
    """Refuse a name that is not registered, without loading anything.

    Raises
    ------
    UnknownBackendError
        no such name; the hint offers the nearest one and the list
    """
    if name not in (known := names(kind)):
        singular = kind.removesuffix("s")
        raise UnknownBackendError(f"no {singular} is called '{name}'", hint=offer(name, known))


def get(kind: str, name: str, settings: Settings | None = None) -> Any:
    """Return a fresh back-end of a kind by name.

    A back-end that has an attribute `settings` is given those in force; without, it loads them.

    Raises
    ------
    UnknownBackendError
        no such name
    MissingExtraError, UnavailableError
        it needs a library that is not installed; it cannot be made, whatever the reason
    """
    check(kind, name)
    singular = kind.removesuffix("s")
    door = _doors(kind)[name]
    try:
        backend = door.load()()
    except ScenescoreError:
        raise
    except Exception as problem:  # the code of anyone who registered a back-end
        raise _broken(door, f"the {singular} '{name}'", problem) from problem
    if settings is not None and hasattr(backend, "settings"):
        backend.settings = settings
    return backend


def _broken(door: EntryPoint, what: str, problem: Exception) -> UnavailableError:
    """Return our error for a back-end that cannot be made."""
    library = (getattr(problem, "name", None) or "").partition(".")[0]
    if isinstance(problem, ModuleNotFoundError) and library not in ("", "scenescore"):
        return MissingExtraError(what, library, door.extras[0] if door.extras else "all")
    return UnavailableError(
        f"{what} cannot be loaded ({type(problem).__name__}: {problem})",
        hint="Mend or remove the package that brought it.",
    )


def describe(kind: str, name: str) -> str:
    """Return what a back-end says of itself in its first line; "" where it cannot be loaded."""
    try:
        return (_doors(kind)[name].load().__doc__ or "").strip().partition("\n")[0]
    except Exception:  # as above: only words are lost
        return ""


PREFERRED: dict[str, tuple[str, ...]] = {
    "analysts": ("semantic", "lexicon"),
    "composers": ("orchestra",),
    "players": ("soundfont", "synth"),
    "viewers": ("motion",),
}
"""What "auto" tries, best first. Neural back-ends are never chosen unasked."""


def resolve(kind: str, name: str) -> str:
    """Return the name itself, or for "auto" the best registered back-end that can work here.

    Raises
    ------
    UnavailableError
        "auto" has nothing to choose from
    """
    chosen = default(kind) if name == "auto" else name
    if chosen is None:
        raise UnavailableError(
            f"no {kind.removesuffix('s')} is registered that may be chosen unasked",
            hint="Name one; 'scenescore doctor' lists what is here.",
        )
    return chosen


def default(kind: str) -> str | None:
    """Return what "auto" takes: the best that can work here, else the plainest; None: neither."""
    present = [choice for choice in PREFERRED.get(kind, ()) if choice in names(kind)]
    working = (choice for choice in present if missing(kind, choice) is None)
    return next(working, present[-1] if present else None)


def missing(kind: str, name: str, settings: Settings | None = None) -> str | None:
    """Return None when a back-end can work here, else one sentence on what it lacks.

    Raises
    ------
    UnknownBackendError
        no such name
    """
    try:
        backend = get(kind, name, settings)
    except UnavailableError as problem:
        return f"{problem.message}: {problem.hint}"
    probe = getattr(backend, "is_available", None)
    try:
        answer: str | None = probe() if probe else None
    except Exception as problem:  # as above: a broken one may not stop the others
        return f"asked whether it can work here, it fails ({type(problem).__name__}: {problem})"
    return answer
