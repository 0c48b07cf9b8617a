"""How loud each instrument is against the others, as data; `docs/playing.md` says how it is set."""

GAINS_DB: dict[str, float] = {
    "violins-1": -1.5, "violins-2": -2.5, "violas": -2.9, "celli": -1.5, "basses": -5.6,
    "violin-solo": -0.1, "viola-solo": -1, "cello-solo": -0.4, "piccolo": -0.3, "flute": -1.2,
    "alto-flute": -3.1, "oboe": -1.8, "english-horn": -2.5, "clarinet": -1.6, "bass-clarinet":
    -3, "bassoon": -1.6, "contrabassoon": -2.5, "recorder": -3.8, "pan-flute": -2.9, "ocarina":
    -3.7, "tin-whistle": -1.9, "whistle": -3.6, "alto-sax": 0.3, "tenor-sax": 0.3, "trumpets":
    1.2, "trumpet-muted": -4, "horns": 0.1, "trombones": -0.2, "tuba": -1.7, "brass-section":
    1.8, "choir": -2.2, "voice-ooh": -6.2, "boy-soprano": -0.7, "piano": -0.4, "felt-piano":
    -4.4, "electric-piano": -3.3, "celesta": -3.5, "music-box": -3.8, "harpsichord": -2.7,
    "organ": -0.9, "hammond": -5.1, "accordion": -4.1, "harmonica": -1.5, "glockenspiel": -4.9,
    "vibraphone": -1.9, "marimba": 1.7, "xylophone": 2, "tubular-bells": -1.9, "timpani": 1.6,
    "harp": -5.8, "nylon-guitar": -3.9, "steel-guitar": -4, "clean-guitar": -6, "twang-guitar":
    -5.5, "overdriven-guitar": -7.2, "distortion-guitar": -8.7, "banjo": -0.8, "mandolin": -2.7,
    "sitar": -3.3, "oud": -3.9, "koto": -3.8, "shamisen": -3.3, "dulcimer": -4.2, "pizzicato":
    -3.3, "upright-bass": -5.9, "electric-bass": -2.5, "picked-bass": -0.6, "fretless-bass":
    -2.9, "synth-bass": -2.5, "sub-drone": -8.8, "warm-pad": -4.4, "glass-pad": -7.9,
    "choir-pad": -4.9, "sweep-pad": -4.2, "dark-pad": -7, "synth-strings": -3.5, "saw-lead":
    -4.3, "square-lead": -4.6, "pulse-synth": -6.6, "arp-synth": -8.4, "bell-synth": -4.9,
    "theremin": -0.6, "drum-kit": 1.7, "brush-kit": -2.3, "electronic-kit": 1.7,
    "orchestral-percussion": 1.5, "taiko": 1.7, "hand-drums": 1.4, "march-drums": 1.6, "risers":
    -10.1,
}  # fmt: skip
