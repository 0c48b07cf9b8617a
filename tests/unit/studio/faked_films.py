"""Films scored by the fakes of `scenescore.testing`: quick, and every cue of them three seconds."""

from __future__ import annotations

from scenescore.core.progress import Run
from scenescore.studio.pipeline import Order, rescore

FLAGS = {
    "story__analyst": "lexicon",
    "music__composer": "fake",
    "music__player": "fake",
    "spotting__plan": "per-scene",
    "spotting__cue_s": 3.0,
    "work__workers": 1,
}


def again(folder, *, commercial=False, **flags):
    """Score a film folder again; return the film and what was noted."""
    heard = []
    order = Order(commercial=commercial)
    film = rescore(folder, flags=flags, order=order, run=Run(heard.append))
    return film, [event.text for event in heard if event.kind == "note"]
