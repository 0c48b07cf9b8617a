"""The house holds: who may import whom, and that the core stands without any extra."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "scenescore"
STAGES = {"screenplay", "story", "picture", "spotting", "music", "mix", "deliver"}
MAY_IMPORT = {
    "core": set(),
    "neural": {"core"},
    **{stage: {"core"} for stage in STAGES},
    "story": {"core", "neural"},
    "music": {"core", "neural"},
    "studio": {"core", *STAGES},
    "evaluate": {"core", "studio"},
    "batch": {"core", "studio"},
    "apps": {"core", "studio", "evaluate", "batch"},
    "api": {"core", "studio"},
    "testing": {"core"},
}
EXTRAS = [
    *("av", "diffusers", "gradio", "llguidance", "matplotlib", "onnxruntime", "openvino", "ray"),
    *("safetensors", "tokenizers", "torch", "torchsde", "transformers", "verovio", "wordcloud"),
]
FREE = {"__version__"}


def _modules() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*.py") if p.parent != SOURCE or p.stem in MAY_IMPORT)


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _rooms_imported(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scenescore"):
            parts = (node.module or "").split(".")
            named = {alias.name for alias in node.names} - FREE
            rooms |= {parts[1]} if len(parts) > 1 else named
        elif isinstance(node, ast.Import):
            rooms |= {a.name.split(".")[1] for a in node.names if a.name.startswith("scenescore.")}
    return rooms


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_what_lies_before_it(path):
    room = _room(path)
    assert room in MAY_IMPORT, f"{room} is not on the plan of the house"
    strangers = _rooms_imported(path) - MAY_IMPORT[room] - {room}
    assert not strangers, f"{path.relative_to(SOURCE)} reaches into {strangers}"


def test_no_module_is_a_god_module():
    long = {
        str(p.relative_to(SOURCE)): n
        for p in SOURCE.rglob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 500 and p.name != "types.py"
    }
    assert not long


def test_only_apps_print():
    for path in SOURCE.rglob("*.py"):
        if _room(path) == "apps":
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        printed = [n.lineno for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
        assert not printed, f"{path.relative_to(SOURCE)} prints on lines {printed}"


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)


def test_importing_the_package_brings_nothing_heavy():
    code = (
        "import sys, scenescore; heavy = {'numpy','scipy','pandas','pydantic','typer','rich',"
        "'soundfile'} & set(sys.modules); assert not heavy, heavy"
    )
    result = _python(code)
    assert result.returncode == 0, result.stderr


POISON = """
import sys
class Poison:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {extras!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Poison())
"""


def test_the_core_scores_a_film_with_every_optional_library_absent(tmp_path):
    script = tmp_path / "poison.fountain"
    script.write_text(
        "Title: Poison\n\nINT. CELLAR - NIGHT\n\nA door slams. Footsteps run up the stairs; she "
        "hides, breathless, in the dark.\n\nANNA\nHe has found us.\n",
        "utf-8",
    )
    result = _python(
        POISON.format(extras=EXTRAS)
        + f"""
from scenescore import score
film = score({str(script)!r}, {str(tmp_path)!r}, music__player="synth", work__workers=1)
assert film.takes and film.mix, film
"""
    )
    assert result.returncode == 0, result.stderr
