"""The paper's table: five columns, one row per scene, and older spellings are understood."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scenescore.core.errors import BadDataError, NoInputError, UsageError
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.table import COLUMNS, read_table, to_dataframe, write_table

SCRIPT = (
    "FADE IN:\n\nINT. ROOM - DAY\n\nAnna waits.\n\nANNA (V.O.)\n(low)\nStay, and\nbe *still*.\n\n"
    "BEN\nNo.\n\nHe leaves.\n\n[[cut?]]\n\nEXT. YARD - NIGHT\n\nMoon.\n"
)
FILM = read_bytes(SCRIPT.encode(), name="x.fountain", reader="fountain")


def test_table_has_one_row_per_scene_and_the_papers_columns() -> None:
    frame = to_dataframe(FILM)
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["Scene_Names"]) == ["INT. ROOM - DAY", "EXT. YARD - NIGHT"]
    row = frame.iloc[0]
    assert row["Scene_Action"] == "Anna waits.\nHe leaves."
    assert row["Scene_Characters"] == "ANNA, BEN"
    assert row["Scene_Dialogue"] == "ANNA: Stay, and be still.\nBEN: No."
    assert row["Contents"].startswith("INT. ROOM - DAY\nAnna waits.\nANNA (V.O.)\n(low)\nStay, and")
    assert "cut?" not in row["Contents"]


@pytest.mark.parametrize("name", ["scenes.csv", "scenes.parquet"])
def test_table_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    path = write_table(FILM, tmp_path / name)
    pd.testing.assert_frame_equal(read_table(path), to_dataframe(FILM), check_dtype=False)


def test_the_papers_own_spelling_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    to_dataframe(FILM).rename(columns={"Scene_Action": "Scene_action"}).to_csv(path, index=False)
    assert tuple(read_table(path).columns) == COLUMNS


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadDataError, match="Scene_Names"):
        read_table(path)
    with pytest.raises(NoInputError):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UsageError):
        write_table(FILM, tmp_path / "scenes.xlsx")
