"""/v1 as a program meets it: films, decisions, jobs, sound, in words when something is wrong."""

from __future__ import annotations

import asyncio
import io
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from web_house import EVIL, Hands

from scenescore.apps.web.house import Live


def _until(claim):
    end = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.02)


def _states(client):
    return {job["state"] for job in client.get("/v1/jobs").json()["jobs"]}


def _uid(client):
    return client.get("/v1/films/two-doors").json()["cues"][0]["uid"]


def test_the_library_tells_its_films(client):
    told = client.get("/v1/films").json()
    assert [film["id"] for film in told["films"]] == ["two-doors"]
    assert told["films"][0]["scenes"] == 2


def test_hostile_words_come_as_data_not_markup(client):
    answer = client.get("/v1/films/two-doors/scenes/1")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert EVIL.upper() in answer.json()["heading"].upper()


def test_what_is_not_there_is_404_in_words(client):
    for path in ("films/none", "films/two-doors/scenes/99", "jobs/none", "films/two-doors/mix.wav",
                 "cues/two-doors.00000000.wav", "films/two-doors/cues/00000000"):  # fmt: skip
        answer = client.get(f"/v1/{path}")
        assert answer.status_code == 404, path
        assert answer.json()["problem"]


def test_a_wish_that_makes_no_sense_is_422_and_says_where(client):
    for wish, where in (
        ({"kind": "quick", "film": "two-doors", "scene": 0}, "scene"),
        ({"kind": "quick", "film": "two-doors", "scene": 1, "duration_s": 9999}, "duration_s"),
        ({"kind": "quick", "film": "../x", "scene": 1}, "film"),
        ({"kind": "sing", "film": "two-doors"}, "kind"),
        ({"kind": "score", "film": "two-doors", "flags": {"a": 1}}, "flags"),
        ({"kind": "export", "film": "two-doors", "to": ["vinyl"]}, "vinyl"),
    ):
        answer = client.post("/v1/jobs", json=wish)
        assert answer.status_code == 422, wish
        assert where in answer.json()["problem"], answer.json()


def test_a_scene_is_edited_heard_and_taken_back(client):
    film = client.patch(
        "/v1/films/two-doors/scenes/1", json={"words": ["iron", "cold", "low"]}
    ).json()
    assert film["undo"] == "words of scene 1"
    scene = client.get("/v1/films/two-doors/scenes/1").json()
    assert scene["brief"]["words"] == ["iron", "cold", "low"]
    back = client.post("/v1/films/two-doors/undo").json()
    assert back["took_back"] == "words of scene 1"
    assert back["undo"] is None
    scene = client.get("/v1/films/two-doors/scenes/1").json()
    assert scene["brief"]["words"] != ["iron", "cold", "low"]


def _stand(client):
    film = client.get("/v1/films/two-doors").json()
    return film, [client.get(f"/v1/films/two-doors/scenes/{n}").json() for n in (1, 2)]


MOOD = {"valence": 0.4, "arousal": -0.2, "tension": 0.7}


@pytest.mark.parametrize("change", [
    {"genre": "western"}, {"emotions": ["angry", "tender"]}, {"words": ["iron", "cold", "low"]},
    {"title": "Another"}, {"felt": MOOD}, {"portrayed": MOOD},
    {"no_music": True}, {"no_music": False},
], ids=lambda change: next(iter(change)))  # fmt: skip
def test_every_kind_of_change_to_a_scene_can_be_taken_back(client, change):
    before = _stand(client)
    assert client.patch("/v1/films/two-doors/scenes/1", json=change).status_code == 200
    assert _stand(client)[1] != before[1]
    assert client.post("/v1/films/two-doors/undo").json()["took_back"]
    assert _stand(client) == before


