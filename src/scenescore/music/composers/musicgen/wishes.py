"""The settings of this composer, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.errors import SettingsError
from scenescore.core.settings import Settings
from scenescore.core.types import MusicBrief
from scenescore.music.composers.musicgen.prompt import Style, paper_prompt, prompt_of

_SHAPING = ("device", "engine", "genre", "guidance", "instruments", "overlap_s", "precision",
            "prompt", "temperature", "tempo_tolerance", "top_k", "window_s")  # fmt: skip
_CHOICES = {"prompt": ("own", "paper"), "engine": ("own", "transformers")}


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
    is_paper: bool
    style: Style
    tempo_tolerance: float
    params: tuple[tuple[str, str], ...]
    """Those that shape the sound, as text, by name."""

    def say(self, brief: MusicBrief, at_s: float | None) -> str:
        """Return the prompt of a brief at a moment, None: as a whole."""
        return paper_prompt(brief) if self.is_paper else prompt_of(brief, self.style, at_s)

    @property
    def asked_tempo(self) -> bool:
        """True when the prompt names the brief's tempo and it is checked."""
        return not self.is_paper and self.tempo_tolerance > 0


def wishes_of(settings: Settings) -> Wishes:
    """Return what the settings ask for.

    Raises
    ------
    SettingsError
        a value that cannot be met, naming the setting
    """
    told = {name: settings[f"musicgen.{name}"] for name in (*_SHAPING, "batch")}
    for name, choices in _CHOICES.items():
        if told[name] not in choices:
            _refuse(settings, name, f"'{told[name]}' is none of {', '.join(choices)}")
    if not 0 <= told["overlap_s"] < told["window_s"]:
        _refuse(settings, "overlap_s", f"it must be below window_s = {told['window_s']:g}")
    if told["batch"] < 1:
        _refuse(settings, "batch", "at least one cue is played at once")
    players = tuple(filter(None, (one.strip() for one in str(told["instruments"]).split(","))))
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
        is_paper=told["prompt"] == "paper",
        style=Style(str(told["genre"]).strip(), players),
        tempo_tolerance=told["tempo_tolerance"],
        params=tuple((name, str(told[name])) for name in _SHAPING),
    )


def _refuse(settings: Settings, name: str, problem: str) -> None:
    key = f"musicgen.{name}"
    raise SettingsError(key, settings.origin(key), problem)
