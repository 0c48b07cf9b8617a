"""Recipes of drums and cymbals by General MIDI drum key, as data."""

from __future__ import annotations

from scenescore.music.players.synth.drums import Kit, Metal, Rattle, Recipe, Skin, Wash

_SKIN = ((1.59, -8.0), (2.14, -12.0), (2.30, -14.0), (2.65, -17.0), (2.92, -19.0))


def _kick(hz: float, ring_s: float, click_db: float) -> Recipe:
    return Recipe(
        (
            Skin(hz, ring_s, bend=2.6, bend_s=0.02),
            Rattle(1200, 6000, 0.02, level_db=click_db),
            Rattle(120, 2500, 0.13, level_db=click_db - 6.0),
        ),
        ring_s + 0.15,
    )


def _snare(hz: float, ring_s: float, wires_s: float, wires_db: float = -2.0) -> Recipe:
    return Recipe(
        (
            Skin(hz, ring_s, bend=1.2, bend_s=0.015, overtones=((1.76, -4.0), (2.3, -10.0))),
            Rattle(1400, 9000, wires_s, level_db=wires_db),
            Rattle(300, 3500, 0.09, level_db=-6.0),
        ),
        max(ring_s, wires_s) + 0.1,
        level_lu=-2.0,
    )


def _tom(hz: float, pan: float, ring_s: float = 0.9) -> Recipe:
    return Recipe(
        (
            Skin(hz, ring_s, bend=1.35, bend_s=0.04, overtones=_SKIN[:3]),
            Rattle(200, 2500, 0.04, level_db=-10.0),
        ),
        ring_s + 0.2,
        level_lu=-1.0,
        pan=pan,
    )


def _hat(ring_s: float, level_lu: float, choked_by: tuple[int, ...] = ()) -> Recipe:
    return Recipe(
        (
            Metal(1800, 15_000, 1.3 * ring_s, 220, 0.15, slope_db=2.0, crowding=1.1, level_db=-8.0),
            Rattle(6500, 15_000, ring_s * 0.8, level_db=-10.0),
        ),
        1.3 * ring_s + 0.05,
        level_lu,
        pan=0.25,
        choked_by=choked_by,
    )


def _cymbal(
    low_hz: float, ring_s: float, pan: float, bloom_s: float = 0.04, level_lu: float = 0.0
) -> Recipe:
    return Recipe(
        (
            Metal(low_hz, 15_000, ring_s, 400, 0.22, bloom_s, slope_db=3.0, level_db=-9.0),
            Wash(700, ring_s * 1.5, 0.1, bloom_s, slope_db=1.5, level_db=-9.0),
            Rattle(3000, 13_000, ring_s * 0.4, level_db=-12.0),
        ),
        min(1.3 * ring_s, 6.0),
        level_lu,
        pan,
    )


_RIDE = Recipe(
    (
        Metal(380, 15_000, 3.5, 320, 0.3, slope_db=1.5, level_db=-16.0),
        Wash(1200, 3.0, 0.15, slope_db=1.0, level_db=-24.0),
        Metal(3100, 3400, 0.5, 6, 0.2, level_db=-10.0),
        Rattle(5000, 12_000, 0.03, level_db=-14.0),
    ),
    3.0,
    level_lu=-8.0,
    pan=0.3,
)
_BELL = Recipe((Metal(620, 6000, 2.2, 24, 0.4),), 2.2, -7.0, 0.3)
_TRIANGLE = Recipe(
    (
        Metal(1180, 14_000, 4.0, ratios=(1.0, 1.9, 3.4, 4.05, 4.9, 6.2, 6.6, 9.3), slope_db=1.0,
              ring_high=0.35, level_db=-12.0),
        Metal(3600, 15_000, 1.4, 30, 0.5, slope_db=2.0, level_db=-16.0),
    ),
    3.5,
    level_lu=-7.0,
    pan=0.2,
)  # fmt: skip
_TAMBOURINE = Recipe(
    (
        Metal(4800, 14_000, 0.3, 40, 0.2, slope_db=0.0, level_db=-6.0),
        Rattle(5000, 14_000, 0.22, repeats=(0.0, 0.03), level_db=-6.0),
        Rattle(300, 1200, 0.03, level_db=-14.0),
    ),
    0.45,
    level_lu=-7.0,
)
_COWBELL = Recipe(
    (Metal(545, 4000, 0.4, ratios=(1.0, 1.51, 2.66, 3.94), ring_high=0.4),), 0.5, -7.0
)
_SHAKER = Recipe((Rattle(5000, 13_000, 0.11, attack_s=0.03),), 0.2, -11.0, -0.2)


