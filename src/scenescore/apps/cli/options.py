"""Options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Script = Annotated[
    Path, typer.Argument(metavar="FILE", readable=False, help="A screenplay of any known format.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show notes only, no progress.")]
Analyst = Annotated[
    str | None, typer.Option(help="Who reads the scenes: lexicon, ... or auto.", show_default=False)
]
Composer = Annotated[
    str | None, typer.Option(help="Who composes: orchestra, ... or auto.", show_default=False)
]
Player = Annotated[
    str | None,
    typer.Option(help="Who plays: soundfont, synth, ... or auto.", show_default=False),
]
Seed = Annotated[int | None, typer.Option(help="Another seed, other music.", show_default=False)]
Plan = Annotated[
    str | None,
    typer.Option(help="spotted (a cue plan with silence) or per-scene.", show_default=False),
]
CueLength = Annotated[
    float | None,
    typer.Option("--duration", help="per-scene: seconds of each cue.", show_default=False, min=0.5),
]
Fps = Annotated[
    str | None, typer.Option(help="Frame rate: 24, 25, 23.976, 30000/1001.", show_default=False)
]
StartTimecode = Annotated[
    str | None,
    typer.Option("--start-tc", help="Timecode of the first frame.", show_default=False),
]
Timing = Annotated[
    Path | None,
    typer.Option(help="CSV with scene,start_s,end_s: the true times of scenes.", readable=False),
]
Commercial = Annotated[
    bool, typer.Option("--commercial", help="Refuse what may not be used commercially.")
]
