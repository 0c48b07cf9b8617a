"""Sections follow the curve; instruments follow the palette."""

from __future__ import annotations

import pytest

from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.types import Hit, Mood, MusicBrief
from scenescore.music.composers.orchestra.accents import KITS
from scenescore.music.composers.orchestra.compose import furnish, write_score
from scenescore.music.composers.orchestra.form import sections_of
from scenescore.music.composers.orchestra.joins import JOINS
from scenescore.music.composers.orchestra.orchestrate import on_stage, resting
from scenescore.music.composers.orchestra.palette import instruments_of
from scenescore.music.composers.orchestra.styles import STYLES
from scenescore.music.composers.orchestra.textures import TEXTURES


def test_every_genre_row_has_a_style_of_its_own():
    assert set(STYLES) == set(GENRES)


def test_styles_differ_in_ensemble_and_texture():
    seen = {
        (
            frozenset(p for layer in style.layers for p in layer.players),
            tuple((layer.texture, layer.kind) for layer in style.layers),
        )
        for style in STYLES.values()
    }
    assert len(seen) == len(STYLES)


def test_styles_name_only_what_exists():
    for style in STYLES.values():
        assert style.hit in KITS
        assert set(style.joins) <= set(JOINS)
        for layer in style.layers:
            assert layer.texture in TEXTURES
            assert set(layer.players) <= set(INSTRUMENTS)
            assert {double[0] for double in layer.double} <= set(INSTRUMENTS)


def test_a_long_cue_begins_grows_and_ends():
    for seed in range(4):
        room = furnish(MusicBrief(120.0, "understated drama", mood=Mood(0.1, 0.0, 0.3)), seed)
        roles = [phrase.role for phrase in room.phrases]
        assert roles[0] == "intro"
        assert "statement" in roles
        assert "climax" in roles
        assert roles.index("climax") > roles.index("statement")


@pytest.mark.parametrize("genre", ["heroic", "romance", "folk"])
def test_a_long_cue_says_its_tune_goes_elsewhere_and_comes_back(genre):
    room = furnish(MusicBrief(150.0, genre, mood=GENRES[genre].mood), 5)
    stated = [p for p in room.phrases if p.role in ("statement", "climax")]
    letters = "".join(phrase.material for phrase in stated)
    assert "B" in letters.strip("A")
    assert letters.startswith("AAB" if max(p.count for p in stated) >= 8 else "AABB")
    rhythms = {}
    for phrase in stated:
        for placing in room.placings:
            if placing.phrase == phrase.index and placing.operator == "statement":
                low = room.span(phrase)[0]
                told = tuple(t.onset - low for t in placing.tones if t.onset < low + 8)
                rhythms.setdefault(phrase.material, set()).add(told)
    assert rhythms["A"].isdisjoint(rhythms["B"])


def test_the_climax_stands_where_the_curve_is_highest():
    curve = ((0.0, 0.2), (60.0, 0.3), (75.0, 1.0), (90.0, 0.2))
    room = furnish(MusicBrief(90.0, "adventure", mood=Mood(0.4, 0.5, 0.3), curve=curve), 1)
    climax = next(phrase for phrase in room.phrases if phrase.role == "climax")
    at_s = room.grid.clock.beats_to_seconds(room.span(climax)[0])
    assert 55 < at_s < 85


def test_more_players_play_where_the_curve_is_high():
    curve = ((0.0, 0.1), (20.0, 0.1), (25.0, 1.0), (40.0, 1.0))
    score = write_score(MusicBrief(40.0, "heroic", mood=Mood(0.5, 0.3, 0.3), curve=curve), 1)
    end = max(n.onset_beats for part in score.parts for n in part.notes)

    def playing(low, high):
        return sum(
            1 for part in score.parts if any(low <= n.onset_beats / end < high for n in part.notes)
        )

    assert playing(0.7, 0.9) > playing(0.05, 0.25)


def test_a_cue_that_follows_another_needs_no_introduction():
    brief = MusicBrief(60.0, "romance", mood=Mood(0.6, 0.0, 0.1), follows="D minor")
    room = furnish(brief, 1)
    assert room.phrases[0].role != "intro"
    assert abs(room.key.fifths - -1) <= 1


def test_a_phrase_begins_at_every_hard_hit():
    brief = MusicBrief(60.0, "adventure", mood=Mood(0.4, 0.5, 0.3), hits=(Hit(21.7), Hit(40.2)))
    room = furnish(brief, 1)
    starts = [room.grid.clock.beats_to_seconds(room.span(phrase)[0]) for phrase in room.phrases]
    for hit in brief.hits:
        assert min(abs(start - hit.at_s) for start in starts) < 0.005


@pytest.mark.parametrize(
    ("words", "player"),
    [
        ("Solo Cello", "cello-solo"),
        ("french horn", "horns"),
        ("acoustic guitar", "steel-guitar"),
        ("warm strings", "violins-1"),
        ("taiko", "taiko"),
        ("music box", "music-box"),
    ],
)
def test_free_words_find_their_instrument(words, player):
    assert player in instruments_of(words)


def test_words_that_name_no_instrument_are_passed_over():
    assert instruments_of("longing") == ()


def test_only_the_palette_plays():
    brief = MusicBrief(
        40.0, "action ostinato", mood=Mood(-0.2, 0.8, 0.7), palette=("piano", "solo cello"),
        hits=(Hit(17.0),),
    )  # fmt: skip
    score = write_score(brief, 1)
    assert {part.instrument for part in score.parts} <= {"piano", "cello-solo"}


def test_a_film_palette_takes_the_tune():
    brief = MusicBrief(
        45.0, "understated drama", mood=Mood(0.1, -0.2, 0.2), film_palette=("harmonica",)
    )
    assert "harmonica" in {part.instrument for part in write_score(brief, 1).parts}


def test_layers_come_and_go_at_the_joins_of_sections():
    at_joins = inside = 0
    for seed in range(4):
        room = furnish(MusicBrief(120.0, "adventure", mood=Mood(0.4, 0.2, 0.3)), seed)
        joins = {first for first, _ in sections_of(room.phrases)}
        for place, layer in enumerate(room.style.layers):
            for first, after in on_stage(room, layer, place):
                for bar in {first, after} - {0, room.grid.end_bar}:
                    near = min(abs(bar - join) for join in joins) <= 1
                    at_joins, inside = at_joins + near, inside + (not near)
    assert at_joins > 2 * inside


def test_who_rested_before_plays_again():
    room = furnish(MusicBrief(120.0, "adventure"), 2)
    assert resting(room, "intro").isdisjoint(resting(room, "statement"))
    assert resting(room, "statement").isdisjoint(resting(room, "build"))
    assert resting(room, "climax") == frozenset()
