"""One HTML page for the bank: spectrogram, piano roll and player for every cue that was mastered.

Everything is inside the file: pictures as PNG, sound as Ogg.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from examine import Examined

from scenescore.core.timing import TempoMap

_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>The bank</title>
<meta name="viewport" content="width=device-width"><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1100px;padding:0 1rem;
background:#fbfaf7;color:#222}h2{margin:2.2rem 0 .3rem;font-size:1.1rem}img{width:100%}
audio{width:100%}p{margin:.2rem 0;color:#555}li{color:#a33}</style>
<h1>The bank</h1>
"""


def write_page(path: Path, cues: Sequence[Examined]) -> None:
    """Write the page of all cues that have sound."""
    parts = [_HEAD]
    for cue in cues:
        if cue.sound is not None and cue.sound.is_file():
            parts.append(_section(cue))
    path.write_text("\n".join(parts), "utf-8")


def _section(cue: Examined) -> str:
    facts = cue.facts
    told = (
        f"{cue.score.key}, {facts['bpm']:.0f} bpm, {facts['duration_s']:.1f} s, "
        f"{len(cue.score.parts)} parts, {facts['lufs']:.1f} LUFS"
    )
    faults = "".join(f"<li>{html.escape(fault)}</li>" for fault in cue.faults)
    return (
        f"<h2>{html.escape(cue.name)}</h2><p>{html.escape(told)}</p><ul>{faults}</ul>"
        f'<img alt="piano roll and spectrogram" src="data:image/png;base64,{_picture(cue)}">'
        f'<audio controls preload="none" src="data:audio/ogg;base64,{_ogg(cue)}"></audio>'
    )


def _ogg(cue: Examined) -> str:
    import soundfile

    sound, rate_hz = soundfile.read(cue.sound, dtype="float32", always_2d=True)
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", rate_hz, sound.shape[1], format="OGG") as file:
        for start in range(0, len(sound), 1 << 16):  # libsndfile's Vorbis wants small pieces
            file.write(sound[start : start + (1 << 16)])
    return base64.b64encode(out.getvalue()).decode()


def _picture(cue: Examined) -> str:
    out = io.BytesIO()
    draw(cue, out)
    return base64.b64encode(out.getvalue()).decode()


def draw(cue: Examined, to: io.BytesIO | Path) -> None:
    """Draw a cue's piano roll over its spectrogram as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (roll, spectrum) = plt.subplots(2, 1, figsize=(13, 7), sharex=True)
    clock = TempoMap(cue.score.tempo)
    for number, part in enumerate(cue.score.parts):
        colour = plt.get_cmap("tab20")(number % 20)
        starts = [clock.beats_to_seconds(n.onset_beats) for n in part.notes]
        ends = [clock.beats_to_seconds(n.onset_beats + n.length_beats * min(n.sounding, 1))
                for n in part.notes]  # fmt: skip
        roll.hlines(
            [n.pitch for n in part.notes], starts, ends, color=colour, lw=2, label=part.name
        )
    for section in cue.score.form:
        at_s = clock.beats_to_seconds(section.at_beats)
        roll.axvline(at_s, color="k", lw=0.4)
        roll.text(at_s, 20, f"{section.role} {section.intensity:.2f}", fontsize=7)
    for hit in cue.score.hits:
        roll.axvline(hit.landed_s, color="r" if hit.weight >= 0.8 else "orange", lw=0.8)
    roll.legend(fontsize=6, loc="upper right", ncol=2)
    if cue.sound is not None:
        import soundfile

        sound, rate_hz = soundfile.read(cue.sound, dtype="float32", always_2d=True)
        spectrum.specgram(sound.mean(axis=1) + 1e-9 * np.ones(len(sound)), NFFT=2048, Fs=rate_hz,
                          noverlap=512, vmin=-150, vmax=-45)  # fmt: skip
        spectrum.set_yscale("symlog", linthresh=500)
        spectrum.set_ylim(40, 16000)
    figure.tight_layout()
    figure.savefig(to, format="png", dpi=60)
    plt.close(figure)
