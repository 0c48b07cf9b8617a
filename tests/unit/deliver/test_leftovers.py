"""A cue that is renamed and moved is exported once, under its new name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from delivered_film import CUES, film

from scenescore.core.progress import Run
from scenescore.studio.deliveries import deliver


@pytest.mark.parametrize(("form", "ending"), [("wav", "*.wav"), ("midi", "*.mid")])
def test_a_cue_renamed_and_moved_leaves_no_old_file(tmp_path, form, ending):
    whole = film(tmp_path)
    first = deliver(whole, form, run=Run())
    moved = replace(CUES[0], title="Another Name", start_s=3.0)
    changed = replace(whole, plan=replace(whole.plan, cues=(moved, *CUES[1:])))
    second = deliver(changed, form, run=Run())
    assert set(first) != set(second)
    assert sorted((whole.folder / "deliver").rglob(ending)) == sorted(second)
