from __future__ import annotations

import subprocess
import sys

import pytest
from story_films import CHASE, GRIEF, PORCH, film

from scenescore.core.errors import Cancelled, UnknownBackendError
from scenescore.core.progress import Run
from scenescore.story.analyse import analyse, analyse_text, portray, resolve
from scenescore.testing import FakeAnalyst, registered, scene, screenplay


def test_auto_takes_the_best_that_can_work_here():
    assert resolve("auto") == "lexicon"

    class Semantic(FakeAnalyst):
        def is_available(self):
            return None

    class Missing(FakeAnalyst):
        def is_available(self):
            return "the weights are missing"

    with registered("analysts", "semantic", Semantic):
        assert resolve("auto") == "semantic"
    with registered("analysts", "semantic", Missing):
        assert resolve("auto") == "lexicon"


def test_one_that_breaks_when_asked_is_replaced_and_it_is_said():
    class Broken(FakeAnalyst):
        def is_available(self):
            raise OSError("no such device")

    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    with registered("analysts", "semantic", Broken):
        assert resolve("auto") == "lexicon"
        read = portray(film(GRIEF, PORCH), run=run)
    assert [b.made_by.backend for b in read] == ["lexicon", "lexicon"]
    assert all("no such device" in b.made_by.fallback for b in read)
    assert sum("semantic" in note for note in notes) == 1


def test_an_unknown_analyst_offers_the_nearest():
    with pytest.raises(UnknownBackendError) as caught:
        analyse(film(GRIEF), analyst="lexikon")
    assert "lexicon" in caught.value.hint


def test_a_failing_analyst_is_replaced_for_the_rest_and_it_is_said():
    class Tired(FakeAnalyst):
        def briefs(self, scenes, *, film, run):
            yield from super().briefs(scenes[:1], film=film, run=run)
            raise RuntimeError("out of memory")

    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    with registered("analysts", "tired", Tired):
        read = portray(film(GRIEF, CHASE, PORCH), analyst="tired", run=run)
    assert [b.made_by.backend for b in read] == ["fake", "lexicon", "lexicon"]
    assert "out of memory" in read[1].made_by.fallback
    assert any("tired" in note for note in notes)


def test_an_analyst_that_leaves_scenes_out_is_completed():
    class Lazy(FakeAnalyst):
        def briefs(self, scenes, *, film, run):
            yield from super().briefs(scenes[:2], film=film, run=run)

    with registered("analysts", "lazy", Lazy):
        read = portray(film(GRIEF, CHASE, PORCH), analyst="lazy", run=Run())
    assert [b.scene for b in read] == [1, 2, 3]
    assert read[2].made_by.fallback


def test_a_stopped_run_stops():
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        portray(film(GRIEF, CHASE), run=run)


def test_progress_is_reported():
    parts = []
    portray(film(*[PORCH] * 40), run=Run(lambda event: parts.append(event.part)))
    assert parts == sorted(parts)
    assert len(parts) >= 2


def test_a_film_without_scenes_has_no_briefs():
    from dataclasses import replace

    assert analyse(replace(screenplay(scene(1)), scenes=())) == ()


def test_any_analysts_scenes_are_marked_as_flashbacks():
    whole = screenplay(scene(1, "EXT. LAKE - DAY (FLASHBACK)"), scene(2))
    with registered("analysts", "calm", FakeAnalyst):
        assert [b.flashback for b in analyse(whole, analyst="calm")] == [True, False]


def test_a_raw_scene_is_read_with_its_heading_and_its_speech():
    read = analyse_text(CHASE)
    assert read.scene == 1
    assert read.portrayed == analyse(film(CHASE))[0].portrayed
    assert set(read.characters) == {"BEN"}
    assert read.analysed_text.startswith("EXT. HARBOR STREET - NIGHT")


def test_a_raw_scene_needs_no_heading():
    read = analyse_text("He weeps over the grave of his son. Rain.")
    assert read.portrayed.valence < -0.3
    assert read.analysed_text.startswith("He weeps")


@pytest.mark.parametrize("text", ["", "   \n\n ", "?!", "INT. ROOM - DAY", "你好。世界！"])
def test_an_empty_or_foreign_scene_still_gets_a_brief(text):
    read = analyse_text(text)
    assert read.title
    assert len(read.words) == 3
    assert read.confidence <= 0.5


def test_reading_is_the_same_in_another_process():
    code = (
        "import sys; sys.path.insert(0, {folder!r})\n"
        "from story_films import *\n"
        "from scenescore.core.codec import key_of\n"
        "from scenescore.story.analyse import analyse\n"
        "print(key_of(analyse(film(GRIEF, FLASHBACK, CHASE, PORCH, HIDING))))"
    ).format(folder=str(__file__).rpartition("/")[0])
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
            timeout=60,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(keys) == 1


def test_reading_brings_no_heavy_library():
    code = (
        "import sys\n"
        "from scenescore.story.analyse import analyse_text\n"
        "analyse_text('INT. ROOM - DAY\\n\\nShe smiles.')\n"
        "print({'numpy', 'scipy', 'pandas', 'requests', 'torch'} & set(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert out.stdout.strip() == "set()"
