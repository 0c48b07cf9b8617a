"""Plays a Score with an orchestra of its own, made from arithmetic: nothing to install."""

from scenescore.music.players.synth.player import SynthPlayer

__all__ = ["SynthPlayer"]