def _wood(hz: float) -> Recipe:
    return Recipe(
        (
            Metal(hz, 5000, 0.11, ratios=(1.0, 2.57, 4.3), ring_high=0.4, level_db=0.0),
            Rattle(800, 5000, 0.015, level_db=-14.0),
        ),
        0.25,
        level_lu=-8.0,
    )


def _hand(hz: float, ring_s: float, slap_db: float, pan: float) -> Recipe:
    return Recipe(
        (
            Skin(hz, ring_s, bend=1.12, bend_s=0.02, overtones=_SKIN[:4]),
            Rattle(500, 5000, 0.025, level_db=slap_db),
        ),
        ring_s + 0.1,
        level_lu=-3.0,
        pan=pan,
    )


def _taiko(hz: float, ring_s: float, pan: float) -> Recipe:
    return Recipe(
        (
            Skin(hz, ring_s, bend=1.5, bend_s=0.035, overtones=_SKIN),
            Skin(hz * 0.51, ring_s * 1.2, bend=1.2, bend_s=0.05, level_db=-6.0),
            Rattle(120, 900, 0.12, level_db=-7.0),
            Rattle(500, 2600, 0.18, level_db=-15.0),
            Rattle(900, 6000, 0.025, level_db=-10.0),
        ),
        ring_s * 1.2 + 0.2,
        level_lu=2.0,
        pan=pan,
    )


def _toms(make_low: float, step: float, ring_s: float) -> dict[int, Recipe]:
    keys = (41, 43, 45, 47, 48, 50)
    return {
        key: _tom(make_low * step**place, 0.45 - 0.18 * place, ring_s)
        for place, key in enumerate(keys)
    }


_SMALL: dict[int, Recipe] = {
    54: _TAMBOURINE,
    56: _COWBELL,
    60: _hand(390, 0.22, -4.0, -0.2),
    61: _hand(290, 0.28, -6.0, -0.1),
    62: _hand(250, 0.12, -1.0, 0.1),
    63: _hand(225, 0.4, -5.0, 0.15),
    64: _hand(165, 0.5, -7.0, 0.2),
    70: _SHAKER,
    75: _wood(2450),
    76: _wood(820),
    77: _wood(610),
    81: _TRIANGLE,
}
_CYMBALS: dict[int, Recipe] = {
    49: _cymbal(320, 4.5, -0.35),
    51: _RIDE,
    52: _cymbal(420, 2.4, 0.4, 0.04, -1.0),
    53: _BELL,
    55: _cymbal(700, 1.4, -0.2, 0.01, -4.0),
    57: _cymbal(360, 4.0, 0.35),
    59: _RIDE,
}
_CLAP = Recipe(
    (Rattle(700, 5000, 0.14, repeats=(0.0, 0.011, 0.021, 0.03), level_db=0.0),), 0.35, -3.0
)

_DRUM_KIT: dict[int, Recipe] = {
    35: _kick(50, 0.38, -12.0),
    36: _kick(56, 0.32, -9.0),
    37: Recipe((Rattle(900, 5000, 0.03), _wood(1500).layers[0]), 0.2, level_lu=-8.0),
    38: _snare(185, 0.24, 0.32),
    39: _CLAP,
    40: _snare(215, 0.2, 0.27),
    42: _hat(0.2, -9.0),
    44: _hat(0.14, -11.0),
    46: _hat(1.9, -7.0, (42, 44, 46)),
    **_toms(82, 1.19, 0.8),
    **_CYMBALS,
    **_SMALL,
}


def _brushed(ring_s: float, attack_s: float, level_db: float) -> Recipe:
    return Recipe(
        (
            Rattle(900, 9000, ring_s, attack_s=attack_s, level_db=level_db),
            Skin(190, 0.12, level_db=-18.0),
        ),
        ring_s + 0.1,
        level_lu=-4.0,
    )


