"""`scenescore doctor`: what works here, and what is missing for more."""

from __future__ import annotations

from scenescore.apps.cli.console import show, show_json, table
from scenescore.apps.cli.options import AsJson


def command(json: AsJson = False) -> None:
    """Show which back-ends work on this machine and what others lack."""
    from scenescore.studio.doctor import examine

    found = examine()
    if json:
        show_json(found)
        return
    rows = [
        (one["kind"], one["name"] + (" *" if one["is_default"] else ""), one["lack"] or "works")
        for one in found["backends"]
    ]
    table(("what", "name", ""), rows)
    show("* what auto takes")
    for name, value in found["machine"].items():
        show(f"{name:<12} {value}")
