"""Styles of fear and doubt: suspense, nerves, pulses, horror, deep space."""

# fmt: off
from __future__ import annotations

from scenescore.music.composers.orchestra.styles.build import Style, layer

STYLES: tuple[Style, ...] = (
    Style(
        "suspense drone", (50, 96), ("phrygian", "aeolian", "locrian", "dorian", "lydian"),
        ("drone", "drone-major"),
        (
            layer("ground", "drone:uneasy", "basses celli", .0, 36, .6, how="slow"),
            layer("sub", "drone:single", "sub-drone", .16, 29, .48),
            layer("blooms", "swells", "violas horns bass-clarinet", .06, 55, .5, .5),
            layer("high", "pad:two", "violins-1 violins-2", .22, 76, .34, how="tremolo"),
            layer("heart", "groove:heartbeat", "taiko", .30, 60, .55, .5),
            layer("ticks", "ostinato:turn", "violas", .40, 62, .44, .4, how="pizzicato"),
            layer("drops", "sparkle", "piano", .14, 72, .44, .14),
            layer("lead", "melody", "cello-solo bass-clarinet", .18, 55, .6),
            layer("cluster", "cluster", "violins-1 violins-2 violas", .50, 70, .44, how="tremolo"),
            layer("scrape", "stabs", "celli basses", .56, 41, .5, .3, how="staccato"),
        ),
        ("sinister", "still"), chord_bars=1.8, hit="dark", joins=("riser", "boom"), ending="fade",
        final="fifth", tail_s=4.5, tune=.45, breath=.0, stops=.3,
    ),
    Style(
        "psychological strings", (58, 120),
        ("phrygian", "harmonic-minor", "aeolian", "locrian", "dorian", "lydian", "ionian"),
        ("chromatic", "cluster", "mediant-minor"),
        (
            layer("tremolo", "pad", "upper-strings", .0, 60, .48, how="tremolo"),
            layer("shiver", "ostinato:turn", "violins-2", .20, 74, .5, .5, how="staccato"),
            layer("low", "bass:pizz", "celli", .08, 43, .6, how="pizzicato", with_="basses~12@0.4"),
            layer("lead", "melody", "viola-solo violin-solo", .0, 70, .74),
            layer("stabs", "stabs", "violins-1 violas", .46, 79, .75, .4, how="staccato"),
            layer("cluster", "cluster", "violins-1 violins-2 violas", .40, 78, .44),
            layer("creep", "swells", "celli basses", .0, 41, .54, .5),
        ),
        ("sinister", "driving", "lament"), hit="horror", joins=("strings-run", "riser"),
        ending="ring",
        final="minor-major", tail_s=3.0, tune=.7, stops=.4,
    ),
    Style(
        "thriller pulse", (88, 140), ("aeolian", "dorian", "phrygian", "mixolydian"),
        ("modal-minor", "phrygian", "pop-minor"),
        (
            layer("tick", "groove:tick", "electronic-kit", .0, 60, .5, .6),
            layer("pulse", "pulse", "pulse-synth", .0, 45, .6, .55),
            layer("strings", "ostinato:spiccato", "celli violas", .22, 55, .54, .5, how="staccato"),
            layer("pad", "pad:three", "dark-pad", .08, 55, .42),
            layer("bass", "bass:roots", "synth-bass", .30, 36, .6, .3),
            layer("lead", "melody", "electric-piano viola-solo horns", .2, 65, .62),
            layer("drums", "groove:epic", "taiko", .44, 60, .6, .5),
            layer("high", "ostinato:turn", "violins-1", .54, 76, .5, .6, how="staccato"),
            layer("kit", "groove:pulse", "electronic-kit", .50, 60, .6, .6),
            layer("stabs", "stabs", "low-brass", .6, 46, .6, .3, how="staccato"),
        ),
        ("driving", "motor", "sinister"), chord_bars=1.6, hit="electronic",
        joins=("riser", "boom", "swell"), ending="ring", final="fifth", tail_s=2.6, breath=.0,
        is_steady=True, tune=.55,
    ),
    Style(
        "horror", (46, 104),
        ("locrian", "phrygian", "harmonic-minor", "dorian", "ionian", "lydian"),
        ("cluster", "chromatic"),
        (
            layer("dread", "drone:uneasy", "dark-pad basses", .0, 34, .6),
            layer("cluster", "cluster", "violins-1 violins-2 violas celli", .08, 72, .5,
                  how="tremolo"),
            layer("voices", "swells", "voice-ooh choir-pad", .18, 62, .45, .5),
            layer("box", "melody", "music-box celesta", .0, 79, .55, leave=.5),
            layer("drops", "sparkle", "piano", .14, 86, .45, .16),
            layer("low piano", "bass:roots", "piano", .28, 28, .6, .3),
            layer("brass", "cluster", "trombones horns", .48, 50, .6, how="mute"),
            layer("panic", "ostinato:turn", "violins-1", .60, 84, .55, .8, how="staccato"),
            layer("heart", "groove:heartbeat", "taiko", .36, 60, .6, .7),
            layer("shrieks", "stabs", "violins-2 violins-1", .52, 88, .75, .3, how="staccato"),
        ),
        ("sinister",), chord_bars=1.8, hit="horror", joins=("riser", "boom"), ending="fade",
        final="cluster", tail_s=4.0, tune=.45, breath=.01, stops=.5,
    ),
    Style(
        "sci-fi ambient", (52, 100), ("lydian", "dorian", "aeolian", "phrygian"),
        ("mediant-minor", "drone", "drone-major", "lydian"),
        (
            layer("bed", "pad", "sweep-pad", .0, 55, .54),
            layer("glass", "swells", "glass-pad choir-pad", .08, 72, .48, .5),
            layer("sequence", "arpeggio:synth", "arp-synth", .26, 67, .42, .56),
            layer("sub", "drone:single", "sub-drone", .0, 31, .5),
            layer("lead", "melody", "theremin square-lead", .1, 72, .5),
            layer("bells", "sparkle", "bell-synth", .14, 84, .42, .26),
            layer("pulse", "pulse", "pulse-synth", .42, 50, .45, .45),
            layer("kit", "groove:pulse", "electronic-kit", .6, 60, .4, .5),
        ),
        ("still", "call", "modal"), chord_bars=1.6, hit="electronic", joins=("riser", "boom"),
        ending="fade", final="unresolved", tail_s=4.5, tune=.6, key_plan="mediant",
    ),
)
