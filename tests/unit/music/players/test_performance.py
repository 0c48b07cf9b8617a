from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.score import MeterChange, Note, Score, TempoChange
from scenescore.music.players.performance import perform, spans, stem_names

RATE_HZ = 1000


def test_beats_become_samples_by_the_tempo_map(part_of):
    part = part_of("piano", [(0, 1, 60, 80), (4, 2, 62, 80)])
    score = Score(
        9.0, (TempoChange(0, 60), TempoChange(4, 120)), (MeterChange(0, 4, 4),), "", (part,)
    )
    (played,) = perform(score, RATE_HZ)
    assert [(note.start, note.stop) for note in played.notes] == [(0, 1000), (4000, 5000)]


def test_human_offset_moves_the_note_and_articulation_shortens_it(part_of, score_of):
    note = Note(1.0, 1.0, 60, 80, offset_s=-0.02, sounding=0.5)
    (played,) = perform(score_of(part_of("piano", [note])), RATE_HZ)
    assert (played.notes[0].start, played.notes[0].stop) == (980, 1480)


def test_a_note_before_the_start_begins_at_the_start(part_of, score_of):
    note = Note(0.0, 1.0, 60, 80, offset_s=-0.03)
    (played,) = perform(score_of(part_of("piano", [note])), RATE_HZ)
    assert played.notes[0].start == 0


def test_parts_with_nothing_before_the_end_have_no_stem(part_of, score_of):
    late = part_of("flute", [(5, 1, 72, 80)])
    silent = part_of("celli", [])
    parts = perform(score_of(part_of("piano", [(0, 1, 60, 80)]), late, silent, seconds=3), RATE_HZ)
    assert stem_names(parts) == ("keys",)


def test_a_repeated_pitch_is_let_go_before_it_is_struck_again(part_of, score_of):
    part = part_of("piano", [(0, 3, 60, 80), (1, 1, 60, 90), (1, 1, 64, 70)])
    (played,) = perform(score_of(part), RATE_HZ)
    assert [(note.start, note.stop, note.pitch) for note in played.notes] == [
        (0, 1000, 60),
        (1000, 2000, 60),
        (1000, 2000, 64),
    ]


def test_of_two_equal_notes_the_louder_is_played(part_of, score_of):
    part = part_of("piano", [(0, 1, 60, 50), (0, 1, 60, 90)])
    (played,) = perform(score_of(part), RATE_HZ)
    assert [note.velocity for note in played.notes] == [90]


def test_controls_are_interpolated_between_points_and_held_outside(part_of, score_of):
    part = part_of("celli", [(0, 4, 40, 80)], controls=[(1, 11, 40), (3, 11, 80)])
    (played,) = perform(score_of(part, seconds=5), RATE_HZ)
    moments = np.array([0, 1000, 2000, 3000, 4000])
    assert played.curves[11].at(moments).tolist() == [40, 40, 60, 80, 80]


@pytest.mark.parametrize("total", [1, 999, 1000, 1001, 4096])
def test_blocks_make_up_the_whole(total):
    blocks = list(spans(total, 1000))
    assert sum(length for _, length in blocks) == total
    assert [start for start, _ in blocks] == list(range(0, total, 1000))
