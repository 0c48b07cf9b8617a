from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from scenescore.core.codec import to_json
from scenescore.core.errors import BadDataError, NoInputError, PartialError, UsageError
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.screenplay.view import to_json as script_to_json
from scenescore.studio import word_pictures
from scenescore.studio.words import count_words, write_words
from scenescore.testing import brief, scene, screenplay


def _film(folder, title, film_genres, *told):
    """Write a film folder as far as counting needs it; `told` are (genre, emotions) per scene."""
    scenes = [scene(number) for number in range(1, len(told) + 1)]
    script = replace(screenplay(*scenes), title=title, genres=film_genres)
    briefs = [
        brief(number, genre=genre, genres=(genre,), emotions=emotions)
        for number, (genre, emotions) in enumerate(told, 1)
    ]
    write_text(folder / "screenplay.json", json.dumps(script_to_json(script)))
    write_text(folder / "briefs.json", json.dumps(to_json(briefs)))
    return folder


@pytest.fixture
def library(tmp_path):
    _film(
        tmp_path / "lib/a.film",
        "A",
        ("Drama",),
        ("solo piano", ("sad", "tender")),
        ("solo piano", ("tender",)),
        ("romance", ("tender", "joy")),
    )
    _film(tmp_path / "lib/b.film", "B", ("Action", "Drama"), ("action ostinato", ("urgent",)))
    return tmp_path / "lib"


def _rows(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_each_scene_counts_once_for_its_genre_and_once_for_each_emotion(library):
    counted = count_words([library], run=Run())
    assert counted.scenes == 4
    assert [(t.word, t.scenes, t.films) for t in counted.genres] == [
        ("solo piano", 2, 1),
        ("action ostinato", 1, 1),
        ("romance", 1, 1),
    ]
    assert counted.emotions[0].word == "tender"
    assert counted.emotions[0].share == 0.75


def test_films_may_be_chosen_by_film_genre(library):
    assert len(count_words([library], film_genre="action", run=Run()).films) == 1
    with pytest.raises(UsageError) as caught:
        count_words([library], film_genre="Musical", run=Run())
    assert "Action, Drama" in caught.value.hint


def test_tables_and_pictures_are_written(library, tmp_path):
    pytest.importorskip("wordcloud", reason="needs the extra 'ui'")
    pytest.importorskip("matplotlib", reason="needs the extra 'ui'")
    written = write_words(count_words([library], run=Run()), tmp_path / "out")
    assert {path.name for path in written} == {
        f"{kind}{form}"
        for kind in ("genres", "emotions")
        for form in (".csv", "-bars.png", "-bars.svg", "-cloud.png", "-cloud.svg")
    }
    assert _rows(tmp_path / "out/genres.csv")[0] == {
        "genre": "solo piano", "scenes": "2", "share": "0.5000", "films": "1",
    }  # fmt: skip
    assert (tmp_path / "out/genres-bars.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "out/emotions-cloud.svg").read_text("utf-8")


def test_the_same_counts_give_the_same_pictures(library, tmp_path):
    pytest.importorskip("wordcloud", reason="needs the extra 'ui'")
    counted = count_words([library], run=Run())
    one, other = (write_words(counted, tmp_path / name) for name in ("one", "other"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]


def test_without_the_libraries_the_tables_are_written_and_the_install_line_is_said(
    library, tmp_path, monkeypatch
):
    monkeypatch.setattr(word_pictures, "find_spec", lambda name: None)
    with pytest.raises(PartialError) as caught:
        write_words(count_words([library], run=Run()), tmp_path / "out")
    assert caught.value.exit_code == 75
    assert "pip install 'scenescore[ui]'" in caught.value.hint
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["emotions.csv", "genres.csv"]


def test_a_broken_film_is_left_out_and_said(library, tmp_path):
    write_text(library / "c.film/screenplay.json", "{")
    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    counted = count_words([library], run=run)
    assert len(counted.films) == 2
    assert any("c.film" in note for note in notes)
    with pytest.raises(PartialError, match="1 of 3"):
        write_words(counted, tmp_path / "out", pictures=False)


def test_a_script_that_was_never_scored_can_be_counted(tmp_path):
    script = tmp_path / "film.fountain"
    script.write_text("INT. ROOM - DAY\n\nShe weeps.\n\nEXT. FIELD - DAY\n\nThey laugh.\n", "utf-8")
    assert count_words([script], analyst="lexicon", run=Run()).scenes == 2


def test_nothing_to_count_says_so(tmp_path):
    with pytest.raises(NoInputError):
        count_words([tmp_path / "gone"], run=Run())
    with pytest.raises(BadDataError, match="no film folders"):
        count_words([tmp_path], run=Run())


def test_a_folder_of_scripts_is_counted_without_naming_each(tmp_path):
    for name in ("one.fountain", "two.TXT", "three.notes"):
        (tmp_path / name).write_text(
            "INT. ROOM - DAY\n\nShe weeps. She sits in the dark.\n", "utf-8"
        )
    counted = count_words([tmp_path], analyst="lexicon", run=Run())
    assert counted.scenes == 2
    assert counted.unread == ()
