"""`scenescore compose`: one brief, one take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import AsJson, Commercial, Composer, Player, Quiet


def command(
    brief: Annotated[
        Path,
        typer.Argument(
            metavar="BRIEF.json", readable=False, help="What to compose; '-' reads stdin."
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the take.")],
    seed: Annotated[int, typer.Option(help="Another seed, other music.")] = 0,
    duration: Annotated[
        float | None, typer.Option(help="Seconds; needed for the brief of a scene.", min=0.05)
    ] = None,
    composer: Composer = None,
    player: Player = None,
    commercial: Commercial = False,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compose one cue from a brief: sound, MIDI, stems and what was done."""
    from scenescore.core.files import read_bytes
    from scenescore.core.settings import load
    from scenescore.studio.brief_form import parse_brief
    from scenescore.studio.compose import compose_brief
    from scenescore.studio.settings_of import judge

    flags = {"music__composer": composer, "music__player": player}
    judge(load().with_flags(**flags))
    data = sys.stdin.buffer.read() if str(brief) == "-" else read_bytes(brief)
    wanted = parse_brief(data, duration_s=duration)
    with running(quiet=quiet) as run:
        take = compose_brief(
            wanted,
            out,
            seed=seed,
            flags=flags,
            title=_title(brief),
            commercial=commercial,
            run=run,
        )
    if json:
        from scenescore.core.codec import read_json

        show_json(read_json(out / "take.json"))
    else:
        level = "" if take.loudness_lufs is None else f", {take.loudness_lufs:.1f} LUFS"
        show(f"{out / 'cue.wav'}  {take.audio.duration_s:.2f} s{level}")


def _title(brief: Path) -> str:
    return "Cue" if str(brief) == "-" else brief.stem.replace("-", " ").replace("_", " ").title()
