"""The cue sheet says what is heard, when, how, by whom."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from delivered_film import film, without_takes

from scenescore.core.progress import Run
from scenescore.core.score import TempoChange
from scenescore.core.timing import main_bpm
from scenescore.deliver.cue_sheet import COLUMNS, SILENCE_COLUMNS, CueSheetExporter


def tables(tmp_path, whole=None, **more):
    whole = whole or film(tmp_path, **more)
    written = CueSheetExporter().write(whole, tmp_path / "deliver", run=Run())
    assert [p.name for p in written] == ["cue-sheet.csv", "silences.csv"]
    texts = [p.read_bytes().decode("utf-8") for p in written]
    return [list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts]


def test_a_cue_has_its_timecodes_usage_and_makers(tmp_path):
    cues, _ = tables(tmp_path)
    first = cues[0]
    assert tuple(first) == COLUMNS
    assert (first["cue"], first["title"], first["scenes"]) == ("1m01", "Élan / Night", "1")
    assert (first["tc_in"], first["tc_out"]) == ("01:00:02:00", "01:00:12:00")
    assert (first["length"], first["length_s"]) == ("00:00:10:00", "10.000")
    assert (first["usage"], first["usage_words"]) == ("MT", "main title")
    assert (first["key"], first["bpm"], first["meter"]) == ("D dorian", "120", "4/4")
    assert first["themes"] == "ANNA (inversion)"
    assert first["hits"] == "01:00:06:00 door slams"
    assert first["gain_db"] == "-3.0"
    assert first["composer"] == "orchestra 1, played by synth 2"
    assert first["licence"] == (
        "The music is yours to use, also for money. The sound belongs to nobody."
    )


def test_the_tempo_is_the_one_that_holds_longest(tmp_path):
    """The sheet says what take.json says, not the mean with its last slow bar."""
    whole = film(tmp_path)
    (uid, take), *others = whole.takes
    slower = (TempoChange(0.0, 120.0), TempoChange(16.0, 60.0))
    slowed = replace(take, score=replace(take.score, tempo=slower))
    cues, _ = tables(tmp_path, replace(whole, takes=((uid, slowed), *others)))
    assert cues[0]["bpm"] == f"{main_bpm(slowed.score):.0f}" == "120"


def test_usage_follows_the_trade(tmp_path):
    cues, _ = tables(tmp_path)
    assert [cue["usage"] for cue in cues] == ["MT", "BI", "VI"]


def test_without_a_score_the_brief_speaks(tmp_path):
    second = tables(tmp_path)[0][1]
    assert (second["scenes"], second["key"], second["bpm"]) == ("1-2", "E minor", "")
    assert second["themes"] == "ANNA (fragment)"
    assert second["hits"] == "01:00:15:00 cut to road"


def test_silence_is_a_decision_with_a_reason(tmp_path):
    (silence,) = tables(tmp_path)[1]
    assert tuple(silence) == SILENCE_COLUMNS
    assert silence["tc_in"] == "01:00:20:12"
    assert silence["reason"] == "Talk carries the scene."


def test_drop_frame_timecode_is_written_as_such(tmp_path):
    cues, _ = tables(tmp_path, fps="30000/1001", start_timecode="00:59:50;00")
    assert cues[1]["tc_in"] == "01:00:02;00"
    assert cues[0]["length"] == "00:00:10;00"


def test_no_title_is_a_formula_to_a_spreadsheet(tmp_path):
    cues, _ = tables(tmp_path)
    assert cues[1]["title"] == "'=SUM(A1)"


def test_a_film_that_is_only_spotted_has_a_sheet_too(tmp_path):
    cues, _ = tables(tmp_path, without_takes(film(tmp_path)))
    assert len(cues) == 3
    assert cues[0]["composer"] == cues[0]["licence"] == ""
