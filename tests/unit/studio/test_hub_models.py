"""Fetching a model from a hub that runs on this machine: pinned, checked, resumed, accepted."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError, URLError
from urllib.request import Request

import pytest
from typer.testing import CliRunner

from scenescore.apps.cli.main import app
from scenescore.core.errors import (
    BadDataError,
    Cancelled,
    CannotWriteError,
    LockedError,
    NotPermittedError,
    UnavailableError,
    UsageError,
)
from scenescore.core.progress import Run
from scenescore.core.settings import load, models_folder
from scenescore.music.composers.ace_step import WANTED as ACE_STEP
from scenescore.music.composers.musicgen.composer import WANTED as MUSICGEN
from scenescore.neural.weights import find
from scenescore.studio import hub as remote
from scenescore.studio import hub_models
from scenescore.studio.hub import open_address
from scenescore.studio.hub_models import HUB_MODELS, fetch, pack

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 4000
SINGLE = {
    "config.json": b"{}",
    "tokenizer.json": b"[1]",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"a pickle",
    "model.fp16.safetensors": b"half",
    "README.md": b"read me",
    "LICENSE": b"the terms",
    "onnx/model.onnx": b"other",
}
PIPELINE = {
    "model_index.json": json.dumps(
        {"_class_name": "AceStepPipeline", "vae": ["diffusers", "AutoencoderOobleck"]}
    ).encode(),
    "model.safetensors": b"the same in another form",
    "vae/config.json": b"{}",
    "vae/diffusion_pytorch_model.safetensors": WEIGHTS,
}


class Hub:
    """What it serves, what was asked for, and how it misbehaves."""

    def __init__(self):
        self.files, self.asked, self.tokens = {}, [], []
        self.break_after = None
        self.closed = False
        self.elsewhere = ""
        self.spoilt = False

    def listing(self):
        entries = [{"type": "directory", "path": "vae", "size": 0}]
        for path, data in self.files.items():
            entry = {"type": "file", "path": path, "size": len(data)}
            if path.endswith("safetensors"):
                entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data)}
            else:
                entry["oid"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            entries.append(entry)
        return entries


def _serve(hub):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            hub.asked.append((self.path, self.headers.get("Range", "")))
            hub.tokens.append(self.headers.get("Authorization", ""))
            if hub.closed:
                self.send_error(403)
            elif "/tree/" in self.path:
                self._list()
            elif hub.elsewhere:
                self.send_response(302)
                self.send_header("Location", hub.elsewhere + self.path)
                self.end_headers()
            else:
                self._give()

        def _list(self):
            entries, second = hub.listing(), "cursor=2" in self.path
            half = len(entries) // 2
            self.send_response(200 if COMMIT in self.path else 404)
            if not second:
                address = f"http://127.0.0.1:{self.server.server_port}{self.path}&cursor=2"
                self.send_header("Link", f'<{address}>; rel="next"')
            self.end_headers()
            self.wfile.write(json.dumps(entries[half:] if second else entries[:half]).encode())

        def _give(self):
            data = hub.files.get(self.path.split(f"/resolve/{COMMIT}/")[-1])
            if data is None:
                self.send_error(404)
                return
            asked = self.headers.get("Range", "")
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            rest = data[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            if hub.spoilt:
                rest = bytes(len(rest))
            if hub.break_after is not None and len(rest) > hub.break_after:
                rest, hub.break_after = rest[: hub.break_after], None
            self.wfile.write(rest)

        def log_message(self, *args):
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Answer)


@pytest.fixture
def hub(monkeypatch):
    hub = Hub()
    server = _serve(hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    yield hub
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def single(hub):
    hub.files.update(SINGLE)
    return replace(HUB_MODELS["musicgen-small"], revision=COMMIT)


@pytest.fixture
def pipeline(hub):
    hub.files.update(PIPELINE)
    return replace(HUB_MODELS["ace-step"], revision=COMMIT)


def _get(model, **more):
    return fetch(pack(model), accepted=True, run=Run(), **more)


def _names(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_safetensors_and_what_goes_with_them_are_fetched_at_the_commit(single, hub):
    folder = _get(single)
    assert folder == models_folder() / "facebook--musicgen-small" / COMMIT
    assert _names(folder) == {"config.json", "tokenizer.json", "model.safetensors", "LICENSE",
                              ".scenescore.json"}  # fmt: skip
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert all(COMMIT in path for path, _ in hub.asked)
    told = json.loads((folder / ".scenescore.json").read_text())
    assert (told["revision"], told["accepted"]) == (COMMIT, True)
    assert single.is_here


def test_a_pipelines_parts_are_fetched_and_found_by_the_composer(pipeline):
    folder = _get(pipeline)
    assert "model.safetensors" not in _names(folder)
    settings = load().with_flags(ace_step__revision=COMMIT)
    assert find(settings, ACE_STEP).folder == folder


def test_what_is_here_is_not_fetched_again(single, hub):
    _get(single)
    hub.asked.clear()
    _get(single)
    assert all("/tree/" in path for path, _ in hub.asked)


def test_a_fetch_that_breaks_off_goes_on_where_it_was(single, hub):
    hub.break_after = 300_000
    folder = _get(single)
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    starts = [asked for path, asked in hub.asked if path.endswith("model.safetensors")]
    assert starts[0] == ""
    assert int(starts[1].removeprefix("bytes=").rstrip("-")) > 0


def test_a_fetch_that_was_stopped_goes_on_in_a_later_call(single, hub):
    parcel = pack(single)
    run = Run(lambda event: run.cancel() if event.part > 0.4 else None)
    with pytest.raises(Cancelled):
        fetch(parcel, accepted=True, run=run)
    assert not single.is_here
    part = parcel.model.folder(COMMIT) / "model.safetensors.part"
    assert 0 < part.stat().st_size < len(WEIGHTS)
    hub.asked.clear()
    folder = _get(single)
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert any(asked.startswith("bytes=") for _, asked in hub.asked)


def test_two_at_once_never_write_the_same_file(single, hub):
    parcel, told = pack(single), []

    def again(event):
        if told or event.part < 0.4:
            return
        with ThreadPoolExecutor(1) as aside:
            told.append(aside.submit(_get, single).exception())

    folder = fetch(parcel, accepted=True, run=Run(again))
    assert isinstance(told[0], LockedError)
    assert told[0].message == "musicgen-small is being fetched by another Scenescore"
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert sum("model.safetensors" in path for path, _ in hub.asked) == 1
    assert _get(single) == folder, "the lock went with the fetch"


def test_a_whole_model_can_be_played_while_it_is_asked_for_again(single, hub):
    settings = load().with_flags(musicgen__revision=COMMIT)
    folder = _get(single)
    found = []
    run = Run(lambda event: found.append(find(settings, MUSICGEN).folder))
    fetch(pack(single), accepted=True, run=run)
    assert found == [folder]


def test_a_file_that_is_not_the_one_named_is_dropped(single, hub):
    hub.spoilt = True
    with pytest.raises(NotPermittedError, match="not the file"):
        _get(single)
    assert not list(models_folder().rglob("*.part"))
    assert not single.is_here


def test_a_licence_must_be_accepted_and_a_commit_known(single, hub):
    with pytest.raises(NotPermittedError, match="CC-BY-NC") as caught:
        fetch(pack(single), accepted=False, run=Run())
    assert "--accept-licence" in caught.value.hint
    with pytest.raises(UsageError, match="--revision COMMIT") as unknown:
        pack(HUB_MODELS["musicgen-stereo-small"])
    assert "/facebook/musicgen-stereo-small/commits/main" in unknown.value.hint
    with pytest.raises(UsageError):
        pack(single, "main")


def test_what_the_hub_refuses_or_lacks_is_said(single, hub):
    with pytest.raises(UnavailableError, match="the hub has no"):
        pack(single, "f" * 40)
    hub.closed = True
    with pytest.raises(NotPermittedError) as caught:
        pack(single)
    assert "HF_TOKEN" in caught.value.hint
    hub.closed = False
    hub.files = {"pytorch_model.bin": b"x", "config.json": b"{}"}
    with pytest.raises(UnavailableError, match="no safetensors"):
        pack(single)


@pytest.mark.parametrize(
    "path",
    ["../../evil.json", "/evil.json", "a/../b.json", "a\\b.json", "C:evil.json", "a\0.json", ""],
)
def test_a_file_that_has_no_place_in_the_folder_is_refused(single, hub, path):
    hub.files[path] = b"{}"
    with pytest.raises(BadDataError, match="no place"):
        pack(single)


@pytest.mark.parametrize("entry", [{"size": -1}, {"size": "12"}, {"lfs": ["oid"]}])
def test_a_listing_that_makes_no_sense_is_bad_data(single, hub, monkeypatch, entry):
    told = [{"type": "file", "path": "config.json", "size": 2, **entry}]
    monkeypatch.setattr(hub, "listing", lambda: told)
    with pytest.raises(BadDataError, match=r"config\.json"):
        pack(single)


def test_a_connection_that_dies_is_no_full_disk_and_goes_on(single, monkeypatch):
    opened = []

    class Dying(io.BytesIO):
        status = 200

        def read(self, size=-1):
            if block := super().read(min(size, 2)):
                return block
            raise ConnectionResetError("by the other side")

    monkeypatch.setattr(remote, "open_address", lambda *_, **__: opened.append(1) or Dying(b"abc"))
    file, to = remote.RemoteFile("model.safetensors", 9), models_folder() / "m.safetensors"
    with pytest.raises(UnavailableError, match=r"broke off at 3 of 9 bytes \(by the"):
        remote.fetch_file("any/model", COMMIT, file, to, lambda more: None)
    assert len(opened) == 3
    assert to.with_name("m.safetensors.part").read_bytes() == b"abc"


@pytest.mark.parametrize(("code", "said"), [(404, "has no"), (503, "just now"), (429, "just now")])
def test_a_hub_that_is_busy_is_not_said_to_lack_a_file(code, said):
    answer = HTTPError("http://hub", code, "", {}, None)
    assert said in remote._refused(answer, "x").message


def test_a_model_that_is_half_here_is_not_taken_for_whole(single, hub):
    settings = load().with_flags(musicgen__revision=COMMIT)
    hub.files["a.json"] = b"{}"
    folder = _get(single)
    assert find(settings, MUSICGEN).folder == folder
    (folder / "LICENSE").unlink()
    run = Run(lambda event: run.cancel())
    with pytest.raises(Cancelled):
        fetch(pack(single), accepted=True, run=run)
    with pytest.raises(UnavailableError, match="was stopped"):
        find(settings, MUSICGEN)
    _get(single)
    assert find(settings, MUSICGEN).folder == folder


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://127.0.0.1/a"]
)
def test_only_https_and_the_hub_itself_are_asked(hub, address):
    with pytest.raises(URLError, match="no address to fetch from"):
        open_address(address)


def test_nothing_goes_on_out_of_https_nor_takes_the_token_along():
    onward, headers = remote._Onward(), {"Authorization": "Bearer secret"}

    def sent(old, new):
        return onward.redirect_request(Request(old, headers=headers), None, 302, "", {}, new)

    with pytest.raises(URLError, match="nothing is secret"):
        sent("https://hub/a", "http://hub/a")
    assert not sent("https://hub/a", "https://cdn/a").has_header("Authorization")
    assert not sent("http://hub/a", "https://hub/a").has_header("Authorization")
    assert sent("https://hub/a", "https://hub/b").has_header("Authorization")


def test_a_token_is_shown_to_the_hub_alone(single, hub, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "secret")
    other = Hub()
    other.files = dict(SINGLE)
    server = _serve(other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    hub.elsewhere = f"http://127.0.0.1:{server.server_port}"
    _get(single)
    server.shutdown()
    thread.join()
    server.server_close()
    assert set(hub.tokens) == {"Bearer secret"}
    assert set(other.tokens) == {""}


def test_too_little_room_is_said_before_anything_is_fetched(single, hub, monkeypatch):
    usage = hub_models.shutil.disk_usage(".")
    free = len(WEIGHTS) - 10
    monkeypatch.setattr(hub_models.shutil, "disk_usage", lambda _: usage._replace(free=free))
    with pytest.raises(CannotWriteError, match="are free"):
        _get(single)
    part = single.folder(COMMIT) / "model.safetensors.part"
    part.write_bytes(WEIGHTS[:1000])  # what is here already needs no room
    assert (_get(single) / "model.safetensors").read_bytes() == WEIGHTS


def test_a_folder_serves_where_no_hub_is_reached(single, hub, tmp_path):
    for name, data in SINGLE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    parcel = pack(single, source=tmp_path)
    folder = fetch(parcel, accepted=True, source=tmp_path, run=Run())
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert hub.asked == []


def test_the_command_shows_files_and_licence_and_asks_for_the_flag(hub, monkeypatch):
    hub.files.update(SINGLE)
    call = ["models", "get", "musicgen-stereo-small", "--revision", COMMIT, "--quiet"]
    refused = CliRunner().invoke(app, call)
    assert isinstance(refused.exception, NotPermittedError)
    assert "model.safetensors" in refused.output
    assert "1.0 MB" in refused.output
    assert "licence: CC-BY-NC 4.0" in refused.output
    done = CliRunner().invoke(app, [*call, "--accept-licence", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["revision"] == COMMIT
    assert told["folder"].endswith(COMMIT)
    assert f'musicgen.revision = "{COMMIT}"' in done.output
    listed = CliRunner().invoke(app, ["models", "--json"])
    states = {m["model"]: m["state"] for m in json.loads(listed.stdout)["models"]}
    assert states["musicgen-stereo-small"] == "here"
    assert states["minilm"] == states["ace-step"] == "not here"


@pytest.mark.parametrize(
    ("name", "is_told"), [("musicgen-medium", True), ("musicgen-small", False)]
)
def test_how_to_play_what_is_not_what_the_settings_name_is_told(tmp_path, name, is_told):
    for file, data in SINGLE.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(data)
    call = ["models", "get", name, "--from", str(tmp_path), "--accept-licence", "--quiet"]
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 0, done.output
    known = HUB_MODELS[name].revision
    wanted = f'musicgen.model = "facebook/{name}", musicgen.revision = "{known}"'
    assert (wanted in done.output) == is_told
    assert "not on this disk" not in done.output, "it is: nothing of another model is said"


def test_a_hub_that_is_not_reached_is_named_with_the_ways_around_it(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    with pytest.raises(
        UnavailableError, match=r"https://127\.0\.0\.1:9 cannot be reached"
    ) as problem:
        pack(HUB_MODELS["musicgen-small"])
    assert "--from FOLDER" in problem.value.hint


def test_a_list_takes_no_name():
    refused = CliRunner().invoke(app, ["models", "list", "musicgen-small"])
    assert isinstance(refused.exception, UsageError)


def test_every_known_commit_is_the_one_the_settings_name():
    for name, section in (("ace-step", "ace_step"), ("stable-audio", "stable_audio"),
                          ("musicgen-small", "musicgen"), ("gemma-2-2b-it", "gemma")):  # fmt: skip
        assert HUB_MODELS[name].hub == load()[f"{section}.model"]
        assert HUB_MODELS[name].revision == load()[f"{section}.revision"]
