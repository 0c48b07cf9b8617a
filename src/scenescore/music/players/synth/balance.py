"""How loud each instrument is against the others, as data; `docs/playing.md` says how it is set."""

GAINS_DB: dict[str, float] = {
    "violins-1": -2.9, "violins-2": -4.2, "violas": -4.3, "celli": -5.5, "basses": -7.7,
    "violin-solo": -1.6, "viola-solo": -2.4, "cello-solo": -1.8, "piccolo": -1.9, "flute": -2.7,
    "alto-flute": -4.6, "oboe": -3.2, "english-horn": -4, "clarinet": -3.1, "bass-clarinet":
    -4.4, "bassoon": -3, "contrabassoon": -4.1, "recorder": -5.3, "pan-flute": -4.3, "ocarina":
    -5.1, "tin-whistle": -3.4, "whistle": -5, "alto-sax": -1.1, "tenor-sax": -1.1, "trumpets":
    -0.2, "trumpet-muted": -6.4, "horns": -2.6, "trombones": -1.6, "tuba": -3.5, "brass-section":
    0, "choir": -3.7, "voice-ooh": -7.8, "boy-soprano": -2.1, "piano": -1.9, "felt-piano": -5.8,
    "electric-piano": -5.1, "celesta": -5.9, "music-box": -6.6, "harpsichord": -6.2, "organ":
    -2.6, "hammond": -6.8, "accordion": -5.8, "harmonica": -3.3, "glockenspiel": -6.3,
    "vibraphone": -3.3, "marimba": 0.3, "xylophone": 0.6, "tubular-bells": -3.3, "timpani": -1.1,
    "harp": -6.8, "nylon-guitar": -5.3, "steel-guitar": -6.6, "clean-guitar": -7.4,
    "twang-guitar": -7.4, "overdriven-guitar": -8.6, "distortion-guitar": -9.9, "banjo": -3.9,
    "mandolin": -6.2, "sitar": -5.6, "oud": -7.6, "koto": -5.8, "shamisen": -7.1, "dulcimer":
    -5.6, "pizzicato": -4.7, "upright-bass": -7.3, "electric-bass": -3.9, "picked-bass": -3.5,
    "fretless-bass": -4.3, "synth-bass": -4.1, "sub-drone": -13.2, "warm-pad": -8.6,
    "glass-pad": -9.4, "choir-pad": -8.8, "sweep-pad": -6.3, "dark-pad": -8.7, "synth-strings":
    -5.4, "saw-lead": -5.8, "square-lead": -6, "pulse-synth": -8.1, "arp-synth": -10,
    "bell-synth": -6.3, "theremin": -2.1, "drum-kit": 0.3, "brush-kit": -3.7, "electronic-kit":
    0.3, "orchestral-percussion": 0.2, "taiko": 0.3, "hand-drums": 0, "march-drums": 0.2,
    "risers": -11.5,
}  # fmt: skip
