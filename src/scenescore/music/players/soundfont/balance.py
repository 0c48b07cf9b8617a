"""How much louder or softer each instrument of MuseScore General must be to sit in its place.

Measured against `players/levels.py`; another font's balance differs. `docs/playing.md` says how.
"""

GAINS_DB: dict[str, float] = {
    "violins-1": 3.8, "violins-2": 2.8, "violas": 6.2, "celli": 4.1, "basses": 5.7,
    "violin-solo": 2.3, "viola-solo": 1.1, "cello-solo": -0.1, "piccolo": 0.2, "flute": -0.8,
    "alto-flute": -1.5, "oboe": -1.4, "english-horn": 1.7, "clarinet": 1.3, "bass-clarinet":
    1.3, "bassoon": -0.8, "contrabassoon": 1.3, "recorder": -3.1, "pan-flute": 0.2, "ocarina":
    -5.7, "tin-whistle": -0.3, "whistle": -4.9, "alto-sax": 2.8, "tenor-sax": 2, "trumpets":
    4.8, "trumpet-muted": 0.8, "horns": 3.2, "trombones": 0.2, "tuba": 0.9, "brass-section":
    6.7, "choir": 7.3, "voice-ooh": 3.7, "boy-soprano": -2.4, "piano": 10.2, "felt-piano": 6.9,
    "electric-piano": 3.7, "celesta": 2.1, "music-box": 7.3, "harpsichord": 6.9, "organ": 7.1,
    "hammond": 8.9, "accordion": 7.3, "harmonica": 5.8, "glockenspiel": 4.5, "vibraphone": 4.5,
    "marimba": 2.8, "xylophone": 7.6, "tubular-bells": 4.2, "timpani": 9.7, "harp": 4.3,
    "nylon-guitar": 4.6, "steel-guitar": 7.2, "clean-guitar": 0.1, "twang-guitar": 4.6,
    "overdriven-guitar": 4.8, "distortion-guitar": 7, "banjo": 0.9, "mandolin": 2.1, "sitar":
    6.4, "oud": 2.4, "koto": 3.2, "shamisen": 8.1, "dulcimer": 9.9, "pizzicato": 10.6,
    "upright-bass": 1.6, "electric-bass": 1.7, "picked-bass": 2.6, "fretless-bass": 3,
    "synth-bass": 4.4, "warm-pad": 3.1, "glass-pad": 3.9, "choir-pad": 0.6, "sweep-pad": 2.8,
    "synth-strings": 7.8, "saw-lead": 1.1, "square-lead": 1.1, "pulse-synth": -0.7, "arp-synth":
    -0.8, "bell-synth": 4.5, "theremin": -2.7, "drum-kit": 7.4, "brush-kit": -0.8,
    "electronic-kit": 6.5, "orchestral-percussion": 6.5, "taiko": 8.6, "hand-drums": 7.8,
    "march-drums": 5.5,
}  # fmt: skip
