"""The modes as data, and scale steps turned into pitches. Knows no chords."""

from __future__ import annotations

MODES: dict[str, tuple[int, ...]] = {
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic-minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic-minor": (0, 2, 3, 5, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "phrygian-dominant": (0, 1, 4, 5, 7, 8, 10),
    "double-harmonic": (0, 1, 4, 5, 7, 8, 11),
    "hungarian-minor": (0, 2, 3, 6, 7, 8, 11),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    # Five-tone scales keep seven steps (two doubled in function), so that themes still fit.
    "yo": (0, 2, 5, 5, 7, 9, 9),
    "in": (0, 1, 5, 5, 7, 8, 8),
}
"""Semitones above the tonic, by mode; seven steps each."""

# Bright to dark: the ladder that valence walks (field convention; only its third is measured).
LADDER: tuple[str, ...] = ("lydian", "ionian", "mixolydian", "dorian", "aeolian", "phrygian")
PARALLEL = {
    "lydian": "dorian",
    "ionian": "aeolian",
    "mixolydian": "dorian",
    "dorian": "mixolydian",
    "aeolian": "ionian",
    "harmonic-minor": "ionian",
    "melodic-minor": "ionian",
    "phrygian": "ionian",
    "phrygian-dominant": "phrygian",
    "double-harmonic": "harmonic-minor",
    "hungarian-minor": "lydian",
    "locrian": "lydian",
    "yo": "in",
    "in": "yo",
}
"""The mode of the same tonic with the other third."""


def is_major(mode: str) -> bool:
    """Return True when the mode's third is major (or, lacking one, its colour is bright)."""
    return MODES[mode][2] == 4 or mode == "yo"


def step_to_pitch(step: int, tonic: int, mode: str, alter: int = 0) -> int:
    """Return the pitch of a scale step; step 0 is `tonic` (a MIDI pitch), 7 an octave above."""
    octave, degree = divmod(step, 7)
    return tonic + 12 * octave + MODES[mode][degree] + alter


def pitch_classes(tonic: int, mode: str) -> tuple[int, ...]:
    """Return the mode's pitch classes, from the tonic up."""
    return tuple((tonic + semitones) % 12 for semitones in MODES[mode])


def nearest(pitch: float, classes: tuple[int, ...] | frozenset[int]) -> int:
    """Return the pitch nearest to `pitch` whose class is among `classes`; ties go down."""
    base = round(pitch)
    for distance in range(7):
        for candidate in (base - distance, base + distance):
            if candidate % 12 in classes:
                return candidate
    return base


def ladder_of(classes: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """Return every pitch in low..high whose class is among `classes`, ascending."""
    wanted = frozenset(classes)
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in wanted)
