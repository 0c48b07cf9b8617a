"""`scenescore spot`: the cue plan, without making any music."""

from __future__ import annotations

from typing import Any

from scenescore.apps.cli.console import running, show, show_json, table
from scenescore.apps.cli.options import (
    Analyst,
    AsJson,
    CueLength,
    Fps,
    Plan,
    Quiet,
    Script,
    StartTimecode,
    Timing,
)


def command(
    file: Script,
    plan: Plan = None,
    duration: CueLength = None,
    analyst: Analyst = None,
    fps: Fps = None,
    start_tc: StartTimecode = None,
    timing: Timing = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show which scenes get music, when, and why the others do not."""
    from scenescore.core.settings import load
    from scenescore.studio.settings_of import judge
    from scenescore.studio.steps import plan_cues, read_script, understand

    settings = load().with_flags(
        spotting__plan=plan,
        spotting__cue_s=duration,
        story__analyst=analyst,
        film__fps=fps,
        film__start_timecode=start_tc,
    )
    judge(settings)
    with running(quiet=quiet) as run:
        screenplay = read_script(file, run.within(0.0, 0.3))
        briefs = understand(
            screenplay,
            analyst=settings["story.analyst"],
            memory=settings["story.memory"],
            settings=settings,
            run=run.within(0.3, 1.0),
        )
    cue_plan = plan_cues(screenplay, briefs, settings, timing=timing)
    if json:
        show_json({"schema": 1, **_plain(cue_plan)})
    else:
        _show(cue_plan)


def _plain(plan: Any) -> dict[str, Any]:
    from scenescore.core.codec import to_json

    told: dict[str, Any] = to_json(plan)
    return told


def _show(plan: Any) -> None:
    from scenescore.core.timing import seconds_to_clock, seconds_to_timecode

    rows = [
        (
            cue.label,
            seconds_to_timecode(cue.start_s, plan.fps, plan.start_timecode),
            seconds_to_clock(cue.music.duration_s),
            "-".join(dict.fromkeys((str(cue.scenes[0]), str(cue.scenes[-1])))),
            cue.music.genre,
            cue.title,
            ", ".join(f"{use.owner} ({use.operator})" for use in cue.music.themes),
            cue.reason,
        )
        for cue in plan.cues
    ]
    table(("cue", "in", "length", "scenes", "genre", "title", "themes", "why"), rows)
    for silence in plan.silences:
        when = seconds_to_timecode(silence.start_s, plan.fps, plan.start_timecode)
        show(f"silence {when}  scene {silence.scenes[0]}: {silence.reason}")
    music_s = sum(cue.music.duration_s for cue in plan.cues)
    share = music_s / plan.duration_s if plan.duration_s else 0.0
    show(f"{len(plan.cues)} cues, {seconds_to_clock(music_s)} of music, {share:.0%} of the film")
