"""A screenplay as the paper's table: one row per scene, five columns.

Scene_Names       the heading as printed
Scene_Action      action, one paragraph per line
Scene_Characters  who speaks, as printed, in order of the first speech, comma-separated
Scene_Dialogue    speeches, one per line, `NAME: words`; parentheticals left out
Contents          the whole scene as text, heading and all
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.core import files
from scenescore.core.errors import BadDataError, UsageError
from scenescore.core.types import Element, Scene, Screenplay
from scenescore.screenplay.emphasis import FORMATS_WITH_EMPHASIS, plain_text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("Scene_Names", "Scene_Action", "Scene_Characters", "Scene_Dialogue", "Contents")
_SHOWN = ("action", "shot", "centered", "transition", "character", "parenthetical", "dialogue",
          "lyric")  # fmt: skip
_SUFFIXES = (".csv", ".parquet")


def rows(screenplay: Screenplay) -> list[tuple[str, str, str, str, str]]:
    """Return the table's rows, one per scene of level "scene"."""
    marked = screenplay.format in FORMATS_WITH_EMPHASIS
    return [_row(_unmarked(scene) if marked else scene) for scene in screenplay.scored_scenes]


def _unmarked(scene: Scene) -> Scene:
    """Return a scene whose texts carry no emphasis marks."""
    return replace(
        scene, elements=tuple(replace(e, text=plain_text(e.text)) for e in scene.elements)
    )


def to_dataframe(screenplay: Screenplay) -> pd.DataFrame:
    """Return the paper's table as a DataFrame, all columns text."""
    import pandas as pd

    return pd.DataFrame(rows(screenplay), columns=list(COLUMNS), dtype="str")


def write_table(screenplay: Screenplay, path: Path) -> Path:
    """Write the table as `.csv` (UTF-8) or `.parquet`, by the suffix; return the path.

    Raises
    ------
    UsageError
        any other suffix
    CannotWriteError
        no room, no permission
    """
    path = Path(path)
    if path.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"{path.name}: a table is .csv or .parquet", hint="Change the ending.")
    frame = to_dataframe(screenplay)
    if path.suffix.lower() == ".csv":
        return files.write_text(path, frame.to_csv(index=False, lineterminator="\n"))
    with files.atomic(path) as temporary:
        frame.to_parquet(temporary, index=False)
    return path


def read_table(path: Path) -> pd.DataFrame:
    """Return a table written by us or by the paper's code, with our column names.

    `Scene_action`, as the paper's code spells it, is taken for `Scene_Action`.

    Raises
    ------
    NoInputError, NotPermittedError
        no such file; not allowed
    BadDataError
        when it is no such table
    """
    import io

    import pandas as pd

    path = Path(path)
    data = files.read_bytes(path)
    try:
        if path.suffix.lower() == ".parquet":
            frame = pd.read_parquet(io.BytesIO(data))
        else:
            frame = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False)
    except (ValueError, OSError) as problem:
        raise BadDataError(f"{path.name}: cannot be read as a table ({problem})") from problem
    usual = {name.casefold(): name for name in COLUMNS}
    frame = frame.rename(columns={c: usual.get(str(c).casefold(), c) for c in frame.columns})
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise BadDataError(
            f"{path.name}: the columns {', '.join(missing)} are missing",
            hint=f"The table has the columns {', '.join(COLUMNS)}.",
        )
    return frame[list(COLUMNS)]


def _row(scene: Scene) -> tuple[str, str, str, str, str]:
    return (
        scene.title,
        "\n".join(e.text.strip() for e in scene.elements if e.kind in ("action", "centered")),
        ", ".join(dict.fromkeys(e.character for e in scene.elements if e.character)),
        "\n".join(_speeches(scene.elements)),
        "\n".join([scene.title, *(e.text.strip() for e in scene.elements if e.kind in _SHOWN)]),
    )


def _speeches(elements: Iterable[Element]) -> list[str]:
    """Return `NAME: words` for every speech; its paragraphs are joined."""
    speeches: list[str] = []
    speaker = None
    for element in elements:
        if element.kind == "character":
            speaker = element.character
            speeches.append(f"{speaker}:")
        elif element.kind in ("dialogue", "lyric") and element.character and speeches:
            speeches[-1] += " " + " ".join(element.text.split())
    return speeches
