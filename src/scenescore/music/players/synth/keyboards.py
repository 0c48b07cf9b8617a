"""Patches of keyboards, mallets, bells and timpani, as data.

Ratios of bars and bells are those of Fletcher and Rossing, The Physics of Musical Instruments:
a free bar has modes at 1, 2.76, 5.40, 8.93; marimba and xylophone bars are cut to 1, 4, 10 and
1, 3, 6; a chime's pitch is heard an octave below its fourth mode.
"""

from __future__ import annotations

from scenescore.music.players.synth.ensemble import Ensemble
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.solo import Solo
from scenescore.music.players.synth.spectrum import Spectrum
from scenescore.music.players.synth.struck import Struck

_BAR = Spectrum(slope_db=0.0, soft_hz=500, loud_hz=6000, follow=0.9)

KEYS: dict[str, Patch] = {
    "piano": Struck(
        spectrum=Spectrum(slope_db=-5, soft_hz=600, loud_hz=4200, follow=0.3, fall_db=-14,
                          low_hz=70,
                          resonances=((110, 2, 0.5), (400, 2, 0.7))),
        stiffness=0.0004, pick=0.12, ring_s=4.2, ring_follow=-0.6, ring_high=0.8,
        twin_cents=1.2, twin_db=-9.0, twin_ring=3.0, knock_db=-27.0, knock_hz=(70.0, 2200.0),
        knock_s=0.06, damp_s=0.28, width=0.45,
    ),
    "felt-piano": Struck(
        spectrum=Spectrum(slope_db=-7, soft_hz=280, loud_hz=1100, follow=0.4, fall_db=-14,
                          low_hz=60,
                          resonances=((110, 3, 0.5), (300, 3, 0.7))),
        stiffness=0.0004, pick=0.12, ring_s=3.2, ring_follow=-0.55, ring_high=1.1,
        twin_cents=1.0, twin_db=-8.0, twin_ring=2.6, knock_db=-19.0, knock_hz=(60.0, 900.0),
        knock_s=0.09, damp_s=0.35, attack_s=0.006, width=0.4,
    ),
    "electric-piano": Struck(
        spectrum=Spectrum(slope_db=-4, soft_hz=400, loud_hz=3800, follow=0.4, low_hz=60),
        ratios=(1.0, 2.0, 3.0, 4.0, 5.0, 7.06, 15.2), levels_db=(0, -4, -8, -14, -18, -14, -24),
        ring_s=12.0, ring_follow=-0.5, ring_high=1.6, knock_db=-34.0, knock_hz=(300.0, 3000.0),
        knock_s=0.03, damp_s=0.15, tremolo_hz=4.6, tremolo=0.18, width=0.1,
    ),
    "celesta": Struck(
        spectrum=_BAR, ratios=(1.0, 2.0, 2.77, 4.05, 5.45), levels_db=(0, -20, -22, -24, -30),
        ring_s=3.6, ring_follow=-0.4, ring_high=1.4, knock_db=-28.0, knock_hz=(800.0, 5000.0),
        knock_s=0.03, damp_s=0.5,
    ),
    "music-box": Struck(
        spectrum=_BAR, ratios=(1.0, 2.0, 3.02, 6.27, 10.4), levels_db=(0, -4, -22, -18, -26),
        ring_s=3.6, ring_follow=-0.4, ring_high=1.2, knock_db=-22.0, knock_hz=(2000.0, 7000.0),
        knock_s=0.015, damp_s=0.0,
    ),
    "harpsichord": Struck(
        spectrum=Spectrum(slope_db=-2.5, soft_hz=2800, loud_hz=4500, follow=0.2, low_hz=90,
                          resonances=((300, 3, 0.5), (2200, 3, 0.6))),
        stiffness=0.00008, pick=0.13, ring_s=6.0, ring_follow=-0.5, ring_high=0.6,
        twin_cents=2.0, twin_db=-6.0, twin_ring=1.5, knock_db=-24.0, knock_hz=(900.0, 6000.0),
        knock_s=0.02, damp_s=0.14, width=0.4,
    ),
    "organ": Ensemble(
        spectrum=Spectrum(slope_db=-13, soft_hz=2500, loud_hz=5000),
        octaves=((1.0, 0.0), (0.5, -7.0), (2.0, -1.0), (3.0, -7.0), (4.0, -3.0), (8.0, -6.0)),
        players=2, detune_cents=1.5, vibrato_cents=0.0, wobble_cents=0.7, width=0.6,
        noise_db=-42.0, attack_s=0.045, release_s=0.16,
    ),
    "hammond": Ensemble(
        spectrum=Spectrum(slope_db=-36, soft_hz=4000, loud_hz=8000),
        octaves=((1.0, 0.0), (0.5, -2.0), (1.5, -3.0), (2.0, -8.0), (4.0, -14.0)),
        players=2, detune_cents=0.5, vibrato_cents=7.0, vibrato_hz=6.3, wobble_cents=0.3,
        flutter=0.12, flutter_hz=6.3, width=0.7, attack_s=0.008, release_s=0.05, accent=0.25,
    ),
    "accordion": Ensemble(
        spectrum=Spectrum(slope_db=-4, soft_hz=1800, loud_hz=4200,
                          resonances=((600, 3, 0.5), (1500, 3, 0.4))),
        players=3, detune_cents=9.0, vibrato_cents=1.0, wobble_cents=1.0, width=0.4,
        noise_db=-42.0, attack_s=0.05, release_s=0.09, swell_s=0.08,
    ),
    "harmonica": Solo(
        spectrum=Spectrum(slope_db=-4, soft_hz=1600, loud_hz=4500, low_hz=250,
                          resonances=((1100, 4, 0.4), (2600, 4, 0.4))),
        vibrato_cents=9.0, vibrato_hz=5.0, tremor=0.5, scoop_cents=-40.0, breath_db=-30.0,
        attack_s=0.05, release_s=0.1, swell_s=0.06,
    ),
}  # fmt: skip

