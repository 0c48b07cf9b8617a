"""Reading screenplays

Every script of `reading/truth` (facts by line, see `reading/truth.py`), read in place from the
folder beside the project; without it only the examples are measured. P and R are precision and
recall by source line, averaged over scripts. A speech is polluted when a line of action stands
inside it. Variants have every blank line taken out, or every line put at the left edge. Speed is
CPU time of this process, and of the child that extracts a PDF. Every script is also written as
Fountain, FDX and PDF by our own writers and read again; one of our films is laid out in house
styles drawn by seed (columns, blanks, numbers, dialects, languages, furniture, damage).
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

from reading.formats import alike, groups
from reading.house_styles import draw, found
from reading.prints import printed
from reading.score import Score, score
from reading.truth import SCRIPTS, Truth, truths
from reading.variants import in_one_column, without_blank_lines
from row import Row

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.screenplay.pdf.child import read_pdf
from scenescore.screenplay.read import read_bytes, read_file

ROOT = Path(__file__).resolve().parents[2]
STUBS = {"toy_story_stub.txt", "robocop_empty.txt", "fletch_stub.txt"}
#: Fewer are a sample of a format, no script.
FEWEST_SCENES = 3
#: Drawn from seeds that no test looks at.
STYLES = 200
Damage = Callable[[bytes], tuple[bytes, dict[int, int]]]


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure accuracy, sameness, robustness and speed."""
    known = list(truths())
    if known:
        scores = [score(read_file(truth.path), truth) for truth in known]
        yield from accuracy(scores)
        yield from each(scores)
        yield from robustness(known, scores)
        yield from whole_folder()
        yield from suites()
        yield from speed()
        yield from prints()
    yield from formats()
    yield from styles()


def accuracy(scores: list[Score]) -> Iterator[Row]:
    """Yield what the scripts have in common."""
    n = len(scores)
    near = sum(s.count_error <= 0.02 for s in scores)
    speeches = sum(s.speeches for s in scores)
    polluted = sum(s.polluted for s in scores if s.speeches)
    worst = min(scores, key=lambda s: s.cues.f1)
    yield Row("scripts / true headings / true names above speeches",
              f"{n} / {sum(s.true_scenes for s in scores)} / "
              f"{sum(s.cues.right + s.cues.missed for s in scores)}", ">= 12")  # fmt: skip
    yield Row("scene count within 2 %", f"{near} of {n}", f">= {n - 1}")
    yield Row("scene count, mean error", f"{mean(s.count_error for s in scores):.1%}", "<= 3 %")
    yield Row("heading P / R", _macro([s.headings for s in scores]), ">= .98 / .98")
    yield Row("cue P / R", _macro([s.cues for s in scores]), ">= .98 / .98")
    yield Row("cue P / R, worst script", f"{_pair(worst.cues)} ({worst.file})", ">= .90")
    yield Row("speeches with action inside", f"{polluted / speeches:.2%} of {speeches}", "<= 0.5 %")


def each(scores: list[Score]) -> Iterator[Row]:
    """Yield a row for each script."""
    for s in scores:
        yield Row(f"{s.file}: scenes found / true; heading P / R; cue P / R; polluted",
                  f"{s.scenes} / {s.true_scenes}; {_pair(s.headings)}; {_pair(s.cues)}; "
                  f"{s.polluted if s.speeches else '-'}")  # fmt: skip


def _macro(found: list[object]) -> str:
    return f"{mean(f.precision for f in found):.3f} / {mean(f.recall for f in found):.3f}"


def _pair(found: object) -> str:
    return f"{found.precision:.3f} / {found.recall:.3f}"


def robustness(known: list[Truth], plain: list[Score]) -> Iterator[Row]:
    """Yield what damage to the layout costs, in points of F1."""
    for name, damage in (("without blank lines", without_blank_lines),
                         ("in one column", in_one_column)):  # fmt: skip
        lost_headings, lost_cues, worst = [], [], (0.0, "")
        for truth, before in zip(known, plain, strict=True):
            if truth.file.endswith(".html"):
                continue
            after = damaged(truth, damage)
            lost_headings.append(before.headings.f1 - after.headings.f1)
            lost_cues.append(before.cues.f1 - after.cues.f1)
            worst = max(worst, (lost_cues[-1], truth.file), (lost_headings[-1], truth.file))
        yield Row(f"{name}: points lost, headings / cues",
                  f"{100 * mean(lost_headings):.1f} / {100 * mean(lost_cues):.1f} "
                  f"(worst {100 * worst[0]:.0f}, {worst[1]})", "<= 3 / 3")  # fmt: skip


def damaged(truth: Truth, damage: Damage) -> Score:
    """Return the score of a script whose layout was damaged."""
    data, back = damage(truth.path.read_bytes())
    return score(read_bytes(data, name=truth.file, reader="text"), truth, back)


