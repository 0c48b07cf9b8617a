"""A real `scenescore serve` in a process of its own, and films for it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from scenescore.studio.pipeline import plan_film

PLACES = ("CELLAR", "ORCHARD", "HARBOUR", "KITCHEN", "ATTIC", "STATION")
DEEDS = (
    "A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark.",
    "Sunlight. Children laugh between the trees, and ANNA laughs with them.",
    "Rain on the water. PIOTR waits with a suitcase and nobody comes.",
    "ANNA and PIOTR dance slowly while the soup boils over.",
    "Dust. A letter, unopened for years. ANNA weeps.",
    "The train leaves. PIOTR runs beside it, shouting, and falls behind.",
)
FAST = {"music__player": "synth", "story__analyst": "lexicon"}
_READY_S = 240.0
_OWN_PORTS = range(20_000, 32_000)
"""Below those that systems hand out by themselves, so that a port that was freed stays free."""


def script_of(scenes: int, title: str, heading: str = "") -> str:
    """Return a script with that many scenes; `heading` takes the first one's place."""
    told = [f"Title: {title}\n"]
    for n in range(scenes):
        side, hour = ("INT.", "NIGHT") if n % 2 == 0 else ("EXT.", "DAY")
        place = heading if heading and n == 0 else f"{PLACES[n % 6]} {n // 6 + 1}"
        told.append(f"{side} {place} - {hour}\n\n{DEEDS[(n * 5 + n // 6) % 6]}\n")
    return "\n".join(told)


def add_film(
    library: Path, scenes: int, title: str, *, cue_s: float = 4.0, heading: str = "",
    composer: str = "orchestra",
) -> None:  # fmt: skip
    """Plan a film of short cues, one a scene, into a library; `composer` need not be here."""
    script = library / "script.fountain"
    script.write_text(script_of(scenes, title, heading), "utf-8")
    project = library / f"{title.lower().replace(' ', '-')}.film" / "project.toml"
    project.parent.mkdir()
    settings = f'[spotting]\nplan = "per-scene"\ncue_s = {cue_s}\n\n[work]\nworkers = 1\n'
    project.write_text(settings, "utf-8")
    plan_film(script, library, flags=FAST)
    script.unlink()
    made = project.read_text("utf-8")
    project.write_text(made.replace('composer = "orchestra"', f'composer = "{composer}"'), "utf-8")


def add_talk(library: Path) -> None:
    """Plan a film with a scene in which people talk, which a plan leaves without music."""
    said = "\n\n".join(f"{who}\nWe should talk about the invoices." for who in ("ANNA", "BEN") * 5)
    told = f"Title: Small Talk\n\nINT. OFFICE - DAY\n\n{said}\n\nEXT. ROOF - NIGHT\n\n{DEEDS[0]}\n"
    script = library / "talk.fountain"
    script.write_text(told, "utf-8")
    plan_film(script, library, flags=FAST)
    script.unlink()


class Server:
    """One running server."""

    def __init__(self, library: Path, home: Path, port: int = 0, *more: str) -> None:
        self.library, self.home = library, home
        self.port = port or _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        code = "from scenescore.apps.cli.main import main; main()"
        command = [sys.executable, "-c", code, "serve", str(library), f"--port={self.port}"]
        self.temporary = home.parent / "tmp"
        self.temporary.mkdir(exist_ok=True)
        environment = {**os.environ, "SCENESCORE_HOME": str(home), "TMPDIR": str(self.temporary)}
        self.log = (home.parent / f"serve-{self.port}.log").open("w+")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*command, *more], env=environment, stdout=self.log, stderr=subprocess.STDOUT
        )
        self._wait()
        self.ready_s = time.monotonic() - began

    def _wait(self) -> None:
        end = time.monotonic() + _READY_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        self.log.seek(0)
        raise AssertionError(f"the server did not come up: {self.log.read()}")

    def ask(self, path: str, body: object = None, method: str = "") -> tuple[int, dict]:
        """Return (status, answer) as a program with the token gets them."""
        token = (self.home / "serve-token").read_text("utf-8").strip()
        request = urllib.request.Request(
            f"{self.address}/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method or ("GET" if body is None else "POST"),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def wait_for(self, job: str, *states: str, seconds: float = 300) -> dict:
        """Return a job once it is in one of some states."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told = self.ask(f"jobs/{job}")[1]
            if told["state"] in states:
                return told
            time.sleep(0.1)
        raise AssertionError(told)

    def rest(self, seconds: float = 300) -> None:
        """Wait until no job waits or runs."""
        end = time.monotonic() + seconds
        while busy := [job for job in self.ask("jobs")[1]["jobs"] if job["ended_at"] is None]:
            assert time.monotonic() < end, busy
            time.sleep(0.1)

    def workers(self) -> list[int]:
        """Return the worker processes that belong to this server and are alive."""
        return _children(self.process.pid)

    def memory_mb(self) -> float:
        """Return what the server and its workers hold in memory."""
        return sum(_resident_mb(process) for process in (self.process.pid, *self.workers()))

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.log.close()

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(120)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        self.log.close()


def _free_port() -> int:
    while True:
        port = secrets.choice(_OWN_PORTS)
        with socket.socket() as ear, suppress(OSError):
            ear.bind(("127.0.0.1", port))
            return port


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found
