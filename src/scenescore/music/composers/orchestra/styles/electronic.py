"""Styles of machines: synthwave, pulses, ambience."""

# fmt: off
from __future__ import annotations

from scenescore.music.composers.orchestra.styles.build import Style, layer

STYLES: tuple[Style, ...] = (
    Style(
        "synthwave", (84, 124), ("aeolian", "dorian", "ionian", "mixolydian"),
        ("pop-minor", "modal-minor", "pop-major"),
        (
            layer("bass", "bass:pulsed", "synth-bass", .0, 36, .74, .7),
            layer("pad", "pad", "synth-strings", .0, 60, .46),
            layer("kit", "groove:synthwave", "electronic-kit", .16, 60, .68, .8),
            layer("arp", "arpeggio:synth", "arp-synth", .24, 67, .44, .75),
            layer("lead", "melody", "saw-lead square-lead", .12, 74, .66),
            layer("bells", "echo", "bell-synth", .30, 81, .42, .6),
            layer("guitar", "counter", "overdriven-guitar", .52, 64, .5),
            layer("stabs", "stabs", "synth-strings", .44, 66, .48, .35, sounding=.4),
        ),
        ("song", "motor", "heroic"), hit="electronic", joins=("riser", "electronic-toms"),
        ending="ring", final="add9", tail_s=3.0, breath=.0, is_steady=True, tune=.85,
    ),
    Style(
        "electronic pulse", (96, 132), ("aeolian", "dorian", "mixolydian", "ionian"),
        ("minimal-minor", "pop-minor", "minimal-major"),
        (
            layer("pulse", "ostinato:cells", "pulse-synth", .0, 57, .54, .7),
            layer("bass", "bass:syncopated", "synth-bass", .12, 36, .7, .5),
            layer("kit", "groove:dance", "electronic-kit", .20, 60, .66, .8),
            layer("pad", "pad:three", "warm-pad", .08, 60, .44),
            layer("arp", "arpeggio:broken", "arp-synth", .34, 74, .42, .7),
            layer("lead", "melody", "square-lead bell-synth", .30, 72, .5),
            layer("glass", "sparkle", "bell-synth", .26, 84, .38, .36),
            layer("shaker", "groove:shaker", "hand-drums", .44, 60, .34, .6),
        ),
        ("motor", "driving"), chord_bars=1.6, hit="electronic", joins=("riser", "boom"),
        ending="ring",
        final="unresolved", tail_s=2.4, breath=.0, is_steady=True, tune=.5,
    ),
    Style(
        "ambient", (46, 84), ("lydian", "ionian", "mixolydian", "dorian", "aeolian", "phrygian"),
        ("drone-major", "minimal-major", "minimal-minor", "drone"),
        (
            layer("bed", "pad:three", "warm-pad", .0, 55, .56),
            layer("blooms", "swells", "choir-pad voice-ooh", .0, 62, .46, .55),
            layer("drops", "sparkle", "felt-piano", .06, 69, .5, .24),
            layer("lead", "melody", "voice-ooh felt-piano", .1, 69, .5),
            layer("sub", "drone:single", "sub-drone", .14, 33, .46),
            layer("strings", "pad:two", "violas celli", .34, 57, .38, .3, how="mute"),
            layer("bells", "arpeggio:broken", "bell-synth", .46, 76, .34, .3),
        ),
        ("still",), chord_bars=1.5, hit="soft", joins=(), ending="fade", final="add9", tail_s=5.0,
        breath=.01, tune=.6, is_strict=True,
    ),
)
