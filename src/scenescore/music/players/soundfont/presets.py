"""Which preset of a SoundFont plays which instrument: tables, tuned to MuseScore General.

Banks above 8 are that font's own (20 violins, 25 second violins, 30 violas, 40 celli, 50 basses);
each row ends in a General MIDI preset, so that any other font plays too. Levels were set by ear of
a meter: `docs/playing.md` says how.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.players.soundfont.balance import GAINS_DB

Preset = tuple[int, int]
"""(bank, program); drum kits lie in bank 128."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One way of sounding an instrument."""

    presets: tuple[Preset, ...]
    """Best first; the first that the font has is played."""
    gain_db: float = 0.0
    """Balance against the other instruments."""
    attack: float = 0.0
    """Timecents added to the font's attack: -1200 halves it."""
    release: float = 0.0
    """Timecents added to the font's release."""
    cutoff: float = 0.0
    """Cents added to the font's low-pass: -2400 is two octaves darker."""
    key: int | None = None
    """Plays this key whatever is written; None: as written."""


LONG_NOTE_S = 0.6
"""A sustained string note from this length on takes the slow preset, else the fast one."""


def _strings(bank: int, fast_db: float, tremolo_db: float, pizzicato_db: float) -> dict[str, Sound]:
    """A section; gains bring its articulations level with its slow preset."""
    slow = ((bank, 49), (0, 49), (0, 48))
    fast = ((bank, 48), (0, 48))
    return {
        "slow": Sound(slow, attack=-600),
        "fast": Sound(fast, fast_db, attack=-1200),
        "staccato": Sound(fast, fast_db + 1.0, attack=-2400, release=-1200),
        "tremolo": Sound(((bank, 44), (0, 44)), tremolo_db),
        "pizzicato": Sound(((bank, 45), (0, 45)), pizzicato_db),
        "mute": Sound(slow, attack=-300, cutoff=-3600),
    }


def _solo_strings(program: int, tremolo_db: float, pizzicato_db: float) -> dict[str, Sound]:
    plain = ((0, program),)
    slow = ((8, 40), *plain) if program == 40 else plain
    return {
        "slow": Sound(slow),
        "fast": Sound(plain),
        "staccato": Sound(plain, attack=-2400, release=-1200),
        "tremolo": Sound(((0, 44),), tremolo_db),
        "pizzicato": Sound(((0, 45),), pizzicato_db),
        "mute": Sound(slow, cutoff=-3600),
    }


def _one(*presets: Preset, gain_db: float = 0.0, cutoff: float = 0.0) -> dict[str, Sound]:
    return {"sustain": Sound(presets, gain_db, cutoff=cutoff)}


# Only what differs from the plain General MIDI program of `core/instruments.py`.
_TABLE: dict[str, dict[str, Sound]] = {
    "violins-1": _strings(20, -2.5, 0.5, 7.5),
    "violins-2": _strings(25, 1.0, 2.0, 9.0),
    "violas": _strings(30, -2.0, 1.0, 2.0),
    "celli": _strings(40, 0.5, 4.0, 2.0),
    "basses": _strings(50, 1.0, 2.0, 0.0),
    "violin-solo": _solo_strings(40, 1.0, 8.0),
    "viola-solo": _solo_strings(41, 3.0, 8.0),
    "cello-solo": _solo_strings(42, 6.0, 9.0),
    "alto-flute": _one((0, 73), cutoff=-1200),
    "boy-soprano": _one((0, 85), (0, 53)),
    "tin-whistle": _one((0, 72), (0, 74)),
    "felt-piano": _one((8, 0), (0, 0), cutoff=-1700),
    "mandolin": _one((16, 25), (0, 25)),
    "warm-pad": _one((0, 89)),
    "arp-synth": _one((20, 81), (0, 81)),
}
_PLAIN = "sustain"
# An articulation that an instrument has no sound of its own for is shaped from its plain one.
_SHAPES: dict[str, tuple[float, float, float]] = {
    "staccato": (-1200.0, -600.0, 0.0),
    "fast": (-600.0, 0.0, 0.0),
    "slow": (900.0, 300.0, 0.0),
    "mute": (0.0, 0.0, -2400.0),
}

