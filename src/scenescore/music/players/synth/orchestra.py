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
    slope_db=-4.5, soft_hz=2400, loud_hz=6500, follow=0.15, fall_db=-15, low_hz=190,
    resonances=((285, 2, 0.2), (460, 3, 0.25), (1000, 1, 0.3), (2700, 5, 0.5)),
)  # fmt: skip
_VIOLA = Spectrum(
    slope_db=-4.5, soft_hz=1900, loud_hz=5500, follow=0.15, fall_db=-14, low_hz=180,
    resonances=((230, 2, 0.2), (370, 3, 0.25), (900, 2, 0.3), (2000, 4, 0.5)),
)  # fmt: skip
_CELLO = Spectrum(
    slope_db=-5.5, soft_hz=1300, loud_hz=4200, follow=0.25, fall_db=-13, low_hz=65,
    resonances=((105, 2, 0.25), (190, 4, 0.25), (330, 3, 0.3), (1500, 6, 0.45)),
)  # fmt: skip
_BASS = Spectrum(
    slope_db=-6, soft_hz=800, loud_hz=2800, follow=0.25, fall_db=-12, low_hz=50,
    resonances=((70, 2, 0.3), (110, 3, 0.3), (230, 3, 0.4), (800, 2, 0.5)),
)  # fmt: skip


def _section(spectrum: Spectrum, players: int, detune_cents: float, width: float) -> Ensemble:
    return Ensemble(
        spectrum=spectrum, players=players, detune_cents=detune_cents, width=width,
        vibrato_cents=13.0, vibrato_hz=5.6, wobble_cents=6.0, noise_db=-28.0,
        attack_s=0.14, release_s=0.75, accent=0.15, swell_s=0.12, top_hz=11_000.0,
    )  # fmt: skip


def _bowed(sustain: Ensemble, plucked: Patch) -> dict[str, Patch]:
    fast = replace(sustain, attack_s=0.055, release_s=0.5, accent=0.4, swell_s=0.03)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.4, release_s=1.1, accent=0.0, swell_s=0.5),
        "fast": fast,
        "staccato": replace(fast, attack_s=0.022, release_s=0.4, accent=0.9, swell_s=0.0),
        "tremolo": replace(
            sustain, flutter=0.75, flutter_hz=8.5, vibrato_cents=4.0, noise_db=-21.0, attack_s=0.05
        ),
        "mute": replace(
            sustain,
            spectrum=replace(sustain.spectrum, soft_hz=700, loud_hz=1900),
            gain_db=-2.0,
            attack_s=0.22,
        ),
        "pizzicato": plucked,
    }


def _bowed_alone(spectrum: Spectrum, plucked: Patch) -> dict[str, Patch]:
    sustain = Solo(
        spectrum=spectrum, vibrato_cents=17.0, vibrato_hz=5.7, vibrato_after_s=0.18, tremor=0.1,
        scoop_cents=-14.0, glide=0.25, drift_cents=3.0, breath_db=-37.0, breath_hz=2400.0,
        chiff=2.0, attack_s=0.075, release_s=0.45, accent=0.2, swell_s=0.09, top_hz=12_000.0,
    )  # fmt: skip
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.22, accent=0.0, swell_s=0.3),
        "fast": replace(sustain, attack_s=0.035, accent=0.4, swell_s=0.02),
        "staccato": replace(sustain, attack_s=0.018, accent=0.8, release_s=0.32, swell_s=0.0),
        "mute": replace(sustain, spectrum=replace(spectrum, soft_hz=800, loud_hz=2100)),
        "pizzicato": plucked,
    }


def _plucked_bow(spectrum: Spectrum, ring_s: float, gain_db: float = 0.0) -> Struck:
    return Struck(
        gain_db=gain_db,
        spectrum=replace(
            spectrum, slope_db=-5.5, soft_hz=500, loud_hz=3600, follow=0.6, fall_db=-10, low_hz=0
        ),
        pick=0.22, ring_s=1.4 * ring_s, ring_follow=-0.6, ring_high=0.8, knock_db=-20.0,
        knock_hz=(120.0, 1800.0), knock_s=0.03, damp_s=0.5, attack_s=0.002, width=0.5,
        twin_cents=3.0, twin_db=-5.0, twin_ring=1.4,
    )  # fmt: skip


