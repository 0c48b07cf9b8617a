from __future__ import annotations

from dataclasses import replace

from scenescore.apps.cli.brief_table import lines_of
from scenescore.core.types import Mood, Provenance
from scenescore.testing import brief


def _text(*briefs):
    return "\n".join(lines_of(briefs))


def test_a_block_shows_words_genre_title_mood_evidence_and_confidence():
    one = brief(
        4, genre="elegiac strings", emotions=("sorrowful",), words=("slow", "dim", "aching"),
        title="The Gate", portrayed=Mood(-0.5, -0.2, 0.3), felt=Mood(-0.5, -0.2, 0.3),
        evidence=("She weeps.",), confidence=0.65,
    )  # fmt: skip
    text = _text(one)
    for said in ("   4  The Gate", "elegiac strings", "sorrowful", "slow, dim, aching",
                 "-0.50", "0.30", '"She weeps."', "0.65"):  # fmt: skip
        assert said in text


def test_the_memorys_part_is_shown_only_where_there_is_one():
    shown = Mood(0.6, 0.2, 0.1)
    moved = brief(2, portrayed=shown, felt=Mood(0.1, 0.2, 0.1))
    assert "memory valence -0.50" in _text(moved)
    assert "memory" not in _text(brief(2, portrayed=shown, felt=shown))


def test_the_curve_has_a_character_for_each_scene_and_marks_memory():
    moods = [Mood(v, 0, 0) for v in (-1.0, 0.0, 1.0)]
    briefs = [brief(n, portrayed=mood, felt=mood) for n, mood in enumerate(moods, 1)]
    briefs[1] = replace(briefs[1], felt=Mood(0.2))
    lines = _text(*briefs).splitlines()
    assert lines[0] == "scenes 1-3, as felt"
    assert lines[1] == "valence   ▁▅█"
    assert lines[4] == "memory     * "


def test_many_scenes_wrap_within_the_page():
    lines = list(lines_of([brief(n) for n in range(1, 251)]))
    assert sum(line.startswith("valence   ") for line in lines) == 3
    assert max(map(len, lines)) <= 100


def test_a_fall_back_is_shown():
    fallen = replace(brief(1), made_by=Provenance("lexicon", fallback="semantic stopped"))
    assert "note: semantic stopped" in _text(fallen)
