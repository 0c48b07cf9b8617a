"""Patches of bowed and blown instruments and of voices, as data.

Resonances follow published measurements of instrument bodies and of sung vowels (Meyer, Acoustics
and the Performance of Music: formants of winds; Peterson and Barney 1952: vowels), rounded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenescore.music.players.synth.ensemble import Ensemble
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.solo import Solo
from scenescore.music.players.synth.spectrum import Spectrum
from scenescore.music.players.synth.struck import Struck

_VIOLIN = Spectrum(
    resonances=((285, 3, 0.2), (460, 4, 0.25), (1000, 2, 0.3), (2500, 5, 0.5)),
    soft_hz=1500, loud_hz=5000, low_hz=170,
)  # fmt: skip
_VIOLA = Spectrum(
    resonances=((220, 3, 0.2), (360, 4, 0.25), (800, 2, 0.3), (1900, 4, 0.5)),
    soft_hz=1200, loud_hz=4000, low_hz=110,
)  # fmt: skip
_CELLO = Spectrum(
    resonances=((105, 2, 0.25), (190, 4, 0.25), (330, 3, 0.3), (1300, 4, 0.5)),
    soft_hz=1000, loud_hz=3600, low_hz=60,
)  # fmt: skip
_BASS = Spectrum(
    resonances=((62, 2, 0.3), (105, 3, 0.3), (230, 3, 0.4), (700, 2, 0.5)),
    soft_hz=800, loud_hz=2800, low_hz=35,
)  # fmt: skip


def _section(spectrum: Spectrum, players: int, detune_cents: float, width: float) -> Ensemble:
    return Ensemble(
        spectrum=spectrum, players=players, detune_cents=detune_cents, width=width,
        vibrato_cents=14.0, vibrato_hz=5.6, wobble_cents=4.0, noise_db=-34.0,
        attack_s=0.14, release_s=0.28, accent=0.15, swell_s=0.12, top_hz=11_000.0,
    )  # fmt: skip


def _bowed(sustain: Ensemble, plucked: Patch) -> dict[str, Patch]:
    fast = replace(sustain, attack_s=0.055, release_s=0.16, accent=0.4, swell_s=0.03)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.4, release_s=0.5, accent=0.0, swell_s=0.5),
        "fast": fast,
        "staccato": replace(fast, attack_s=0.022, release_s=0.12, accent=0.9, swell_s=0.0),
        "tremolo": replace(
            sustain, flutter=0.75, flutter_hz=8.5, vibrato_cents=4.0, noise_db=-27.0, attack_s=0.05
        ),
        "mute": replace(
            sustain,
            spectrum=replace(sustain.spectrum, soft_hz=700, loud_hz=1900),
            attack_s=0.22,
        ),
        "pizzicato": plucked,
    }


def _bowed_alone(spectrum: Spectrum, plucked: Patch) -> dict[str, Patch]:
    sustain = Solo(
        spectrum=spectrum, vibrato_cents=17.0, vibrato_hz=5.7, vibrato_after_s=0.18, tremor=0.1,
        scoop_cents=-14.0, drift_cents=3.0, breath_db=-29.0, breath_hz=3200.0, chiff=2.0,
        attack_s=0.075, release_s=0.16, accent=0.2, swell_s=0.09, top_hz=12_000.0,
    )  # fmt: skip
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.22, accent=0.0, swell_s=0.3),
        "fast": replace(sustain, attack_s=0.035, accent=0.4, swell_s=0.02),
        "staccato": replace(sustain, attack_s=0.018, accent=0.8, release_s=0.09, swell_s=0.0),
        "mute": replace(sustain, spectrum=replace(spectrum, soft_hz=800, loud_hz=2100)),
        "pizzicato": plucked,
    }


def _plucked_bow(spectrum: Spectrum, ring_s: float) -> Struck:
    return Struck(
        spectrum=replace(spectrum, slope_db=-8.0, soft_hz=500, loud_hz=1900),
        pick=0.22, ring_s=ring_s, ring_follow=-0.7, ring_high=1.1, knock_db=-20.0,
        knock_hz=(120.0, 1800.0), knock_s=0.03, damp_s=0.5, attack_s=0.002, width=0.5,
        twin_cents=3.0, twin_db=-5.0, twin_ring=1.4,
    )  # fmt: skip


STRINGS: dict[str, dict[str, Patch]] = {
    "violins-1": _bowed(_section(_VIOLIN, 10, 7.0, 0.55), _plucked_bow(_VIOLIN, 0.7)),
    "violins-2": _bowed(
        replace(_section(_VIOLIN, 9, 8.0, 0.55), vibrato_hz=5.3), _plucked_bow(_VIOLIN, 0.75)
    ),
    "violas": _bowed(_section(_VIOLA, 8, 7.0, 0.5), _plucked_bow(_VIOLA, 0.85)),
    "celli": _bowed(_section(_CELLO, 7, 6.0, 0.5), _plucked_bow(_CELLO, 1.0)),
    "basses": _bowed(
        replace(_section(_BASS, 5, 5.0, 0.4), vibrato_cents=8.0, attack_s=0.16),
        _plucked_bow(_BASS, 1.3),
    ),
    "violin-solo": _bowed_alone(_VIOLIN, _plucked_bow(_VIOLIN, 0.7)),
    "viola-solo": _bowed_alone(_VIOLA, _plucked_bow(_VIOLA, 0.8)),
    "cello-solo": _bowed_alone(_CELLO, _plucked_bow(_CELLO, 1.0)),
    "pizzicato": {"sustain": _plucked_bow(_VIOLA, 0.8)},
}


def _wind(spectrum: Spectrum, **more: Any) -> dict[str, Patch]:
    plain = Solo(
        spectrum=spectrum, vibrato_cents=7.0, vibrato_hz=5.2, vibrato_after_s=0.35, tremor=0.12,
        scoop_cents=-10.0, scoop_s=0.03, drift_cents=1.5, breath_db=-38.0, chiff=2.0,
        attack_s=0.045, release_s=0.09, accent=0.12, swell_s=0.05,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.12, accent=0.0, swell_s=0.2),
        "fast": replace(sustain, attack_s=0.025, accent=0.3),
        "staccato": replace(sustain, attack_s=0.015, accent=0.5, release_s=0.06, swell_s=0.01),
    }


WOODWINDS: dict[str, dict[str, Patch]] = {
    "piccolo": _wind(
        Spectrum(slope_db=-11, soft_hz=1500, loud_hz=3500), breath_db=-30.0, breath_hz=6000.0
    ),
    "flute": _wind(
        Spectrum(slope_db=-8, first_db=(0, 1, -2), soft_hz=900, loud_hz=2400,
                 resonances=((800, 3, 0.4),)),
        breath_db=-27.0, breath_hz=3500.0, vibrato_cents=10.0, tremor=0.2, chiff=3.0,
    ),
    "alto-flute": _wind(
        Spectrum(slope_db=-8, first_db=(0, 0, -3), soft_hz=700, loud_hz=1800,
                 resonances=((600, 3, 0.4),)),
        breath_db=-24.0, breath_hz=2500.0, vibrato_cents=9.0, tremor=0.2, chiff=3.0,
    ),
    "oboe": _wind(
        Spectrum(slope_db=-3.5, first_db=(-5,), soft_hz=2300, loud_hz=5000, low_hz=250,
                 resonances=((1150, 9, 0.35), (2900, 7, 0.3), (2000, -4, 0.2))),
        vibrato_cents=9.0, breath_hz=5000.0,
    ),
    "english-horn": _wind(
        Spectrum(slope_db=-4, first_db=(-4,), soft_hz=1900, loud_hz=4200, low_hz=180,
                 resonances=((930, 9, 0.35), (2300, 6, 0.3), (1600, -3, 0.2))),
        vibrato_cents=9.0, breath_hz=4000.0,
    ),
    "clarinet": _wind(
        Spectrum(slope_db=-4, even=0.12, soft_hz=1000, loud_hz=3400, resonances=((1500, 3, 0.6),)),
        vibrato_cents=2.0, tremor=0.03, breath_db=-36.0,
    ),
    "bass-clarinet": _wind(
        Spectrum(slope_db=-4.5, even=0.15, soft_hz=800, loud_hz=2600,
                 resonances=((300, 2, 0.4), (1000, 3, 0.6))),
        vibrato_cents=2.0, tremor=0.03, breath_db=-34.0, breath_hz=1800.0,
    ),
    "bassoon": _wind(
        Spectrum(slope_db=-5, first_db=(-6, -2), soft_hz=1100, loud_hz=3000, low_hz=80,
                 resonances=((500, 9, 0.35), (1200, 5, 0.3))),
        vibrato_cents=5.0, breath_hz=2500.0,
    ),
    "contrabassoon": _wind(
        Spectrum(slope_db=-5, first_db=(-8, -3), soft_hz=900, loud_hz=2500, low_hz=45,
                 resonances=((250, 6, 0.4), (440, 7, 0.35), (900, 3, 0.4))),
        vibrato_cents=3.0, breath_hz=1500.0, attack_s=0.07,
    ),
    "recorder": _wind(
        Spectrum(slope_db=-14, first_db=(0, -8, 2), soft_hz=1500, loud_hz=2600),
        breath_db=-30.0, vibrato_cents=3.0, chiff=4.0,
    ),
    "pan-flute": _wind(
        Spectrum(slope_db=-12, even=0.3, soft_hz=900, loud_hz=2200),
        breath_db=-19.0, breath_hz=2800.0, chiff=5.0, scoop_cents=-35.0, vibrato_cents=9.0,
    ),
    "ocarina": _wind(
        Spectrum(slope_db=-22, soft_hz=1200, loud_hz=2200), breath_db=-28.0, vibrato_cents=6.0
    ),
    "tin-whistle": _wind(
        Spectrum(slope_db=-10, first_db=(0, -2), soft_hz=1600, loud_hz=3600),
        breath_db=-26.0, breath_hz=5000.0, scoop_cents=-25.0, chiff=4.0,
    ),
    "whistle": _wind(
        Spectrum(slope_db=-34, soft_hz=1500, loud_hz=2500),
        breath_db=-30.0, breath_hz=4500.0, vibrato_cents=22.0, scoop_cents=-60.0, scoop_s=0.05,
    ),
    "alto-sax": _wind(
        Spectrum(slope_db=-4.5, soft_hz=1300, loud_hz=4500, low_hz=120,
                 resonances=((650, 5, 0.4), (1300, 4, 0.3), (2600, 4, 0.3))),
        breath_db=-28.0, vibrato_cents=13.0, scoop_cents=-30.0,
    ),
    "tenor-sax": _wind(
        Spectrum(slope_db=-4.5, soft_hz=1200, loud_hz=4000, low_hz=80,
                 resonances=((500, 5, 0.4), (1000, 4, 0.3), (2200, 4, 0.3))),
        breath_db=-25.0, breath_hz=2400.0, vibrato_cents=13.0, scoop_cents=-35.0,
    ),
}  # fmt: skip


def _brass(spectrum: Spectrum, players: int, **more: Any) -> dict[str, Patch]:
    plain = Ensemble(
        spectrum=spectrum, players=players, detune_cents=4.0, vibrato_cents=3.0, vibrato_hz=5.0,
        wobble_cents=2.5, width=0.35, noise_db=-44.0, attack_s=0.06, release_s=0.14, accent=0.25,
        swell_s=0.07, top_hz=12_000.0,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.25, accent=0.0, swell_s=0.35),
        "fast": replace(sustain, attack_s=0.035, accent=0.5, swell_s=0.03),
        "staccato": replace(sustain, attack_s=0.022, accent=0.9, release_s=0.1, swell_s=0.015),
        "mute": replace(sustain, spectrum=replace(spectrum, soft_hz=900, loud_hz=2600, low_hz=500)),
    }


WINDS_OF_BRASS: dict[str, dict[str, Patch]] = {
    "trumpets": _brass(
        Spectrum(slope_db=-1.5, soft_hz=1100, loud_hz=3800, follow=0.5, fall_db=-15,
                 resonances=((1250, 4, 0.5),), low_hz=150), 3,
    ),
    "trumpet-muted": _brass(
        Spectrum(slope_db=-1.0, soft_hz=2400, loud_hz=5500, follow=0.3, fall_db=-12, low_hz=900,
                 resonances=((1800, 6, 0.4), (3200, 4, 0.3))), 1, width=0.0, detune_cents=0.0,
    ),
    "horns": _brass(
        Spectrum(slope_db=-3, soft_hz=480, loud_hz=2000, follow=0.6, fall_db=-15,
                 resonances=((340, 3, 0.4), (750, 2, 0.4))), 4, attack_s=0.08, swell_s=0.1,
        width=0.5,
    ),
    "trombones": _brass(
        Spectrum(slope_db=-2, soft_hz=800, loud_hz=3200, follow=0.5, fall_db=-15,
                 resonances=((550, 4, 0.5),), low_hz=70), 3, attack_s=0.07,
    ),
    "tuba": _brass(
        Spectrum(slope_db=-4, soft_hz=500, loud_hz=1800, follow=0.5, fall_db=-15,
                 resonances=((230, 3, 0.5),), low_hz=35), 1, width=0.0, attack_s=0.09,
    ),
    "brass-section": _brass(
        Spectrum(slope_db=-2, soft_hz=850, loud_hz=3400, follow=0.5, fall_db=-13,
                 resonances=((600, 3, 0.5), (1200, 2, 0.5))), 6, width=0.7, detune_cents=6.0,
    ),
}  # fmt: skip


def _voices(spectrum: Spectrum, players: int, **more: Any) -> dict[str, Patch]:
    plain = Ensemble(
        spectrum=spectrum, players=players, detune_cents=11.0, vibrato_cents=22.0, vibrato_hz=5.1,
        wobble_cents=7.0, width=0.8, noise_db=-33.0, attack_s=0.22, release_s=0.4, swell_s=0.25,
        top_hz=9000.0,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.5, release_s=0.7, swell_s=0.6),
        "fast": replace(sustain, attack_s=0.09, accent=0.2, swell_s=0.05),
        "staccato": replace(sustain, attack_s=0.04, accent=0.6, release_s=0.18, swell_s=0.0),
    }


_AH = ((700, 12, 0.22), (1150, 9, 0.2), (2700, 10, 0.15), (3400, 7, 0.15))
_OOH = ((330, 10, 0.3), (780, 5, 0.25), (2600, -6, 0.3))

CHOIR: dict[str, dict[str, Patch]] = {
    "choir": _voices(
        Spectrum(slope_db=-9, resonances=_AH, soft_hz=1800, loud_hz=4500, follow=0.1), 12
    ),
    "voice-ooh": _voices(
        Spectrum(slope_db=-10, resonances=_OOH, soft_hz=900, loud_hz=2000, follow=0.2), 10
    ),
    "boy-soprano": {
        "sustain": Solo(
            spectrum=Spectrum(slope_db=-10, resonances=((800, 8, 0.3), (1250, 5, 0.2),
                                                        (3000, 8, 0.2)),
                              soft_hz=1500, loud_hz=3500, follow=0.2),
            vibrato_cents=14.0, vibrato_hz=5.3, vibrato_after_s=0.5, tremor=0.12,
            scoop_cents=-30.0, scoop_s=0.06, drift_cents=4.0, breath_db=-31.0, breath_hz=4000.0,
            attack_s=0.14, release_s=0.2, swell_s=0.2, accent=0.0, top_hz=10_000.0,
        )
    },
}  # fmt: skip
