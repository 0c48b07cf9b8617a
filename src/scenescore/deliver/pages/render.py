"""Fills the template: a page in one file that asks nothing of any network.

Everything from the film is escaped by Jinja. As a second wall the page forbids, by its own content
security policy, every script but ours (by hash) and every request but for sound.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scenescore.core.types import Mood
from scenescore.deliver.pages.view import FilmView, script_data
from scenescore.deliver.palette import mood_colour

_SCRIPTS = ("player.js", "timeline.js", "scenes.js", "page.js")


def render(view: FilmView) -> str:
    """Return the page as text."""
    script = '(() => {\n"use strict";\n' + "\n".join(map(_asset, _SCRIPTS)) + "\n})();"
    template = _environment().get_template("report.html.j2")
    text = template.render(
        view=view,
        data=script_data(view),
        policy=_policy(script),
        style=Markup(_asset("report.css")),
        script=Markup(script),
        legend=_legend(),
    )
    return text.encode("utf-8", "replace").decode("utf-8")  # a broken source may hold half a pair


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("scenescore.deliver", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return (files("scenescore.deliver") / "templates" / name).read_text("utf-8").strip()


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "media-src 'self' file: blob: data:; base-uri 'none'; form-action 'none'"
    )


def _legend() -> tuple[tuple[str, ...], ...]:
    """Return the mood colours as rows from vivid to still, each from dark to bright."""
    valences = [step / 4 for step in range(-4, 5)]
    return tuple(tuple(mood_colour(Mood(v, a)) for v in valences) for a in (0.9, 0.0, -0.9))