STRINGS: dict[str, dict[str, Patch]] = {
    "violins-1": _bowed(_section(_VIOLIN, 10, 11.0, 0.9), _plucked_bow(_VIOLIN, 1.0, 4.0)),
    "violins-2": _bowed(
        replace(_section(_VIOLIN, 9, 12.0, 0.9), vibrato_hz=5.3), _plucked_bow(_VIOLIN, 1.05, 4.0)
    ),
    "violas": _bowed(_section(_VIOLA, 8, 10.0, 0.85), _plucked_bow(_VIOLA, 1.1, 4.0)),
    "celli": _bowed(_section(_CELLO, 7, 9.0, 0.8), _plucked_bow(_CELLO, 1.2, 2.5)),
    "basses": _bowed(
        replace(_section(_BASS, 5, 7.0, 0.6), vibrato_cents=8.0, attack_s=0.16),
        _plucked_bow(_BASS, 1.3),
    ),
    "violin-solo": _bowed_alone(_VIOLIN, _plucked_bow(_VIOLIN, 0.7, 3.0)),
    "viola-solo": _bowed_alone(_VIOLA, _plucked_bow(_VIOLA, 0.8)),
    "cello-solo": _bowed_alone(_CELLO, _plucked_bow(_CELLO, 1.0)),
    "pizzicato": {"sustain": _plucked_bow(_VIOLA, 1.1)},
}


def _wind(spectrum: Spectrum, **more: Any) -> dict[str, Patch]:
    plain = Solo(
        spectrum=spectrum, vibrato_cents=7.0, vibrato_hz=5.2, vibrato_after_s=0.35, tremor=0.12,
        scoop_cents=-10.0, scoop_s=0.03, drift_cents=1.5, breath_db=-38.0, chiff=2.0,
        attack_s=0.045, release_s=0.26, accent=0.12, swell_s=0.05,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.12, accent=0.0, swell_s=0.2),
        "fast": replace(sustain, attack_s=0.025, accent=0.3),
        "staccato": replace(sustain, attack_s=0.015, accent=0.5, release_s=0.2, swell_s=0.01),
    }


def _pipe(corner_hz: float, **more: Any) -> Spectrum:
    """Winds end steeply above a corner that hardly moves with the pitch."""
    plain = Spectrum(
        slope_db=-2, soft_hz=corner_hz / 1.5, loud_hz=corner_hz * 1.5, follow=0.1, fall_db=-24
    )
    return replace(plain, **more)


