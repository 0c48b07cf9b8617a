"""project.toml: the film's settings and what the film was made with.

"auto" is resolved once and written here, so that a film is never half one thing and half another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
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
from scenescore.core.protocols import Caps
from scenescore.core.registry import check, get, missing, names, resolve
from scenescore.core.settings import Settings
from scenescore.core.types import Take
from scenescore.studio.folder import SCHEMA, FilmFolder

_HEAD = "# Settings of this film; see 'scenescore settings'. [made] is kept by Scenescore.\n"
_OF_ONE_RUN = frozenset(
    ("work__workers", "music__stems", "story__analyst", "music__composer", "music__player")
)
"""Flags that are not kept as settings; who makes the film stands in [made]."""
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
    except (FileNotFoundError, NotADirectoryError):  # the write says what stands in the way
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
    settings: Settings,
    project: Mapping[str, Any],
    roles: Iterable[str] = tuple(_KINDS),
    *,
    idle: Collection[str] = (),
) -> Crew:
    """Return the back-ends for a film: a flag first, else what the film was made with, else auto.

    Roles that are `idle` are asked for nothing now, and need not work here.

    Raises
    ------
    UnknownBackendError, UnavailableError
        a name that does not exist; one that cannot work here
    """
    made = project.get("made", {})
    crew = {role: _named(role, settings, made) for role in roles}
    for role in roles:
        if role not in idle:
            _check_works(role, crew[role], settings)
    return Crew(**crew)


def _named(role: str, settings: Settings, made: Mapping[str, Any]) -> str:
    kind, key = _KINDS[role], f"{_SECTION[role]}.{role}"
    wanted: str = settings[key]
    if wanted == "auto":
        before = made.get(role)
        wanted = before if before in names(kind) else resolve(kind, "auto")
    check(kind, wanted)
    return wanted


def _check_works(role: str, wanted: str, settings: Settings) -> None:
    kind = _KINDS[role]
    refusal = getattr(get(kind, wanted, settings), "refusal", None)
    if refusal and (reason := refusal()):
        raise NotPermittedError(
            f"the {role} '{wanted}' may not be used yet: {reason}",
            hint=f"--{role} takes another: {', '.join(n for n in names(kind) if n != wanted)}.",
        )
    lack = missing(kind, wanted, settings)
    if lack:
        raise UnavailableError(
            f"the {role} '{wanted}' cannot work here: {lack}",
            hint=f"--{role} takes another: {', '.join(n for n in names(kind) if n != wanted)}.",
        )


def refuse_non_commercial(crew: Crew, settings: Settings | None = None) -> None:
    """Refuse a crew whose licence forbids commercial use.

    Raises
    ------
    NotPermittedError
        naming the back-end and its licence
    """
    composer: Any = get("composers", crew.composer, settings)
    if not composer.caps.commercial:
        other = "Take --composer orchestra, or leave --commercial away."
        raise NotPermittedError(
            f"the composer '{crew.composer}' may not be used commercially: {composer.caps.licence}",
            hint=f"{getattr(composer, 'when_commercial', '')} {other}".strip(),
        )


def refuse_takes(takes: Iterable[Take]) -> None:
    """Refuse takes, finished or a fall-back's, whose licence forbids commercial use.

    Where it depends on who asks, what the user states now counts, not when the take was made.

    Raises
    ------
    NotPermittedError
        naming the take and its licence
    """
    for take in takes:
        for person in take.made_by:
            if not person.commercial and not _is_stated(person.backend):
                raise NotPermittedError(
                    f"{take.audio.path} may not be used commercially: {person.licence}",
                    hint="Have that cue recorded again by another composer, or leave "
                    "--commercial away.",
                )


def _is_stated(composer: str) -> bool:
    """Return whether a composer's sound may be sold by what its user states in the settings."""
    if composer not in names("composers"):
        return False
    caps: Caps = get("composers", composer).caps
    return caps.commercial


def write_project(folder: FilmFolder, crew: Crew, seed: int, flags: Mapping[str, object]) -> Path:
    """Write project.toml: what the film is made with, and the settings asked for by flags."""
    return _write(folder, flags, {**asdict(crew), "seed": seed})


def remember(folder: FilmFolder, flags: Mapping[str, object]) -> Path:
    """Keep settings asked for by flags in project.toml, so that the next run has them too."""
    return _write(folder, flags, None)


def _write(
    folder: FilmFolder, flags: Mapping[str, object], made: Mapping[str, object] | None
) -> Path:
    """Lay new values over project.toml; what a person wrote there stays, comments too."""
    import tomlkit

    text = folder.project.read_text("utf-8") if folder.project.is_file() else _HEAD
    project = tomlkit.parse(text)
    for name, value in flags.items():
        section, _, key = name.partition("__")
        if value is not None and name not in _OF_ONE_RUN:
            if section not in project:
                project[section] = tomlkit.table()
            project[section][key] = value  # type: ignore[index]
    if made is not None:
        if "made" not in project:
            project["made"] = tomlkit.table()
        for key, value in {"schema": SCHEMA, "scenescore": __version__, **made}.items():
            project["made"][key] = value  # type: ignore[index]
    after = tomlkit.dumps(project)
    return folder.project if after == text else write_text(folder.project, after)