def whole_folder() -> Iterator[Row]:
    """Yield whether every file is read or refused as it should be."""
    flagged, refused, crashed = set(), set(), set()
    files = [path for path in sorted(SCRIPTS.iterdir()) if path.is_file()]
    for path in files:
        try:
            film = read_file(path)
        except UnreadableScreenplayError:
            refused.add(path.name)
        except Exception as problem:  # the very thing that is counted
            crashed.add(f"{path.name}: {problem!r}")
        else:
            if any(d.code in ("stub", "empty", "stylesheet") for d in film.diagnostics):
                flagged.add(path.name)
    found = refused | flagged
    yield Row("crashes", f"{len(crashed)} of {len(files)} files {sorted(crashed) or ''}", "0")
    yield Row("stubs refused; whole scripts refused",
              f"{len(found & STUBS)} of {len(STUBS)}; {len(found - STUBS)}", "all; 0")  # fmt: skip


def suites() -> Iterator[Row]:
    """Yield how many cases of the public suites hold."""
    test = ROOT / "tests" / "unit" / "screenplay" / "test_public_suites.py"
    command = [sys.executable, "-m", "pytest", str(test), "-q", "-n", "0", "-p", "no:cacheprovider"]
    out = subprocess.run(command, capture_output=True, text=True, cwd=ROOT).stdout
    marks = "".join(re.findall(r"^([.FEsx]+) +\[", out, re.MULTILINE))
    named = len(re.findall(r'^    "\w+": "', test.read_text("utf-8"), re.MULTILINE))
    yield Row(
        "public suites: cases that hold / fail; stated disagreements among them",
        f"{marks.count('.')} / {marks.count('F') + marks.count('E')}; {named}",
        "all",
    )


def formats() -> Iterator[Row]:
    """Yield how alike one script is told in other formats."""
    for name, (first, *others) in groups(SCRIPTS, ROOT / "examples").items():
        film = read_file(first)
        for other in others:
            share = alike(film, read_file(other))
            yield Row(f"{name}: {other.suffix[1:]} as {first.suffix[1:]}", f"{share:.2%}",
                      ">= 99.5 %")  # fmt: skip


def prints() -> Iterator[Row]:
    """Yield how alike every script is when our own writers wrote it and it is read again."""
    worst: dict[str, list[tuple[float, str]]] = {}
    for path in sorted(SCRIPTS.iterdir()):
        try:
            film = read_file(path)
        except UnreadableScreenplayError:
            continue
        if len(film.scored_scenes) < FEWEST_SCENES:
            continue
        for name, again in printed(film):
            worst.setdefault(name, []).append((alike(film, again), path.name))
    for name, shares in worst.items():
        least, file = min(shares)
        below = sorted(f"{file} {share:.2%}" for share, file in shares if share < 0.995)
        yield Row(f"all scripts written by us as {name} and read again: worst; below the goal",
                  f"{least:.2%} ({file}); {len(below)} of {len(shares)} {', '.join(below)}",
                  ">= 99.5 %")  # fmt: skip


def styles() -> Iterator[Row]:
    """Yield how one film of ours is read in many drawn house styles."""
    film = read_file(ROOT / "examples" / "small-weather.fountain")
    scores = [found(film, draw(seed), seed) for seed in range(STYLES, 2 * STYLES)]
    yield Row(f"{STYLES} drawn house styles: heading P / R; cue P / R",
              f"{_macro([s.headings for s in scores])}; {_macro([s.cues for s in scores])}",
              ">= .98 each")  # fmt: skip
    low = sum(min(s.headings.f1, s.cues.f1) < 0.98 for s in scores)
    yield Row("drawn house styles in which one of them is below .98", f"{low} of {STYLES}")


def speed() -> Iterator[Row]:
    """Yield scripts and pages per CPU second."""
    texts = [p for p in sorted(SCRIPTS.glob("*.txt")) if p.name not in STUBS]
    read_file(texts[0])
    start = time.process_time()
    for path in texts:
        read_file(path)
    yield Row("whole scripts of text per CPU second",
              f"{len(texts) / (time.process_time() - start):.1f}", ">= 8")  # fmt: skip
    data = (SCRIPTS / "big_fish_pdf.pdf").read_bytes()
    before, start = _children_s(), time.process_time()
    pages = len(read_pdf(data, Run()).pages)
    extracted = _children_s() - before + time.process_time() - start
    before, start = _children_s(), time.process_time()
    read_bytes(data, name="film.pdf")
    read = _children_s() - before + time.process_time() - start
    yield Row("PDF pages per CPU second: extracted / read",
              f"{pages / extracted:.0f} / {pages / read:.0f}", ">= 100 / >= 50")  # fmt: skip


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
