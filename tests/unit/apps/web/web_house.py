"""A page's house with a film that is planned once, and hands that do nothing until let go."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from scenescore.apps.web.house import House, Rules
from scenescore.apps.web.serve import LOOPBACK
from scenescore.studio.jobs import Jobs
from scenescore.studio.library import Library
from scenescore.studio.pipeline import plan_film

EVIL = "<img src=x onerror=alert(1)>"
SCRIPT = f"""Title: Two Doors

INT. {EVIL} - NIGHT

A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark.

ANNA
<script>alert(2)</script>

EXT. ORCHARD - DAY

Sunlight. Children laugh between the trees, and Anna laughs with them.
"""
FAST = {"music__player": "synth", "story__analyst": "lexicon"}
TOKEN = "t" * 43


class Hands:
    """Work that goes on until it is let go, or stopped."""

    let_go = threading.Event()

    def do(self, task, request, run):
        while not self.let_go.is_set():
            run.report("composing", 0.5)
            time.sleep(0.01)
        return {"did": task}

    def close(self):
        pass


def make_film(root: Path) -> None:
    """Plan a film with hostile words into a library."""
    script = root / "doors.fountain"
    script.write_text(SCRIPT, "utf-8")
    plan_film(script, root, flags=FAST)
    script.unlink()


def make_house(root: Path, *, password: str = "", most_waiting: int = 100) -> House:
    """Return a house over a library."""
    hosts = frozenset() if password else LOOPBACK | {"testserver"}
    rules = Rules(TOKEN, password, 1, hosts=hosts)
    Hands.let_go = threading.Event()
    return House(Library(root), Jobs(most_waiting=most_waiting, worker=Hands), rules)
