"""One little finished film for the exporters' suite."""

from __future__ import annotations

import pytest

from scenescore.core.progress import Run

SCRIPT = """Title: Little Film
Author: The tests

INT. CELLAR - NIGHT

A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark. A knife gleams.

ANNA
He has found us. Run!

EXT. MEADOW - DAY

Children laugh and dance in the sun. Anna embraces her sister, overjoyed.
"""


@pytest.fixture(scope="session")
def little_film(tmp_path_factory):
    from scenescore.studio.pipeline import score_film

    folder = tmp_path_factory.mktemp("film")
    script = folder / "little.fountain"
    script.write_text(SCRIPT, "utf-8")
    flags = {
        "music__player": "synth",
        "work__workers": 1,
        "spotting__plan": "per-scene",
        "spotting__cue_s": 6.0,
    }
    return score_film(script, folder, flags=flags, run=Run()).folder