MALLETS: dict[str, Patch] = {
    "glockenspiel": Struck(
        spectrum=Spectrum(slope_db=0, soft_hz=1000, loud_hz=9000, follow=0.8),
        ratios=(1.0, 2.76, 5.40), levels_db=(0, -9, -10), ring_s=9.0, ring_follow=-0.5,
        ring_high=1.5, knock_db=-26.0, knock_hz=(3000.0, 9000.0), knock_s=0.01, damp_s=0.0,
    ),
    "vibraphone": Struck(
        spectrum=_BAR, ratios=(1.0, 4.0, 10.1), levels_db=(0, -14, -26), ring_s=5.0,
        ring_follow=-0.4, ring_high=1.6, knock_db=-32.0, knock_hz=(400.0, 3000.0), knock_s=0.02,
        damp_s=0.7, tremolo_hz=5.2, tremolo=0.2,
    ),
    "marimba": Struck(
        spectrum=_BAR, ratios=(1.0, 3.93, 9.6), levels_db=(0, -9, -20), ring_s=1.1,
        ring_follow=-0.65, ring_high=1.6, knock_db=-24.0, knock_hz=(150.0, 2000.0), knock_s=0.03,
        damp_s=0.0, attack_s=0.002,
    ),
    "xylophone": Struck(
        spectrum=Spectrum(slope_db=0, soft_hz=900, loud_hz=9000, follow=0.9),
        ratios=(1.0, 3.0, 6.1, 9.9), levels_db=(0, -6, -13, -20), ring_s=0.9, ring_follow=-0.5,
        ring_high=1.3, knock_db=-18.0, knock_hz=(1200.0, 7000.0), knock_s=0.015, damp_s=0.0,
    ),
    "tubular-bells": Struck(
        spectrum=Spectrum(slope_db=0, soft_hz=900, loud_hz=5500, follow=0.5),
        ratios=(1.0, 0.617, 1.21, 2.0, 2.99, 4.17, 5.56, 7.13, 8.9, 10.9, 13.0),
        levels_db=(-12, -18, -14, -9, -4, 0, -5, -9, -14, -18, -20), ring_s=6.5, ring_follow=-0.2,
        ring_high=1.0, knock_db=-24.0, knock_hz=(1500.0, 6000.0), knock_s=0.02, damp_s=0.0,
        twin_cents=1.5, twin_db=-10.0, twin_ring=1.2,
    ),
    "timpani": Struck(
        spectrum=Spectrum(slope_db=-1.5, soft_hz=200, loud_hz=1500, follow=0.6),
        ratios=(1.0, 0.82, 1.504, 1.742, 2.0, 2.245, 2.494, 2.8, 2.98, 3.46, 3.9, 4.5, 5.3, 6.4),
        levels_db=(0, -9, -3, -10, -5, -9, -10, -14, -12, -15, -16, -18, -20, -22), ring_s=2.6,
        ring_follow=-0.3, ring_high=1.1, knock_db=-13.0, knock_hz=(60.0, 3500.0), knock_s=0.22,
        damp_s=0.9,
        attack_s=0.003, width=0.3,
    ),
}  # fmt: skip
