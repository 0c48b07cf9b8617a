"""Styles of places: west, south, east, village and shore."""

# fmt: off
from __future__ import annotations

from scenescore.music.composers.orchestra.styles.build import Style, layer

STYLES: tuple[Style, ...] = (
    Style(
        "western", (66, 124), ("mixolydian", "dorian", "aeolian", "ionian"),
        ("folk-minor", "modal-minor", "mixolydian", "folk-major"),
        (
            layer("twang", "arpeggio:picking", "twang-guitar", .0, 57, .62, .4),
            layer("lead", "melody", "whistle harmonica whistle", .0, 79, .8),
            layer("gallop", "groove:gallop", "orchestral-percussion", .22, 60, .4, .6),
            layer("strum", "strum", "banjo", .24, 67, .44, .55),
            layer("voice", "counter", "boy-soprano voice-ooh", .34, 76, .5),
            layer("bells", "sparkle", "tubular-bells", .44, 67, .46, .12),
            layer("low twang", "ostinato:gallop", "twang-guitar", .50, 50, .5, .6),
            layer("trumpets", "echo", "trumpets", .54, 74, .56, .6),
            layer("bass", "bass:roots", "upright-bass", .62, 40, .46, .4),
        ),
        ("call", "folk"), hit="western", joins=("guitar-pickup", "bell", "swell"), final="fifth",
        tail_s=3.0, tonics=(2, 4, 7, 9), key_plan="relative", tune=.95,
    ),
    Style(
        "latin", (76, 128), ("phrygian-dominant", "ionian", "aeolian", "harmonic-minor"),
        ("andalusian", "functional-minor", "functional-major"),
        (
            layer("guitar", "strum", "nylon-guitar", .1, 57, .55, .65),
            layer("bass", "bass:syncopated", "upright-bass", .22, 43, .6, .36),
            layer("lead", "melody:graced", "trumpets nylon-guitar accordion", .0, 71, .8),
            layer("seconds", "thirds", "trumpets violins-2", .30, 66, .56),
            layer("percussion", "groove:latin", "hand-drums", .22, 60, .55, .65),
            layer("violins", "answers", "violins-1", .28, 77, .55, .6),
            layer("picking", "arpeggio:broken", "nylon-guitar", .0, 58, .48, .5, leave=.3),
        ),
        ("folk", "ornate", "modal"), hit="plucked", joins=("guitar-pickup", "hands"),
        ending="button",
        tail_s=2.2, tonics=(4, 9, 2, 7, 0), tune=.95, stops=.3,
    ),
    Style(
        "folk", (70, 124), ("ionian", "mixolydian", "dorian", "aeolian"),
        ("folk-major", "mixolydian", "folk-minor", "dorian"),
        (
            layer("picking", "arpeggio:picking", "steel-guitar", .0, 53, .6, .55),
            layer("lead", "melody:graced", "violin-solo harmonica mandolin", .0, 74, .78),
            layer("bass", "bass:roots", "upright-bass", .04, 38, .5, .3),
            layer("strum", "strum", "steel-guitar", .30, 58, .44, .55),
            layer("mandolin", "sparkle", "mandolin", .40, 74, .42, .5),
            layer("seconds", "thirds", "viola-solo", .34, 66, .55),
            layer("hands", "groove:folk", "hand-drums", .44, 60, .42, .5),
            layer("accordion", "pad:three", "accordion", .42, 64, .38),
        ),
        ("folk", "song"), hit="plucked", joins=("guitar-pickup", "bass-pickup"), tail_s=3.0,
        breath=.006, tonics=(2, 4, 7, 9, 0), tune=.95,
    ),
    Style(
        "mediterranean", (54, 92), ("aeolian", "harmonic-minor", "ionian"),
        ("functional-minor", "functional-major"),
        (
            layer("bass", "bass:beats", "upright-bass", .06, 45, .48),
            layer("pah", "oompah", "accordion", .24, 60, .46),
            layer("lead", "melody:graced", "mandolin clarinet accordion", .0, 74, .82),
            layer("trem", "thirds", "mandolin", .50, 69, .5, how="tremolo"),
            layer("guitar", "arpeggio:broken", "nylon-guitar", .0, 57, .52, .32),
            layer("strings", "pad:two", "violins-1 violins-2", .52, 74, .4, .4),
            layer("counter", "counter", "celli", .42, 55, .55),
        ),
        ("lyric", "ornate", "folk"), feel="triplet", hit="plucked",
        joins=("guitar-pickup", "clarinet-pickup"), tail_s=3.0, breath=.016,
        tonics=(2, 4, 7, 9, 0), tune=1.0,
    ),
    Style(
        "middle-eastern", (66, 124),
        ("phrygian-dominant", "double-harmonic", "harmonic-minor", "hungarian-minor"),
        ("andalusian", "phrygian"),
        (
            layer("oud", "ostinato:turn", "oud", .0, 52, .6, .5),
            layer("drone", "drone", "celli basses", .0, 43, .48),
            layer("hands", "groove:maqsum", "hand-drums", .14, 60, .6, .7),
            layer("lead", "melody:graced", "oboe oud violin-solo", .0, 70, .8),
            layer("strings", "echo", "violins-1", .30, 74, .6, .7, with_="violins-2~12@0.5"),
            layer("heavy", "groove:tribal", "taiko", .50, 60, .55, .5),
            layer("high drone", "drone", "violas", .36, 62, .4),
            layer("unison", "melody", "violins-1 violins-2", .56, 74, .6),
        ),
        ("modal", "ornate"), hit="drums", joins=("hands", "swell"), final="fifth", tail_s=3.0,
        tonics=(2, 4, 7, 9), tune=.9,
    ),
    Style(
        "east asian", (54, 102), ("yo", "in", "dorian", "aeolian"), ("east",),
        (
            layer("koto", "arpeggio:broken", "koto", .0, 60, .58, .36),
            layer("lead", "melody:graced", "pan-flute alto-flute ocarina", .0, 75, .8),
            layer("breath", "scrape", "orchestral-percussion", .12, 60, .26, .2),
            layer("shamisen", "ostinato:leap", "shamisen", .32, 60, .5, .5),
            layer("drums", "groove:taiko", "taiko", .34, 60, .6, .45),
            layer("drone", "drone:single", "violas", .0, 55, .36, how="mute"),
            layer("drops", "sparkle", "koto", .12, 77, .46, .2),
            layer("flutes", "echo", "ocarina", .4, 79, .42, .6),
        ),
        ("still", "modal"), hit="gong", joins=("taikos", "swell"), final="fifth", tail_s=4.0,
        breath=.016, tonics=(2, 4, 7, 9), tune=.9, stops=.3,
    ),
)