@pytest.mark.parametrize("change", [
    {"start_s": 1.5, "duration_s": 4.0}, {"duration_s": 3.0}, {"fade_in_s": 1.25},
    {"fade_out_s": 1.5}, {"gain_db": -3.0}, {"title": "Another"}, {"no_music": True},
    {"locked": True}, {"accepted_take": 1}, {"music": {"mood": MOOD}}, {"music": {"bpm": 141}},
    {"music": {"density": 0.9}}, {"music": {"themes": []}}, {"music": {"palette": ["brass"]}},
], ids=str)  # fmt: skip
def test_every_kind_of_change_to_a_cue_can_be_taken_back(client, house, change):
    uid = _uid(client)
    client.patch(f"/v1/films/two-doors/cues/{uid}", json={"music": {"themes": [{"owner": "ANNA"}]}})
    if "accepted_take" in change:
        from scenescore.studio.new_take import record_new_take

        record_new_take(house.library.film("two-doors"), uid)
        record_new_take(house.library.film("two-doors"), uid)
    before = _stand(client)
    assert client.patch(f"/v1/films/two-doors/cues/{uid}", json=change).status_code == 200
    assert _stand(client) != before
    assert client.post("/v1/films/two-doors/undo").json()["took_back"]
    assert _stand(client) == before


def test_a_cue_is_locked_moved_and_silenced(client, house):
    uid = _uid(client)
    client.patch(f"/v1/films/two-doors/cues/{uid}", json={"locked": True})
    assert client.get(f"/v1/films/two-doors/cues/{uid}").json()["is_locked"]
    client.patch(f"/v1/films/two-doors/cues/{uid}", json={"start_s": 1.5, "duration_s": 4.0})
    cue = client.get(f"/v1/films/two-doors/cues/{uid}").json()
    assert (cue["start_s"], cue["end_s"]) == (1.5, 5.5)
    film = client.patch(f"/v1/films/two-doors/cues/{uid}", json={"no_music": True}).json()
    assert uid in film["quiet_cues"]
    film = client.patch(f"/v1/films/two-doors/cues/{uid}", json={"no_music": None}).json()
    assert uid not in film["quiet_cues"]


def test_a_decision_during_scoring_is_kept_and_said_to_wait(client, house):
    uid = _uid(client)
    with house.library.film("two-doors").locked():
        film = client.patch(f"/v1/films/two-doors/cues/{uid}", json={"locked": True}).json()
    assert "Kept." in film["waits"]
    assert "locked" in (house.library.film("two-doors").edits).read_text("utf-8")


def test_a_hundred_clients_queue_and_one_more_hears_a_clear_no(client):
    wish = {"kind": "quick", "film": "two-doors", "scene": 1}
    answers = [client.post("/v1/jobs", json={**wish, "seed": n}) for n in range(100)]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 100
    _until(lambda: "running" in _states(client))
    extra = [client.post("/v1/jobs", json=wish) for _ in range(2)]
    assert extra[-1].status_code == 503  # one of the hundred runs, so its place is free
    assert "queue holds no more" in extra[-1].json()["problem"]
    assert extra[-1].headers["retry-after"]
    Hands.let_go.set()
    _until(lambda: _states(client) == {"done"})


def test_a_job_is_followed_to_its_end_as_events(client):
    job = client.post("/v1/jobs", json={"kind": "score", "film": "two-doors"}).json()
    Hands.let_go.set()
    with client.stream("GET", f"/v1/jobs/{job['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert told[-1]["state"] == "done"


def test_who_listens_first_and_then_looks_misses_nothing():
    async def heard():
        live = Live()
        with live.listening() as events:
            live.tell({"event": "film", "film": "while-looking"})
            return await anext(events)

    with ThreadPoolExecutor(1) as aside:  # a browser of another test may hold this thread's loop
        assert aside.submit(asyncio.run, heard()).result()["film"] == "while-looking"


def test_stopping_a_job(client):
    job = client.post("/v1/jobs", json={"kind": "score", "film": "two-doors"}).json()
    assert client.delete(f"/v1/jobs/{job['id']}").status_code == 200
    _until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["state"] == "cancelled")


def test_takes_are_heard_as_wav_flac_and_midi(client, house):
    from scenescore.studio.new_take import record_new_take

    uid = _uid(client)
    record_new_take(house.library.film("two-doors"), uid)
    wav = client.get(f"/v1/cues/two-doors.{uid}.wav")
    assert wav.content[:4] == b"RIFF"
    assert int(wav.headers["content-length"]) == len(wav.content)
    part = client.get(f"/v1/cues/two-doors.{uid}.flac", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"fLaC")
    assert client.get(f"/v1/cues/two-doors.{uid}.mid").content[:4] == b"MThd"
    assert len(client.get(f"/v1/cues/two-doors.{uid}/outline").json()) == 300
    assert set(client.get("/v1/films/two-doors/outlines").json()) == {uid}
    assert client.get(f"/v1/cues/two-doors.{uid}.wav?take=7").status_code == 404


