"""A reading at a glance, for a person: how the script is set, its scenes, people and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

_MOST_SPEAKERS = 12
_MOST_NAMES = 5
_DOUBTED = 0.6
_FORMATS = {
    "text": "plain text", "imsdb": "a web page", "pdf": "PDF", "fdx": "Final Draft",
    "fountain": "Fountain", "celtx": "Celtx",
}  # fmt: skip


def show_reading(film: Any, summary: Any, console: Console | None = None) -> None:
    """Print the whole reading."""
    console = console or Console(highlight=False)
    for part in (_head(film, summary), _scenes(film, summary), _people(summary)):
        console.print(part)
    for line in _doubts(film, summary):
        console.print(line)


def _head(film: Any, summary: Any) -> Text:
    text = Text(film.title, style="bold")
    if film.authors:
        text.append(f" by {', '.join(film.authors)}", style="default not bold")
    if film.genres:
        text.append(f"  {', '.join(film.genres)}", style="not bold cyan")
    shots = f", {summary.shots} shots inside them" if summary.shots else ""
    guessed = " (their borders are guessed)" if film.segmentation == "inferred" else ""
    text.append(
        f"\n{_FORMATS.get(film.format, film.format)}, {summary.pages:.0f} pages, about "
        f"{summary.minutes:.0f} minutes; {summary.scenes} scenes{guessed}{shots}",
        style="not bold",
    )
    if film.layout:
        text.append(f"\n{film.layout}", style="not bold dim")
    return text


def _scenes(film: Any, summary: Any) -> RenderableType:
    numbered = any(scene.printed_number for scene in film.scored_scenes)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("", justify="right", style="dim")
    if numbered:
        grid.add_column("no.", justify="right", style="dim")
    grid.add_column("heading", ratio=3, overflow="fold")
    grid.add_column("pages", justify="right", no_wrap=True)
    grid.add_column("speaking", ratio=2, style="green")
    grid.add_column("also there", ratio=1, style="dim")
    for scene in film.scored_scenes:
        doubt = Text(" ?", style="yellow") if scene.confidence < _DOUBTED else Text("")
        speaking = dict.fromkeys(e.person for e in scene.elements if e.kind == "character")
        grid.add_row(
            str(scene.number),
            *((Text(scene.printed_number or ""),) if numbered else ()),
            Text(scene.title) + doubt,
            _pages(scene.eighths),
            _few(tuple(speaking)),
            _few(summary.present[scene.number]),
        )
    return grid


def _pages(eighths: int) -> str:
    whole, rest = divmod(eighths, 8)
    return " ".join(part for part in (str(whole) if whole else "", f"{rest}/8" if rest else "")
                    if part)  # fmt: skip


def _few(names: tuple[str, ...]) -> Text:
    """Return some names as they are: what a script says is never taken for markup."""
    more = f" +{len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else ""
    return Text(", ".join(names[:_MOST_NAMES]) + more)


def _people(summary: Any) -> RenderableType:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("speakers")
    for name in ("speeches", "words", "scenes", "silent in"):
        grid.add_column(name, justify="right")
    grid.add_column("also called")
    for speaker in summary.speakers[:_MOST_SPEAKERS]:
        grid.add_row(
            Text(speaker.person, style="green"), str(speaker.speeches), str(speaker.words),
            str(speaker.scenes), str(speaker.present or ""), Text(", ".join(speaker.also)),
        )  # fmt: skip
    if len(summary.speakers) > _MOST_SPEAKERS:
        grid.add_row(Text(f"and {len(summary.speakers) - _MOST_SPEAKERS} more", style="dim"))
    return grid


def _doubts(film: Any, summary: Any) -> Iterator[Text]:
    for diagnostic in film.diagnostics:
        yield Text.assemble(("note  ", "yellow"), diagnostic.message)
    if not summary.doubted:
        if not film.diagnostics:
            yield Text("no doubts", style="dim")
        return
    shown = "" if summary.doubted == len(summary.doubts) else ", the least sure first"
    yield Text(f"{summary.doubted} doubts{shown}:", style="yellow")
    for doubt in summary.doubts:
        line = f"line {doubt.line}" if doubt.line else ""
        yield Text.assemble(
            (f"  {line:<12}", "dim"), f"taken for {doubt.taken_for} ",
            (f"({doubt.confidence:.0%} sure)  ", "dim"), doubt.text,
        )  # fmt: skip
