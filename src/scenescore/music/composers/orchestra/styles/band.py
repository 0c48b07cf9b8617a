"""Styles of bands: pop, jazz, blues, funk, rock, metal."""

# fmt: off
from __future__ import annotations

from scenescore.music.composers.orchestra.styles.build import Style, layer

STYLES: tuple[Style, ...] = (
    Style(
        "romantic comedy", (88, 132), ("ionian", "mixolydian", "lydian", "dorian", "aeolian"),
        ("pop-major", "functional-major", "pop-minor"),
        (
            layer("guitar", "strum", "steel-guitar", .0, 57, .48, .55),
            layer("piano", "comp", "piano", .16, 64, .5, .5),
            layer("bass", "bass:syncopated", "electric-bass", .26, 43, .6, .4),
            layer("kit", "groove:soft", "drum-kit", .22, 60, .52, .6, leave=.52),
            layer("kit two", "groove:rock", "drum-kit", .52, 60, .5, .5),
            layer("lead", "melody", "piano clarinet clean-guitar", .0, 74, .78),
            layer("strings", "pad:two", "violins-1 violins-2", .50, 76, .4),
            layer("glock", "echo", "glockenspiel", .28, 84, .45, .6),
            layer("claps", "groove:claps", "electronic-kit", .44, 60, .35, .5),
        ),
        ("song", "playful"), hit="band", joins=("toms", "guitar-pickup"), ending="button",
        final="add9", tail_s=2.2, breath=.0, tune=.95, stops=.3,
    ),
    Style(
        "noir jazz", (60, 116), ("dorian", "melodic-minor", "aeolian", "mixolydian", "ionian"),
        ("jazz-minor", "jazz-major"),
        (
            layer("walk", "bass:walking", "upright-bass", .0, 38, .7),
            layer("brushes", "groove:brushes", "brush-kit", .0, 60, .56, .7, leave=.56),
            layer("ride", "groove:swing", "brush-kit", .56, 60, .56, .6),
            layer("lead", "melody", "trumpet-muted tenor-sax trumpet-muted", .0, 68, .8),
            layer("vibes", "answers", "vibraphone", .20, 74, .46, .5),
            layer("piano", "comp:rootless", "piano", .36, 62, .44, .34),
            layer("smoke", "pad:two", "tenor-sax clarinet", .56, 58, .36),
        ),
        ("jazz",), feel="swing", hit="jazz", joins=("brush", "bass-pickup"), final="sixth",
        tail_s=3.2, breath=.006, tonics=(0, 2, 3, 5, 7, 8, 10), tune=.95, stops=.25,
    ),
    Style(
        "blues", (60, 112), ("mixolydian", "dorian"), ("blues", "blues-minor"),
        (
            layer("bass", "bass:walking", "electric-bass", .0, 40, .7),
            layer("kit", "groove:shuffle", "drum-kit", .08, 60, .55, .6),
            layer("organ", "pad:three", "hammond", .1, 62, .4),
            layer("lead", "melody:graced", "clean-guitar harmonica tenor-sax", .0, 69, .8),
            layer("piano", "comp", "piano", .30, 64, .5, .5),
            layer("replies", "answers", "hammond clean-guitar", .22, 72, .5, .6),
            layer("horns", "stabs", "brass-section", .50, 65, .55, .35, how="staccato"),
        ),
        ("jazz", "folk"), feel="triplet", hit="band", joins=("toms", "bass-pickup"),
        final="dominant",
        tail_s=2.8, breath=.004, tonics=(4, 7, 9, 0, 5), tune=.95, stops=.35,
    ),
    Style(
        "funk", (92, 124), ("dorian", "mixolydian", "aeolian"), ("funk", "funk-major"),
        (
            layer("bass", "bass:syncopated", "electric-bass", .0, 38, .78, .75),
            layer("kit", "groove:funk", "drum-kit", .08, 60, .68, .8),
            layer("clav", "comp", "electric-piano", .14, 62, .5, .75, sounding=.4),
            layer("guitar", "comp", "clean-guitar", .26, 67, .42, .8, sounding=.3),
            layer("lead", "melody", "tenor-sax brass-section", .2, 68, .75, with_="alto-sax@0.6"),
            layer("hits", "stabs", "trumpets trombones", .44, 65, .6, .4, how="staccato"),
            layer("congas", "groove:latin", "hand-drums", .30, 60, .45, .6),
            layer("organ", "pad:three", "hammond", .46, 64, .38),
        ),
        ("driving", "jazz"), hit="band", joins=("toms",), ending="button", final="dominant",
        tail_s=1.8, breath=.0, is_steady=True, tune=.75, tonics=(2, 4, 5, 7, 9),
    ),
    Style(
        "rock", (100, 156), ("mixolydian", "ionian", "dorian", "aeolian"),
        ("rock-major", "riff-minor", "pop-minor"),
        (
            layer("rhythm", "riff:power", "overdriven-guitar", .12, 45, .64),
            layer("bass", "bass:pulsed", "picked-bass", .1, 40, .72, .7),
            layer("kit", "groove:rock", "drum-kit", .14, 60, .74, .8),
            layer("lead", "melody", "distortion-guitar clean-guitar", .22, 71, .75),
            layer("clean", "arpeggio:picking", "clean-guitar", .0, 60, .5, .5, leave=.3),
            layer("organ", "pad:three", "hammond", .44, 64, .4),
            layer("strum", "strum", "steel-guitar", .34, 57, .42, .6),
            layer("tambourine", "groove:shaker", "hand-drums", .55, 60, .35, .6),
        ),
        ("driving", "song"), hit="rock", joins=("toms",), ending="ring", final="fifth", tail_s=2.4,
        breath=.0, is_steady=True, tonics=(4, 9, 2, 7), tune=.75,
    ),
    Style(
        "metal", (104, 166),
        ("phrygian", "aeolian", "locrian", "dorian", "mixolydian", "ionian"),
        ("riff-dark", "riff-minor"),
        (
            layer("riff@left", "riff:power", "distortion-guitar", .0, 40, .76),
            layer("riff@right", "riff:power", "overdriven-guitar", .16, 40, .64),
            layer("riff@bass", "riff", "picked-bass", .1, 31, .72),
            layer("kit", "groove:metal", "drum-kit", .3, 60, .78, .9),
            layer("half", "groove:halftime", "drum-kit", .0, 60, .7, .7, leave=.3),
            layer("lead", "melody", "distortion-guitar", .34, 69, .72,
                  with_="overdriven-guitar~5@0.75"),
            layer("choir", "pad:three", "choir", .6, 60, .45),
            layer("tremolo", "ostinato:turn", "distortion-guitar", .56, 64, .48, .8),
        ),
        ("driving", "sinister"), hit="rock", joins=("toms", "riser"), ending="ring", final="fifth",
        tail_s=2.4, breath=.0, is_steady=True, tonics=(4, 2, 9, 11), tune=.6,
    ),
)
