"""Plays a Score with a SoundFont, through the fluidsynth library."""

from scenescore.music.players.soundfont.player import SoundfontPlayer

__all__ = ["SoundfontPlayer"]
