"""Builds our C for this processor where a compiler is at hand, once, and loads it.

The library lies in the user's cache, which nobody else may write to, named after the source, the
compiler and the processor; where anything about that fails, callers do without. Knows no
mathematics.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import logging
import math
import os
import platform
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from scenescore.core.errors import ScenescoreError
from scenescore.core.files import atomic, writing

SHARED = Path(__file__).parent / "c"
"""What every source may include; `products.c` stands there too."""

_COMPILERS = ("cc", "gcc", "clang")
_FLAGS = ("-O3", "-std=gnu11", "-fPIC", "-shared", "-w")
_LONGEST_S = 120
_TRIED_EVERY, _TRIALS = 100, 3
"""Of so many calls, so many each are made with one thread and with several, to compare."""


@cache
def library(source: Path) -> ctypes.CDLL | None:
    """Return a C file as a library, None where it cannot be had."""
    if os.name != "posix":
        return None
    try:
        if not (compiler := _compiler()):
            return None
        built = _private(_folder()) / f"{source.stem}-{_name(source, compiler)}.so"
        if built.is_file() and (found := _kept(built)):
            return found
        _build(source, compiler, built)
        return ctypes.CDLL(str(built))
    except (OSError, ValueError, subprocess.SubprocessError, ScenescoreError) as problem:
        _say(source, problem)
        return None


class Threads:
    """Chooses between one thread and several by what took less lately; only the time differs.

    With two cores and nobody else, two threads are faster; where others want the cores, threads
    that wait for each other can take fifty times as long as one.
    """

    def __init__(self) -> None:
        self._calls, self._seconds = 0, [math.inf, math.inf]

    @contextmanager
    def given(self, most: int) -> Iterator[int]:
        """Yield how many threads to use of at most so many, and note how long it takes."""
        turn, self._calls = self._calls % _TRIED_EVERY, self._calls + 1
        is_trial = turn < 2 * _TRIALS
        if turn == 0:
            self._seconds = [math.inf, math.inf]
        many = int(most > 1 and (turn % 2 if is_trial else self._seconds[1] < self._seconds[0]))
        start = time.perf_counter()
        yield most if many else 1
        if is_trial:
            took = time.perf_counter() - start
            self._seconds[many] = min(self._seconds[many], took)


def _compiler() -> tuple[str, ...]:
    """Return the compiler and what CC says to it: `ccache gcc`; empty when there is none."""
    asked = shlex.split(os.environ.get("CC", ""))
    for name, *more in [asked] if asked else [[name] for name in _COMPILERS]:
        if found := shutil.which(name):
            return found, *more
    return ()


def _folder() -> Path:
    override = os.environ.get("SCENESCORE_HOME")
    if override:  # which several people may share; what they build they do not
        return Path(override) / f"built-{os.geteuid()}"
    from platformdirs import user_cache_path

    return user_cache_path("scenescore", appauthor=False) / "built"


def _private(folder: Path) -> Path:
    """Return a folder, made when missing, that only this user can write to."""
    with writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _owned(folder).stat().st_mode & 0o022:
        folder.chmod(0o700)
    return folder


def _owned(path: Path) -> Path:
    """Return a path that is this user's own: what lies at another's would run as this user."""
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, "it is not this user's own", str(path))
    return path


def _kept(built: Path) -> ctypes.CDLL | None:
    """Return the library that is there; None when it is broken and must be built again."""
    try:
        return ctypes.CDLL(str(_owned(built)))
    except PermissionError:
        raise
    except OSError:
        return None


def _name(source: Path, compiler: tuple[str, ...]) -> str:
    """Return what changes when the library must be built again."""
    digest = hashlib.sha256(f"{compiler} {_FLAGS} {platform.machine()}".encode())
    for path in (source, *sorted(source.parent.glob("*.h")), *sorted(SHARED.glob("*.h"))):
        digest.update(path.read_bytes())
    digest.update(_processor())
    return digest.hexdigest()[:16]


def _processor() -> bytes:
    """Return what this processor can do: a home folder may be shared by several machines."""
    try:
        lines = Path("/proc/cpuinfo").read_bytes().splitlines()
    except OSError:
        return platform.processor().encode()
    return b"".join(sorted({line for line in lines if line[:5] in (b"flags", b"Featu", b"model")}))


def _build(source: Path, compiler: tuple[str, ...], built: Path) -> None:
    said = b""
    with atomic(built) as half:
        for flags in _ways():
            command = [*compiler, *_FLAGS, *flags, f"-I{SHARED}", "-o", str(half), str(source)]
            done = subprocess.run(
                [*command, "-lm"], capture_output=True, timeout=_LONGEST_S, check=False
            )
            if done.returncode == 0:
                return
            said = done.stderr
        raise OSError(said.decode("utf-8", "replace").strip()[:300])


def _ways() -> Iterator[tuple[str, ...]]:
    """Yield flags to try: for this very processor and with threads, then with less."""
    own = "-mcpu=native" if platform.machine() in ("arm64", "aarch64") else "-march=native"
    yield own, "-fopenmp"
    yield (own,)
    yield ()


def _say(source: Path, problem: Exception) -> None:
    logging.getLogger(__name__).info("%s was not built: %s", source.name, problem)
