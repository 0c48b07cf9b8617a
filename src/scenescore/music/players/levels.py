"""How loud each instrument is at a written mezzo-forte, so that scores are balanced in any player.

Figures are in LU against the first violins and follow the usual seating of a film orchestra:
sections as they are (16 violins, 4 horns, 3 trumpets), soloists as recorded, close. Players keep a
table of gains that brings their sounds there; tests measure it.
"""

from __future__ import annotations

REFERENCE_LUFS = -26.0
"""Momentary loudness of the first violins at velocity 80, one line alone."""
MEZZO_FORTE = 80

LEVELS_LU: dict[str, float] = {
    "violins-1": 0, "violins-2": -1, "violas": -1, "celli": 0, "basses": -1,
    "violin-solo": -2, "viola-solo": -3, "cello-solo": -2, "pizzicato": -5,
    "piccolo": -2, "flute": -4, "alto-flute": -6, "oboe": -4, "english-horn": -5,
    "clarinet": -4, "bass-clarinet": -5, "bassoon": -4, "contrabassoon": -5,
    "recorder": -6, "pan-flute": -5, "ocarina": -6, "tin-whistle": -4, "whistle": -6,
    "alto-sax": -2, "tenor-sax": -2,
    "trumpets": 1, "trumpet-muted": -4, "horns": 0, "trombones": 1, "tuba": -1,
    "brass-section": 2,
    "choir": 0, "voice-ooh": -3, "boy-soprano": -3,
    "piano": 0, "felt-piano": -3, "electric-piano": -3, "celesta": -8, "music-box": -9,
    "harpsichord": -4, "organ": 1, "hammond": -2, "accordion": -3, "harmonica": -3,
    "glockenspiel": -7, "vibraphone": -4, "marimba": -6, "xylophone": -9,
    "tubular-bells": -2, "timpani": -1,
    "harp": -4, "nylon-guitar": -4, "steel-guitar": -4, "clean-guitar": -4, "twang-guitar": -4,
    "overdriven-guitar": -1, "distortion-guitar": 0, "banjo": -6, "mandolin": -6, "sitar": -4,
    "oud": -5, "koto": -5, "shamisen": -7, "dulcimer": -5,
    "upright-bass": -3, "electric-bass": -2, "picked-bass": -2, "fretless-bass": -3,
    "synth-bass": -2,
    "sub-drone": -6, "warm-pad": -4, "glass-pad": -5, "choir-pad": -4, "sweep-pad": -4,
    "dark-pad": -4, "synth-strings": -2, "saw-lead": -3, "square-lead": -3, "pulse-synth": -4,
    "arp-synth": -5, "bell-synth": -5, "theremin": -3,
    "drum-kit": -1, "brush-kit": -5, "electronic-kit": -1, "orchestral-percussion": 0, "taiko": 1,
    "hand-drums": -4, "march-drums": -1, "risers": 0,
}  # fmt: skip

TEST_KEYS: dict[str, tuple[int, ...]] = {
    "drum-kit": (36, 38, 42),
    "brush-kit": (36, 38, 40),
    "electronic-kit": (36, 38, 42),
    "orchestral-percussion": (36, 38, 49),
    "taiko": (36, 41, 47),
    "hand-drums": (60, 62, 64),
    "march-drums": (38, 36, 38),
    "risers": (38, 49),
}
"""Drum keys by which an unpitched instrument's level is measured: the loudest counts."""