WOODWINDS: dict[str, dict[str, Patch]] = {
    "piccolo": _wind(
        _pipe(2400, slope_db=-9, fall_db=-16, follow=0.2), breath_db=-34.0, breath_hz=6000.0
    ),
    "flute": _wind(
        _pipe(1500, fall_db=-24, first_db=(-1,)),
        breath_db=-34.0, breath_hz=1900.0, vibrato_cents=10.0, tremor=0.2, chiff=3.0,
    ),
    "alto-flute": _wind(
        _pipe(1100, fall_db=-24, first_db=(-1,)),
        breath_db=-32.0, breath_hz=1400.0, vibrato_cents=9.0, tremor=0.2, chiff=3.0,
    ),
    "oboe": _wind(
        _pipe(2500, slope_db=-2, fall_db=-16, low_hz=350,
              resonances=((1350, 7, 0.3), (2900, 5, 0.3))),
        vibrato_cents=9.0, breath_db=-46.0, breath_hz=3000.0,
    ),
    "english-horn": _wind(
        _pipe(2000, slope_db=-2, fall_db=-16, low_hz=260,
              resonances=((940, 7, 0.3), (2200, 4, 0.3))),
        vibrato_cents=9.0, breath_db=-46.0, breath_hz=2400.0,
    ),
    "clarinet": _wind(
        _pipe(2900, slope_db=-3, fall_db=-24, even=0.03, even_hz=1700, follow=0.15),
        vibrato_cents=2.0, tremor=0.03, breath_db=-40.0,
    ),
    "bass-clarinet": _wind(
        _pipe(2200, slope_db=-2.5, even=0.03, even_hz=1300, fall_db=-16, follow=0.2),
        vibrato_cents=2.0, tremor=0.03, breath_db=-38.0, breath_hz=1600.0,
    ),
    "bassoon": _wind(
        _pipe(1500, slope_db=-3, fall_db=-14, low_hz=260,
              resonances=((480, 8, 0.3), (1150, 4, 0.3))),
        vibrato_cents=5.0, breath_db=-42.0, breath_hz=2000.0,
    ),
    "contrabassoon": _wind(
        _pipe(1200, slope_db=-2, fall_db=-14, low_hz=170,
              resonances=((270, 4, 0.3), (440, 7, 0.3), (900, 3, 0.4))),
        vibrato_cents=3.0, breath_db=-42.0, breath_hz=1300.0, attack_s=0.07,
    ),
    "recorder": _wind(
        _pipe(1900, slope_db=-12, first_db=(0, -4, 4), even=0.7),
        breath_db=-34.0, vibrato_cents=3.0, chiff=4.0,
    ),
    "pan-flute": _wind(
        _pipe(3200, slope_db=-7, even=0.06, fall_db=-14),
        breath_db=-22.0, breath_hz=2800.0, chiff=5.0, scoop_cents=-35.0, vibrato_cents=9.0,
    ),
    "ocarina": _wind(
        _pipe(1700, slope_db=-18, follow=0.4), breath_db=-32.0, vibrato_cents=6.0
    ),
    "tin-whistle": _wind(
        _pipe(2200, slope_db=-8, fall_db=-14, follow=0.3),
        breath_db=-30.0, breath_hz=5000.0, scoop_cents=-25.0, chiff=4.0,
    ),
    "whistle": _wind(
        _pipe(1400, slope_db=-26, follow=0.5),
        breath_db=-42.0, breath_hz=2500.0, vibrato_cents=22.0, scoop_cents=-60.0, scoop_s=0.05,
    ),
    "alto-sax": _wind(
        _pipe(2800, slope_db=-3, low_hz=260, follow=0.15,
              resonances=((620, 5, 0.35), (1200, -3, 0.3), (2350, 7, 0.3))),
        breath_db=-38.0, breath_hz=2200.0, vibrato_cents=13.0, scoop_cents=-30.0,
    ),
    "tenor-sax": _wind(
        _pipe(2500, slope_db=-3, low_hz=170, follow=0.15,
              resonances=((530, 5, 0.35), (1000, -4, 0.3), (2100, 7, 0.3))),
        breath_db=-35.0, breath_hz=1800.0, vibrato_cents=13.0, scoop_cents=-35.0,
    ),
}  # fmt: skip


def _brass(spectrum: Spectrum, players: int, **more: Any) -> dict[str, Patch]:
    plain = Ensemble(
        spectrum=spectrum, players=players, detune_cents=4.0, vibrato_cents=3.0, vibrato_hz=5.0,
        wobble_cents=2.5, width=0.6, noise_db=-44.0, attack_s=0.06, release_s=0.36, accent=0.25,
        swell_s=0.07, scoop_cents=-22.0, top_hz=12_000.0,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.25, accent=0.0, swell_s=0.35),
        "fast": replace(sustain, attack_s=0.035, accent=0.5, swell_s=0.03),
        "staccato": replace(sustain, attack_s=0.022, accent=0.9, release_s=0.28, swell_s=0.015),
        "mute": replace(sustain, spectrum=replace(spectrum, soft_hz=900, loud_hz=2600, low_hz=500)),
    }