def test_a_quick_piece_is_heard_with_captions_and_nothing_else_is(client, house):
    from scenescore.core.progress import Run
    from scenescore.studio.quick import Wish, score_scene

    told = score_scene(house.library.film("two-doors"), Wish(1, 4.0), run=Run())
    base = f"/v1/quick/two-doors/{told['key']}"
    assert client.get(f"{base}/cue.wav").content[:4] == b"RIFF"
    assert client.get(f"{base}/score.mid").content[:4] == b"MThd"
    assert client.get(f"{base}/{told['stems'][0]}.wav").status_code == 200
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}/stems.zip").content)) as stems:
        assert stems.namelist() == [f"{name}.wav" for name in told["stems"]]
        assert stems.read(stems.namelist()[0])[:4] == b"RIFF"
    captions = client.get(f"{base}/captions.vtt").text
    assert captions.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert client.get(f"{base}/take.json").status_code == 403
    assert client.get("/v1/quick/two-doors/nothing/cue.wav").status_code == 403


def test_an_upload_becomes_a_job_and_its_copy_is_private(client, house):
    answer = client.post("/v1/films", files={"file": ("../../x.fountain", b"INT. A - DAY\n\nB.\n")})
    assert answer.status_code == 202
    kept = list(house.library.incoming.glob("*/*"))
    assert [path.name for path in kept] == ["x.fountain"]
    assert client.post("/v1/films/examples/no-such").status_code == 404


def test_who_can_work_here_is_said_in_words(client):
    roles = client.get("/v1/backends").json()["roles"]
    assert {"analyst", "composer", "player"} == set(roles)
    assert any(one["name"] == "synth" and one["lack"] is None for one in roles["player"])
    built_in = {"lexicon", "orchestra", "synth"}
    others = [one for of in roles.values() for one in of if one["name"] not in built_in]
    assert all(one["adds"] for one in others)


def test_the_corpus_counts_and_draws(client):
    told = client.get("/v1/corpus").json()
    assert told["films"][0]["title"] == "Two Doors"
    assert client.get("/v1/corpus/genres.csv").status_code == 200
    if told["clouds_lack"] is None:
        assert client.get("/v1/corpus/emotions-cloud.png").content[:4] == b"\x89PNG"
    assert client.get("/v1/corpus/people-cloud.png").status_code == 404


def test_the_interface_describes_itself(client):
    paths = client.get("/v1/openapi.json").json()["paths"]
    assert {"/v1/films", "/v1/films/{film}/scenes", "/v1/jobs", "/v1/jobs/{job}/events",
            "/v1/cues/{cue}.{form}"} <= set(paths)  # fmt: skip
    ways = {(path, way): told for path, of in paths.items() for way, told in of.items()}
    undocumented = [name for name, told in ways.items() if not told["description"]]
    assert not undocumented


def test_the_pages_own_files_name_no_other_machine(client):
    from importlib.resources import files

    static = files("scenescore.apps.web") / "static"
    for file in static.iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text and "https://" not in text, file.name  # noqa: PT018
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text, file.name  # noqa: PT018
        assert client.get(f"/page/{file.name}").status_code == 200


def test_imsdb_is_off_unless_the_server_was_started_with_it(client, house):
    from dataclasses import replace

    refused = client.post("/v1/films/imsdb", json={"title": "Juno"})
    assert refused.status_code == 403
    assert "--imsdb" in refused.json()["hint"]
    assert not client.get("/v1/films").json()["allows_imsdb"]
    allowed = replace(house, rules=replace(house.rules, allows_imsdb=True))
    client.app._app.state.house = allowed
    job = client.post("/v1/films/imsdb", json={"title": "Juno"})
    assert (job.status_code, job.json()["kind"]) == (202, "fetch")
