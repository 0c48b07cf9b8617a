"""Settings with origins: defaults < user file < project.toml < environment < flag.

Every value remembers where it was set, so that `scenescore settings` and error messages can say.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from scenescore.core.errors import SettingsError
from scenescore.core.files import reading_error

_PREFIX = "SCENESCORE_"
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One value and where it was set."""

    key: str
    """`mix.target_lufs`."""
    value: Any
    origin: str
    """`default`, a file, `SCENESCORE_MIX_TARGET_LUFS`, or `flag`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force."""

    values: Mapping[str, Setting]

    def __getitem__(self, key: str) -> Any:
        """Return a setting's value.

        Raises
        ------
        KeyError
            when there is no such setting (a mistake of ours: keys are fixed)
        """
        return self.values[key].value

    def origin(self, key: str) -> str:
        """Return where a setting was set."""
        return self.values[key].origin

    def with_flags(self, **flags: Any) -> Settings:
        """Return settings with flags on top; None leaves a value as it is.

        Keys are written with two underscores for the dot: `mix__target_lufs=-23.0`.
        """
        given = {name.replace("__", "."): v for name, v in flags.items() if v is not None}
        return Settings(_overlay(self.values, given, "flag"))


def user_file() -> Path:
    """Return where the user's settings live; the file need not exist."""
    override = os.environ.get("SCENESCORE_HOME")
    if override:
        return Path(override) / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path("scenescore", appauthor=False) / "settings.toml"


FETCHING = ".fetching"
"""A file in a model's folder as long as files of it are still to come."""


def models_folder() -> Path:
    """Return where fetched model weights live, a folder for each; it need not exist."""
    override = os.environ.get("SCENESCORE_HOME")
    if override:
        return Path(override) / "models"
    from platformdirs import user_data_path

    return user_data_path("scenescore", appauthor=False) / "models"


@cache
def _defaults() -> dict[str, Setting]:
    text = (files("scenescore.core") / "defaults.toml").read_text("utf-8")
    flat = _flatten(tomllib.loads(text))
    return {key: Setting(key, value, "default") for key, value in flat.items()}


def load(project: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force for a film folder (None: no film).

    Raises
    ------
    SettingsError
        a file or variable names an unknown setting, or gives it a value of another kind
    """
    values: Mapping[str, Setting] = _defaults()
    for path in (user_file(), *([project / "project.toml"] if project else [])):
        values = _overlay(values, _read_toml(path), str(path))
    environ = os.environ if environment is None else environment
    for key, default in _defaults().items():
        variable = _PREFIX + key.upper().replace(".", "_")
        if variable in environ:
            given = _parse(key, environ[variable], default.value, variable)
            values = _overlay(values, {key: given}, variable)
    return Settings(values)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError("file", str(path), str(problem)) from problem
    except OSError as problem:
        raise reading_error(path, problem) from problem
    data.pop("made", None)  # what the studio notes about the film itself
    return _flatten(data)


def _flatten(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}{name}."))
        else:
            flat[prefix + name] = value
    return flat


def _overlay(
    below: Mapping[str, Setting], given: Mapping[str, Any], origin: str
) -> dict[str, Setting]:
    merged = dict(below)
    for key, value in given.items():
        if key not in below:
            raise SettingsError(key, origin, "there is no such setting")
        default = _defaults()[key].value
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not type(default):
            raise SettingsError(key, origin, f"{value!r} is not a {type(default).__name__}")
        if isinstance(value, float) and not math.isfinite(value):
            raise SettingsError(key, origin, f"{value} is no usable number")
        merged[key] = Setting(key, value, origin)
    return merged


def _parse(key: str, text: str, default: Any, origin: str) -> Any:
    if isinstance(default, bool):
        if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        raise SettingsError(key, origin, f"'{text}' is neither true nor false")
    try:
        return type(default)(text)
    except ValueError:
        raise SettingsError(key, origin, f"'{text}' is not a number") from None
