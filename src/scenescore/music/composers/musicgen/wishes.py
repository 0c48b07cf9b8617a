"""The settings of this composer, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.errors import SettingsError
from scenescore.core.settings import Settings
from scenescore.music.composers.neural.prompt import prompt_of
from scenescore.music.composers.neural.say import Wording, wording_of

_SHAPING = ("device", "engine", "genre", "guidance", "instruments", "overlap_s", "precision",
            "prompt", "temperature", "tempo_tolerance", "top_k", "window_s")  # fmt: skip
_ENGINES = ("own", "transformers")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings ask for."""

    engine: str
    device: str
    precision: str
    batch: int
    guidance: float
    top_k: int
    temperature: float
    window_s: float
    overlap_s: float
    wording: Wording
    tempo_tolerance: float
    params: tuple[tuple[str, str], ...]
    """Those that shape the sound, as text, by name."""


def wishes_of(settings: Settings) -> Wishes:
    """Return what the settings ask for.

    Raises
    ------
    SettingsError
        a value that cannot be met, naming the setting
    """
    wording = wording_of(settings, "musicgen", prompt_of)
    told = {name: settings[f"musicgen.{name}"] for name in (*_SHAPING, "batch")}
    if told["engine"] not in _ENGINES:
        _refuse(settings, "engine", f"'{told['engine']}' is none of {', '.join(_ENGINES)}")
    if not 0 <= told["overlap_s"] < told["window_s"]:
        _refuse(settings, "overlap_s", f"it must be below window_s = {told['window_s']:g}")
    if told["batch"] < 1:
        _refuse(settings, "batch", "at least one cue is played at once")
    return Wishes(
        engine=told["engine"],
        device=told["device"],
        precision=told["precision"],
        batch=told["batch"],
        guidance=told["guidance"],
        top_k=told["top_k"],
        temperature=told["temperature"],
        window_s=told["window_s"],
        overlap_s=told["overlap_s"],
        wording=wording,
        tempo_tolerance=told["tempo_tolerance"],
        params=tuple((name, str(told[name])) for name in _SHAPING),
    )


def _refuse(settings: Settings, name: str, problem: str) -> None:
    key = f"musicgen.{name}"
    raise SettingsError(key, settings.origin(key), problem)
