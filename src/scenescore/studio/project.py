"""project.toml: the film's settings and what the film was made with.

"auto" is resolved once and written here, so that a film is never half one thing and half another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore import __version__
from scenescore.core.errors import (
    BadDataError,
    NewerSchemaError,
    NotPermittedError,
    UnavailableError,
)
from scenescore.core.files import write_text
from scenescore.core.registry import get, missing, names, resolve
from scenescore.core.settings import Settings
from scenescore.studio.folder import SCHEMA, FilmFolder

_KINDS = {"analyst": "analysts", "composer": "composers", "player": "players"}
_SECTION = {"analyst": "story", "composer": "music", "player": "music"}


@dataclass(frozen=True, slots=True)
class Crew:
    """The back-ends that make a film; empty: that role is not needed."""

    analyst: str = ""
    composer: str = ""
    player: str = ""


def read_project(folder: FilmFolder) -> dict[str, Any]:
    """Return project.toml as sections; empty when there is none yet."""
    try:
        data = tomllib.loads(folder.project.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadDataError(f"{folder.project}: {problem}", hint="Mend or delete it.") from problem
    made = data.get("made", {})
    if made.get("schema", SCHEMA) > SCHEMA:
        raise NewerSchemaError(
            f"{folder.root} was made by a newer Scenescore ({made.get('scenescore', '?')})",
            hint="pip install --upgrade scenescore",
        )
    return data


def choose_crew(
    settings: Settings, project: Mapping[str, Any], roles: Iterable[str] = tuple(_KINDS)
) -> Crew:
    """Return the back-ends for a film: a flag first, else what the film was made with, else auto.

    Raises
    ------
    UnknownBackendError, UnavailableError
        a name that does not exist; one that cannot work here
    """
    made = project.get("made", {})
    return Crew(**{role: _choose(role, settings, made) for role in roles})


def _choose(role: str, settings: Settings, made: Mapping[str, Any]) -> str:
    kind, key = _KINDS[role], f"{_SECTION[role]}.{role}"
    wanted: str = settings[key]
    if wanted == "auto":
        before = made.get(role)
        wanted = before if before in names(kind) else resolve(kind, "auto")
    get(kind, wanted)
    lack = missing(kind, wanted, settings)
    if lack:
        raise UnavailableError(
            f"the {role} '{wanted}' cannot work here: {lack}",
            hint=f"--{role} takes another: {', '.join(n for n in names(kind) if n != wanted)}.",
        )
    return wanted


def refuse_non_commercial(crew: Crew) -> None:
    """Refuse a crew whose licence forbids commercial use.

    Raises
    ------
    NotPermittedError
        naming the back-end and its licence
    """
    caps = get("composers", crew.composer).caps
    if not caps.commercial:
        raise NotPermittedError(
            f"the composer '{crew.composer}' may not be used commercially: {caps.licence}",
            hint="Take --composer orchestra, or leave --commercial away.",
        )


def write_project(folder: FilmFolder, project: Mapping[str, Any], crew: Crew, seed: int) -> Path:
    """Write project.toml with what the film is made with; the user's sections are kept."""
    made = {
        "schema": SCHEMA,
        "scenescore": __version__,
        "analyst": crew.analyst,
        "composer": crew.composer,
        "player": crew.player,
        "seed": seed,
    }
    sections = {name: body for name, body in project.items() if name != "made"} | {"made": made}
    lines = ["# Settings of this film; see 'scenescore settings'. [made] is kept by Scenescore.\n"]
    for name, body in sections.items():
        lines.append(f"[{name}]")
        lines += [f"{key} = {_toml(value)}" for key, value in body.items()]
        lines.append("")
    return write_text(folder.project, "\n".join(lines))


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