def _bell(corner_hz: float, **more: Any) -> Spectrum:
    """Brass: even up to a corner that opens wide as one plays louder."""
    plain = Spectrum(
        slope_db=-1, soft_hz=corner_hz / 2.2, loud_hz=corner_hz * 2.0, follow=0.15, fall_db=-16
    )
    return replace(plain, **more)


WINDS_OF_BRASS: dict[str, dict[str, Patch]] = {
    "trumpets": _brass(
        _bell(2500, slope_db=0, fall_db=-18, low_hz=330, resonances=((1600, 2, 0.4),)), 3
    ),
    "trumpet-muted": _brass(
        _bell(4500, slope_db=-4, low_hz=320,
              resonances=((1000, -7, 0.4), (2200, 6, 0.3), (3600, 12, 0.25))), 1,
        width=0.0, detune_cents=0.0,
    ),
    "horns": _brass(
        _bell(850, fall_db=-21, low_hz=190, follow=0.3, resonances=((340, 1, 0.4),)), 4,
        attack_s=0.08, swell_s=0.1, width=0.7,
    ),
    "trombones": _brass(
        _bell(1700, fall_db=-18, low_hz=170, resonances=((600, 4, 0.35),)), 3, attack_s=0.07
    ),
    "tuba": _brass(
        _bell(360, fall_db=-18, low_hz=50, follow=0.3), 1, width=0.0, attack_s=0.09
    ),
    "brass-section": _brass(
        _bell(2300, fall_db=-13, low_hz=280, resonances=((800, 2, 0.5),)), 6,
        width=0.9, detune_cents=6.0,
    ),
}  # fmt: skip


def _voices(spectrum: Spectrum, players: int, **more: Any) -> dict[str, Patch]:
    plain = Ensemble(
        spectrum=spectrum, players=players, detune_cents=11.0, vibrato_cents=22.0, vibrato_hz=5.1,
        wobble_cents=7.0, width=0.8, noise_db=-33.0, attack_s=0.22, release_s=0.9, swell_s=0.25,
        top_hz=9000.0,
    )  # fmt: skip
    sustain = replace(plain, **more)
    return {
        "sustain": sustain,
        "slow": replace(sustain, attack_s=0.5, release_s=0.7, swell_s=0.6),
        "fast": replace(sustain, attack_s=0.09, accent=0.2, swell_s=0.05),
        "staccato": replace(sustain, attack_s=0.04, accent=0.6, release_s=0.18, swell_s=0.0),
    }


_AH = ((660, 12, 0.25), (1120, 11, 0.2), (1850, -9, 0.25), (2750, 13, 0.13), (3400, 9, 0.13))
_OOH = ((330, 8, 0.3), (850, 7, 0.2), (2600, -4, 0.3))

CHOIR: dict[str, dict[str, Patch]] = {
    "choir": _voices(
        Spectrum(slope_db=-8, resonances=_AH, soft_hz=1600, loud_hz=5000, follow=0.1, low_hz=230),
        12,
    ),
    "voice-ooh": _voices(
        Spectrum(slope_db=-11, resonances=_OOH, soft_hz=900, loud_hz=2200, follow=0.2), 10
    ),
    "boy-soprano": {
        "sustain": Solo(
            spectrum=Spectrum(slope_db=-13, resonances=((700, 4, 0.4), (1200, 3, 0.2),
                                                        (3100, 12, 0.15)),
                              soft_hz=1500, loud_hz=3500, follow=0.2),
            vibrato_cents=14.0, vibrato_hz=5.3, vibrato_after_s=0.5, tremor=0.12,
            scoop_cents=-30.0, scoop_s=0.06, drift_cents=4.0, breath_db=-31.0, breath_hz=4000.0,
            attack_s=0.14, release_s=0.2, swell_s=0.2, accent=0.0, top_hz=10_000.0,
        )
    },
}  # fmt: skip
