"""Patches of plucked strings, guitars and basses, as data."""

from __future__ import annotations

from dataclasses import replace

from scenescore.music.players.synth.amplified import Amplified
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.spectrum import Spectrum
from scenescore.music.players.synth.struck import Struck

_NYLON = Struck(
    spectrum=Spectrum(slope_db=-6, soft_hz=550, loud_hz=2800, low_hz=85,
                      resonances=((105, 3, 0.3), (205, 4, 0.3), (420, 2, 0.4))),
    pick=0.2, ring_s=2.8, ring_follow=-0.5, ring_high=1.2, twin_cents=1.0, twin_db=-9.0,
    twin_ring=1.8, knock_db=-23.0, knock_hz=(90.0, 1600.0), knock_s=0.05, damp_s=0.22,
)  # fmt: skip
_STEEL = Struck(
    spectrum=Spectrum(slope_db=-4.5, soft_hz=900, loud_hz=5000, low_hz=90,
                      resonances=((105, 2, 0.3), (210, 3, 0.3), (3000, 2, 0.6))),
    stiffness=0.00006, pick=0.16, ring_s=6.0, ring_follow=-0.5, ring_high=0.75, twin_cents=1.5,
    twin_db=-8.0, twin_ring=1.8, knock_db=-25.0, knock_hz=(600.0, 5500.0), knock_s=0.02,
    damp_s=0.18,
)  # fmt: skip
_ELECTRIC = replace(
    _STEEL,
    spectrum=Spectrum(slope_db=-4, soft_hz=900, loud_hz=4400, fall_db=-15, low_hz=130,
                      resonances=((2800, 5, 0.4),)),
    pick=0.2, ring_s=9.0, ring_high=0.6, twin_cents=0.6, knock_db=-30.0, width=0.05,
)  # fmt: skip
_POWER = replace(_ELECTRIC, ring_s=12.0, ring_high=0.7, twin_cents=0.0, pick=0.12)

