"""Patches of synthesizers: pads, drones, leads, pulses, as data."""

from __future__ import annotations

from dataclasses import replace

from scenescore.music.players.synth.ensemble import Ensemble
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.riser import Riser
from scenescore.music.players.synth.solo import Solo
from scenescore.music.players.synth.spectrum import Spectrum
from scenescore.music.players.synth.struck import Struck

_PAD = Ensemble(
    spectrum=Spectrum(slope_db=-6, soft_hz=600, loud_hz=2200, follow=0.5, fall_db=-18),
    players=7, detune_cents=10.0, vibrato_cents=3.0, vibrato_hz=3.1, wobble_cents=3.0, width=1.0,
    attack_s=0.5, release_s=0.9, swell_s=0.8,
)  # fmt: skip
_LEAD = Solo(
    spectrum=Spectrum(slope_db=-6, soft_hz=1800, loud_hz=6500, follow=0.5),
    vibrato_cents=9.0, vibrato_after_s=0.3, tremor=0.0, drift_cents=1.0, attack_s=0.008,
    release_s=0.09, accent=0.25, swell_s=0.01, voices=2, spread_cents=7.0,
)  # fmt: skip

SYNTHS: dict[str, Patch] = {
    "sub-drone": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-8, soft_hz=350, loud_hz=900, follow=0.3),
        octaves=((1.0, 0.0), (0.5, -4.0), (2.0, -14.0)), players=4, detune_cents=6.0,
        noise_db=-30.0, attack_s=0.9, release_s=1.2,
    ),
    "warm-pad": _PAD,
    "glass-pad": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-9, even=0.5, soft_hz=1500, loud_hz=4500),
        octaves=((1.0, 0.0), (2.0, -9.0), (5.0, -16.0)), players=4, detune_cents=5.0,
        flutter=0.15, flutter_hz=2.4, attack_s=0.35,
    ),
    "choir-pad": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-8, soft_hz=1500, loud_hz=3500, follow=0.1,
                          resonances=((600, 9, 0.3), (1050, 7, 0.25), (2500, 6, 0.2))),
        vibrato_cents=12.0, vibrato_hz=4.8, noise_db=-32.0,
    ),
    "sweep-pad": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-5, soft_hz=350, loud_hz=4500, follow=0.5),
        swell_s=2.2, attack_s=0.3, detune_cents=12.0,
    ),
    "dark-pad": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-8, soft_hz=300, loud_hz=800, follow=0.4),
        octaves=((1.0, 0.0), (0.5, -5.0)), players=5, noise_db=-36.0,
    ),
    "synth-strings": replace(
        _PAD,
        spectrum=Spectrum(slope_db=-6, soft_hz=1200, loud_hz=4500),
        vibrato_cents=6.0, vibrato_hz=5.0, attack_s=0.16, release_s=0.4, swell_s=0.15,
    ),
    "saw-lead": _LEAD,
    "square-lead": replace(
        _LEAD, spectrum=Spectrum(slope_db=-6, even=0.02, soft_hz=1800, loud_hz=5500, follow=0.5)
    ),
    "pulse-synth": replace(
        _LEAD,
        spectrum=Spectrum(
            slope_db=-5, even=0.45, soft_hz=500, loud_hz=3600, follow=0.4, fall_db=-18
        ),
        attack_s=0.004, release_s=0.06, accent=0.9, vibrato_cents=0.0, closing=0.8,
    ),
    "arp-synth": replace(
        _LEAD,
        spectrum=Spectrum(slope_db=-6, soft_hz=900, loud_hz=4200, follow=0.5),
        attack_s=0.003, release_s=0.12, accent=1.4, vibrato_cents=0.0, spread_cents=5.0,
        closing=0.7, closing_s=0.15,
    ),
    "bell-synth": Struck(
        spectrum=Spectrum(slope_db=0, soft_hz=600, loud_hz=6000, follow=0.8),
        ratios=(1.0, 2.0, 3.01, 4.18, 5.43, 6.8), levels_db=(0, -7, -14, -12, -18, -20),
        ring_s=4.5, ring_follow=-0.4, ring_high=1.1, twin_cents=4.0, twin_db=-5.0, twin_ring=1.2,
        damp_s=1.2, width=0.6,
    ),
    "theremin": Solo(
        spectrum=Spectrum(slope_db=-9, soft_hz=900, loud_hz=2000, fall_db=-24),
        vibrato_cents=32.0, vibrato_hz=6.1, vibrato_after_s=0.05, tremor=0.05, scoop_cents=-120.0,
        scoop_s=0.07, glide=1.0, drift_cents=6.0, attack_s=0.09, release_s=0.18, accent=0.0,
        swell_s=0.1,
    ),
    "risers": Riser(),
}  # fmt: skip

BASS: dict[str, Patch] = {
    "synth-bass": Solo(
        spectrum=Spectrum(slope_db=-5, soft_hz=500, loud_hz=2800, follow=0.2, fall_db=-18),
        vibrato_cents=0.0, tremor=0.0, drift_cents=0.5, attack_s=0.004, release_s=0.06,
        accent=0.7, swell_s=0.0, closing=0.8, closing_s=0.25,
    ),
}  # fmt: skip