_BRUSH_KIT: dict[int, Recipe] = {
    **_DRUM_KIT,
    35: _kick(52, 0.3, -22.0),
    36: _kick(58, 0.28, -20.0),
    38: _brushed(0.22, 0.004, -2.0),
    39: _brushed(0.12, 0.002, -2.0),
    40: _brushed(0.55, 0.16, -5.0),
    42: _hat(0.14, -9.0),
}
_ELECTRONIC_KIT: dict[int, Recipe] = {
    **_DRUM_KIT,
    35: Recipe((Skin(46, 1.1, bend=2.2, bend_s=0.03),), 1.3),
    36: Recipe(
        (Skin(52, 0.55, bend=4.0, bend_s=0.018), Rattle(2000, 8000, 0.008, level_db=-14.0)), 0.75
    ),
    38: Recipe(
        (
            Skin(190, 0.14, bend=1.5, bend_s=0.01, overtones=((1.8, -6.0),)),
            Rattle(1800, 12_000, 0.2),
        ),
        0.35,
        level_lu=-2.0,
    ),
    42: Recipe((Metal(5200, 14_000, 0.07, 40, 0.1, slope_db=2.0),), 0.12, -9.0, 0.2),
    44: Recipe((Metal(5200, 14_000, 0.05, 40, 0.1, slope_db=2.0),), 0.1, -10.0, 0.2),
    46: Recipe(
        (Metal(5200, 14_000, 0.5, 40, 0.1, slope_db=2.0),), 0.55, -7.0, 0.2, choked_by=(42, 44, 46)
    ),
    **{
        key: Recipe((Skin(85 * 1.2**place, 0.5, bend=1.6, bend_s=0.06),), 0.6, -1.0)
        for place, key in enumerate((41, 43, 45, 47, 48, 50))
    },
}
_BASS_DRUM = Recipe(
    (
        Skin(44, 1.5, bend=1.3, bend_s=0.06, overtones=_SKIN[:4]),
        Skin(31, 1.8, level_db=-7.0),
        Rattle(60, 500, 0.12, level_db=-8.0),
    ),
    2.0,
)
_SWELL = Recipe(
    (
        Metal(300, 15_000, 3.0, 320, 0.25, 0.15, slope_db=2.0, level_db=-9.0),
        Wash(600, 3.2, 0.12, 0.15, slope_db=1.5, level_db=-10.0),
    ),
    3.0,
    level_lu=2.0,
    swells=True,
)
_TAM_TAM = Recipe((Metal(70, 6000, 8.0, 260, 0.45, 0.35, slope_db=-2.0),), 7.0, -1.0)
_ORCHESTRAL: dict[int, Recipe] = {
    **_SMALL,
    35: _BASS_DRUM,
    36: _BASS_DRUM,
    38: _snare(200, 0.22, 0.3),
    40: _snare(200, 0.22, 0.3),
    **_toms(90, 1.2, 0.9),
    49: _cymbal(260, 5.0, 0.1, 0.05, 1.0),
    51: _RIDE,
    52: _SWELL,
    55: _SWELL,
    57: _TAM_TAM,
    59: _cymbal(300, 4.0, 0.0, 0.05),
}
_TAIKO: dict[int, Recipe] = {
    **_ORCHESTRAL,
    35: _taiko(48, 1.6, 0.0),
    36: _taiko(58, 1.4, 0.0),
    37: _wood(900),
    38: _snare(220, 0.15, 0.1, -12.0),
    **{
        key: _taiko(72 * 1.17**place, 1.1 - 0.1 * place, 0.5 - 0.2 * place)
        for place, key in enumerate((41, 43, 45, 47, 48, 50))
    },
}
_MARCH: dict[int, Recipe] = {
    **_ORCHESTRAL,
    37: _wood(1400),
    38: _snare(240, 0.14, 0.26, 0.0),
    40: _snare(270, 0.1, 0.2, 0.0),
}

KITS: dict[str, Kit] = {
    name: Kit(recipes=recipes, name=name)
    for name, recipes in {
        "drum-kit": _DRUM_KIT,
        "brush-kit": _BRUSH_KIT,
        "electronic-kit": _ELECTRONIC_KIT,
        "orchestral-percussion": _ORCHESTRAL,
        "taiko": _TAIKO,
        "hand-drums": {**_DRUM_KIT, **_SMALL},
        "march-drums": _MARCH,
    }.items()
}
