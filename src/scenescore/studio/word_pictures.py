"""Draws word counts: a plain bar chart and a word cloud, each as PNG and SVG.

The colour of a word is the colour of its mood, here as everywhere. Needs matplotlib and wordcloud.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.files import atomic, write_text
from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.deliver.palette import mood_colour
from scenescore.story.emotions import mood_of_word

if TYPE_CHECKING:
    from scenescore.studio.words import Tally

_MOST_BARS, _MOST_WORDS = 30, 120
_PAPER, _INK, _RULE = "#ffffff", "#1d1b22", "#d8d5de"
_CLOUD_SIZE = (1600, 900)


def lacking() -> str | None:
    """Return None when pictures can be drawn, else the name of the missing library."""
    return next((name for name in ("matplotlib", "wordcloud") if find_spec(name) is None), None)


def draw(name: str, rows: Sequence[Tally], scenes: int, to: Path) -> list[Path]:
    """Write `NAME-bars` and `NAME-cloud` as PNG and SVG under `to`; return the paths."""
    return [*_draw_bars(name, rows[:_MOST_BARS], scenes, to), *_draw_cloud(name, rows, to)]


def _colour(word: str) -> str:
    genre = GENRES.get(word)
    place = genre.mood if genre else mood_of_word(word)
    return mood_colour(place or Mood())


def _draw_bars(name: str, rows: Sequence[Tally], scenes: int, to: Path) -> list[Path]:
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(9, 1.2 + 0.3 * max(len(rows), 3)), facecolor=_PAPER)
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, [row.scenes for row in rows], color=[_colour(row.word) for row in rows])
    axes.set_yticks(list(places), [row.word for row in rows], color=_INK)
    axes.invert_yaxis()
    for place, row in enumerate(rows):
        axes.annotate(
            f" {row.scenes}  ({row.share:.0%})", (row.scenes, place), va="center", color=_INK,
            fontsize=8,
        )  # fmt: skip
    axes.margins(x=0.14, y=0.01)
    axes.set_xlabel(f"scenes, of {scenes}", color=_INK)
    axes.set_title(_title(name), loc="left", color=_INK)
    axes.xaxis.grid(visible=True, color=_RULE, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, colors=_INK)
    figure.tight_layout()
    # The same counts give the same bytes: no date, no random names in the SVG.
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        return [
            _save(to / f"{name}-bars.{ending}", lambda path: _save_figure(figure, path))
            for ending in ("png", "svg")
        ]


def _save_figure(figure: Any, path: Path) -> None:
    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    figure.savefig(path, dpi=140, metadata=metadata, facecolor=_PAPER)


def _draw_cloud(name: str, rows: Sequence[Tally], to: Path) -> list[Path]:
    import matplotlib as mpl
    from wordcloud import WordCloud

    font = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    cloud = WordCloud(
        width=_CLOUD_SIZE[0],
        height=_CLOUD_SIZE[1],
        background_color=_PAPER,
        font_path=str(font),
        max_words=_MOST_WORDS,
        prefer_horizontal=1.0,
        relative_scaling=0.5,
        random_state=0,
        color_func=lambda word, **_: _colour(word),
    ).generate_from_frequencies({row.word: row.scenes for row in rows})
    picture = _save(to / f"{name}-cloud.png", lambda path: cloud.to_file(str(path)))
    return [picture, write_text(to / f"{name}-cloud.svg", cloud.to_svg())]


def _save(path: Path, write: Callable[[Path], object]) -> Path:
    with atomic(path) as temporary:
        write(temporary)
    return path


def _title(name: str) -> str:
    return {"genres": "Score genres, by scene", "emotions": "Emotions, by scene"}[name]
