"""Themes with owners: who a person is decides how their tune walks; their name, what it draws."""

from __future__ import annotations

from scenescore.core.types import Provenance, Theme, ThemeSlot
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.meter import Meter
from scenescore.music.composers.orchestra.tunes import write_tune

_BY_ROLE: dict[str, tuple[str, ...]] = {
    "protagonist": ("noble", "song", "heroic", "folk", "call"),
    "antagonist": ("sinister", "driving", "lament"),
    "beloved": ("lyric", "song", "still"),
}
_BY_KIND: dict[str, tuple[str, ...]] = {
    "place": ("still", "call", "modal", "folk"),
    "idea": ("noble", "motor", "lament", "still"),
}


def characters_of(slot: ThemeSlot) -> tuple[str, ...]:
    """Return the tune characters that suit an owner, most fitting first."""
    mood = slot.mood
    if slot.kind in _BY_KIND:
        return _BY_KIND[slot.kind]
    if slot.role == "protagonist":
        if mood.arousal > 0.25:
            return ("heroic", "noble", "call") if mood.valence > -0.2 else ("noble", "driving")
        return ("noble", "song", "folk") if mood.valence > -0.3 else ("lyric", "lament", "noble")
    if slot.role in _BY_ROLE:
        return _BY_ROLE[slot.role]
    if mood.tension > 0.6:
        return ("sinister", "driving", "modal")
    if mood.valence > 0.25:
        return ("playful", "song", "ornate") if mood.arousal > -0.2 else ("song", "lyric", "folk")
    return ("folk", "lyric", "lament", "modal")


def write_theme(slot: ThemeSlot, seed: int, version: str) -> Theme:
    """Return an eight-bar theme; one owner and seed always get the same one."""
    dice = Dice(seed, "theme", slot.owner, slot.kind, slot.role)
    name = dice.pick(characters_of(slot))
    bars = 8 if name not in ("sinister", "call", "still") else dice.pick((4, 8))
    notes = write_tune(name, dice, Meter(4, 4), bars)
    minor = slot.mood.valence < 0 or slot.role == "antagonist"
    made_by = Provenance("orchestra", version, (("character", name),), seed)
    return Theme(slot, notes, 4, minor, made_by)
