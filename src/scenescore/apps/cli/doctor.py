"""`scenescore doctor`: what works here, what is missing for more, and what ails it."""

from __future__ import annotations

from typing import Any

from scenescore.apps.cli.console import show, show_json, table
from scenescore.apps.cli.options import AsJson


def command(json: AsJson = False) -> None:
    """Show which back-ends work on this machine, what others lack, and what to expect of them."""
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
    table(("model of", "files", "here it would play"), [*map(_neural, found["neural"])])
    for name, value in found["machine"].items():
        show(f"{name:<12} {value}")
    for sentence in found["ailments"]:
        show(f"! {sentence}")


def _neural(one: dict[str, Any]) -> tuple[str, str, str]:
    weights, outlook = one["weights"], one["outlook"]
    size = f", {weights['size_gb']:g} GB" if weights["size_gb"] else ""
    state = "here" if weights["is_here"] else "not here"
    files = f"{state}: {weights['folder']} ({', '.join(weights['files'])}{size})"
    if outlook is None:
        return one["name"], files, str(one["why"])
    how = f"on {outlook['device']} in {outlook['precision']} by {' or '.join(outlook['engines'])}"
    return one["name"], files, f"{how}; {outlook['speed']}"