PLUCKED: dict[str, Patch] = {
    "harp": Struck(
        spectrum=Spectrum(slope_db=-9, soft_hz=600, loud_hz=2800, follow=0.5, low_hz=85,
                          resonances=((200, 2, 0.6), (450, 1, 0.6))),
        stiffness=0.00003, pick=0.42, ring_s=1.9, ring_follow=-0.7, ring_high=1.0,
        twin_cents=0.8, twin_db=-8.0, twin_ring=3.2, knock_db=-28.0, knock_hz=(150.0, 2000.0),
        knock_s=0.04, damp_s=1.6, attack_s=0.002, width=0.5,
    ),
    "nylon-guitar": _NYLON,
    "steel-guitar": _STEEL,
    "clean-guitar": _ELECTRIC,
    "twang-guitar": replace(
        _ELECTRIC,
        spectrum=Spectrum(slope_db=-3.5, soft_hz=2000, loud_hz=5000, low_hz=120,
                          resonances=((3300, 5, 0.4),)),
        pick=0.09, tremolo_hz=6.0, tremolo=0.12,
    ),
    "overdriven-guitar": Amplified(string=_POWER, drive=9.0, cabinet_hz=(90.0, 6200.0)),
    "distortion-guitar": Amplified(string=_POWER, drive=32.0, cabinet_hz=(80.0, 5600.0)),
    "banjo": replace(
        _STEEL,
        spectrum=Spectrum(slope_db=-3, soft_hz=1500, loud_hz=5000, low_hz=200,
                          resonances=((650, 5, 0.5), (1400, 3, 0.4))),
        pick=0.1, ring_s=1.7, ring_follow=-0.4, ring_high=0.8, knock_db=-18.0,
        knock_hz=(300.0, 4000.0),
    ),
    "mandolin": replace(
        _STEEL,
        spectrum=Spectrum(slope_db=-4, soft_hz=1100, loud_hz=5000, low_hz=150,
                          resonances=((350, 3, 0.3), (1000, 3, 0.4))),
        ring_s=3.2, twin_cents=6.0, twin_db=-2.0, twin_ring=1.1, pick=0.14,
    ),
    "sitar": replace(
        _STEEL,
        spectrum=Spectrum(slope_db=-1.5, soft_hz=2600, loud_hz=5200, low_hz=130,
                          resonances=((900, 4, 0.5), (2600, 5, 0.5))),
        ring_s=6.0, ring_high=0.4, twin_cents=7.0, twin_db=-5.0, twin_ring=1.5, pick=0.07,
        damp_s=0.6,
    ),
    "oud": replace(
        _NYLON,
        spectrum=Spectrum(slope_db=-6, soft_hz=600, loud_hz=3000, low_hz=80,
                          resonances=((130, 4, 0.3), (260, 4, 0.3), (600, 3, 0.4))),
        ring_s=3.2, twin_cents=4.0, twin_db=-3.0, twin_ring=1.2, pick=0.12, knock_db=-19.0,
    ),
    "koto": replace(
        _NYLON,
        spectrum=Spectrum(slope_db=-4.5, soft_hz=900, loud_hz=4200, low_hz=150,
                          resonances=((300, 3, 0.4), (800, 3, 0.4))),
        ring_s=3.4, ring_high=0.5, pick=0.09, knock_db=-20.0, knock_hz=(400.0, 4000.0), damp_s=0.9,
    ),
    "shamisen": replace(
        _NYLON,
        spectrum=Spectrum(slope_db=-3.5, soft_hz=1200, loud_hz=4200, low_hz=250,
                          resonances=((500, 4, 0.4), (1200, 5, 0.4))),
        ring_s=3.0, ring_high=0.6, pick=0.08, knock_db=-12.0, knock_hz=(300.0, 3500.0),
        knock_s=0.05,
    ),
    "dulcimer": replace(
        _STEEL, ring_s=3.6, twin_cents=4.0, twin_db=-3.0, twin_ring=1.2, pick=0.14, damp_s=1.6,
        knock_db=-20.0, knock_hz=(500.0, 5000.0),
    ),
}  # fmt: skip

_LOW = Spectrum(
    slope_db=-4, soft_hz=300, loud_hz=2400, follow=0.25, low_hz=45, resonances=((110, 3, 0.5),)
)
_ELECTRIC_BASS = Struck(
    spectrum=_LOW, pick=0.24, ring_s=8.0, ring_follow=-0.25, ring_high=0.9, knock_db=-28.0,
    knock_hz=(200.0, 2500.0), knock_s=0.02, damp_s=0.12, width=0.05,
)  # fmt: skip

BASSES: dict[str, Patch] = {
    "upright-bass": replace(
        _ELECTRIC_BASS,
        spectrum=Spectrum(slope_db=-7, soft_hz=300, loud_hz=1700, follow=0.3,
                          resonances=((62, 3, 0.3), (105, 4, 0.3), (220, 2, 0.4))),
        ring_s=2.4, knock_db=-20.0, knock_hz=(90.0, 1500.0), knock_s=0.04, attack_s=0.004,
        twin_cents=2.0, twin_db=-8.0, twin_ring=1.6, damp_s=0.18,
    ),
    "electric-bass": _ELECTRIC_BASS,
    "picked-bass": replace(
        _ELECTRIC_BASS,
        spectrum=replace(_LOW, slope_db=-3.5, soft_hz=700, loud_hz=3000),
        pick=0.11, ring_s=14.0, knock_db=-23.0, knock_hz=(800.0, 4000.0),
    ),
    "fretless-bass": replace(
        _ELECTRIC_BASS,
        spectrum=replace(_LOW, resonances=((400, 4, 0.5), (95, 3, 0.4))),
        pick=0.3, attack_s=0.012, knock_db=-36.0, ring_s=6.0,
    ),
}  # fmt: skip