_KITS: dict[str, Preset] = {
    "drum-kit": (128, 0),
    "brush-kit": (128, 40),
    "electronic-kit": (128, 25),
    "march-drums": (128, 48),
    "orchestral-percussion": (128, 48),
    "taiko": (128, 48),
    "hand-drums": (128, 0),
}
_STANDARD: Preset = (128, 0)
_TAIKO, _TOM, _BASS_DRUM = (0, 116), (0, 117), (8, 116)


def _tuned(preset: Preset, low: int, step: int, gain_db: float) -> dict[int, Sound]:
    """Spread the tom keys 41..50 over the pitches of a tuned drum."""
    keys = (41, 43, 45, 47, 48, 50, 42, 44, 46, 49)
    low_to_high = sorted(set(keys) - {42, 44, 46, 49})
    return {
        key: Sound((preset, _STANDARD), gain_db, key=low + step * place)
        for place, key in enumerate(low_to_high)
    }


# Keys whose sound lies elsewhere than in the instrument's own kit. In General MIDI 2's orchestra
# kit 41..53 are timpani, and 57 and 59 the concert cymbals.
_KEYS: dict[str, dict[int, Sound]] = {
    "orchestral-percussion": {
        49: Sound(((128, 48), _STANDARD), key=59),
        57: Sound(((128, 48), _STANDARD), key=57),
        **_tuned(_TOM, 40, 5, 3.0),
    },
    "march-drums": {
        49: Sound(((128, 48), _STANDARD), key=59),
        **_tuned(_TOM, 52, 5, 3.0),
    },
    "taiko": {
        35: Sound((_TAIKO, _STANDARD), 2.0, key=36),
        36: Sound((_TAIKO, _STANDARD), 2.0, key=42),
        49: Sound(((128, 48), _STANDARD), key=59),
        **_tuned(_TAIKO, 46, 4, 0.0),
    },
}

# What fonts lack (sounds as long as their note, tones this low); the synthesizer plays it.
# None: every key.
BORROWED: dict[str, frozenset[int] | None] = {
    "risers": None,
    "sub-drone": None,
    "dark-pad": None,
    "orchestral-percussion": frozenset({52, 55}),
    "taiko": frozenset({52, 55}),
    "march-drums": frozenset({52, 55}),
}


def is_borrowed(instrument: str, pitch: int) -> bool:
    """Return True when the synthesizer plays this note."""
    keys = BORROWED.get(instrument, frozenset())
    return keys is None or pitch in keys


def sound(instrument: str, articulation: str, pitch: int, length_s: float) -> Sound:
    """Return how one note is sounded, balanced; unknown instruments play as a piano."""
    found = _sound(instrument, articulation, pitch, length_s)
    return replace(found, gain_db=found.gain_db + GAINS_DB.get(instrument, 0.0))


def _sound(instrument: str, articulation: str, pitch: int, length_s: float) -> Sound:
    known = INSTRUMENTS.get(instrument)
    if known is not None and known.is_drums:
        kit = _KITS.get(instrument, _STANDARD)
        return _KEYS.get(instrument, {}).get(pitch) or Sound((kit, _STANDARD))
    program = known.program if known is not None else 0
    ways = _TABLE.get(instrument) or _one((0, program))
    if _PLAIN not in ways:
        return _bowed(ways, articulation, length_s)
    return ways.get(articulation) or _shaped(ways[_PLAIN], articulation)


def _bowed(ways: dict[str, Sound], articulation: str, length_s: float) -> Sound:
    if articulation in ways and articulation not in ("slow", _PLAIN):
        return ways[articulation]
    return ways["slow" if length_s >= LONG_NOTE_S else "fast"]


def _shaped(plain: Sound, articulation: str) -> Sound:
    attack, release, cutoff = _SHAPES.get(articulation, (0.0, 0.0, 0.0))
    return replace(
        plain,
        attack=plain.attack + attack,
        release=plain.release + release,
        cutoff=plain.cutoff + cutoff,
    )
