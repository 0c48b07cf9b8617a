"""The report as a file: complete, self-contained, honest about what is missing, safe to open."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from report_film import long_film, short_film
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from scenescore.core.errors import Cancelled
from scenescore.core.progress import Run
from scenescore.core.types import Film, Heading
from scenescore.deliver.report import ReportExporter

EVIL = "<img src=x onerror=hurt()></script><script>hurt()</script>'\" onfocus=hurt() {{7*7}}"


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Film:
    return short_film(tmp_path_factory.mktemp("films") / "salt house #1.film")


@pytest.fixture(scope="module")
def page(film) -> HTMLParser:
    return _page(film)


def _page(film: Film, to: Path | None = None) -> HTMLParser:
    (path,) = ReportExporter().write(film, to or film.folder, run=Run())
    return HTMLParser(path.read_text("utf-8"))


def _words(page: HTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def test_the_report_lies_in_the_film_folder(film):
    assert ReportExporter().write(film, film.folder, run=Run()) == (film.folder / "report.html",)


def test_nothing_is_asked_of_any_network(page):
    for node in page.css("[src], [href], link, iframe, object, embed, img"):
        address = node.attributes.get("src") or node.attributes.get("href") or ""
        assert address.startswith(("#", "./")), node.html
    assert "url(http" not in page.html
    assert "@import" not in page.html


def test_the_policy_forbids_all_but_our_own_script(page):
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    script = page.css("script")[-1].text()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'")


def test_every_scene_stands_in_film_order(film, page):
    headings = _words(page, ".scene h3")
    assert headings == [scene.title for scene in film.screenplay.scored_scenes]


def test_every_file_it_links_to_is_there(film, page):
    links = [node.attributes["href"] for node in page.css("a[href^='./']")]
    assert len(links) == 8  # FLAC and MIDI of four takes
    for link in (*links, json.loads(page.css_first("#film").text())["mix"]):
        assert (film.folder / unquote(link)).is_file()


def test_the_head_counts_scenes_music_and_met_hits(page):
    assert _words(page, ".figures span") == [
        "5 min 30 s running time",
        "8 scenes",
        "5 cues",
        "3 min 34 s of music, 65 % of the film",
        "2 silences",
        "2 themes",
        "3 of 4 hit points met to the frame",
    ]


def test_each_licence_is_said_once(page):
    assert _words(page, ".licence p") == [
        "The music is yours to use, also for money.",
        "The sound is made from nothing that others own.",
    ]


def test_a_fallback_is_seen_at_the_head_and_at_its_cue(page):
    assert "1 cue composed by orchestra instead: musicgen ran out of memory" in _words(
        page, ".notes li"
    )
    assert _words(page, "#cue-10000001 .remark") == [
        "Made by orchestra instead: musicgen ran out of memory"
    ]


def test_a_cue_says_what_it_is_and_where_its_hits_landed(page):
    cue = page.css_first("#cue-20000002")
    assert _words(cue, "h4") == ["1m03 Two Black Cars"]
    assert _words(cue, ".facts") == ["1 min 02 s · C# phrygian · 132 bpm · 4/4 · thriller pulse"]
    assert "cut to cellar 0:20.0, +64 ms; stairs give 0:41.2, on it" in _words(cue, "dd")[0]
    assert _words(cue, ".form span") == ["intro", "statement", "climax", "outro"]
    assert _words(cue, ".reason") == [
        "Why music The threat arrives and does not let go until the lamp goes out."
    ]
    assert cue.css_first(".time span").text() == "01:02:57:00"


def test_a_scene_shows_what_memory_did(page):
    meters = page.css("#scene-4 .meter")
    assert meters[0].attributes["aria-label"] == (
        "valence, dark to bright: felt +0.30, portrayed +0.85"
    )
    assert meters[0].attributes["style"] == "--p:92.5%;--f:65.0%"


def test_silence_has_its_reason(page):
    assert _words(page, "#scene-7 .silence p") == [
        "Why silence After the fall, one breath and one match are enough."
    ]


def test_a_cue_goes_on_in_its_later_scenes(page):
    assert _words(page, "#scene-2 .continues") == ["1m01 White Ground goes on, from scene 1"]


def test_evidence_is_marked_in_the_text(page):
    assert _words(page, "#scene-2 .script mark") == ["Coats still hang here"]
    assert _words(page, "#scene-2 .script .parenthetical") == ["(from the stairs)"]


def test_a_cue_without_a_take_says_so_and_cannot_be_played(page):
    cue = page.css_first("#cue-40000004")
    assert _words(cue, ".remark") == ["Spotted, but not composed yet."]
    assert not cue.css("button")


def test_a_lost_recording_is_said_at_its_cue_and_at_the_head(tmp_path):
    film = short_film(tmp_path)
    lost = film.takes[0][1].audio.path
    (tmp_path / lost).unlink()
    page = _page(film)
    sentence = f"The recording is missing: {lost.as_posix()}"
    assert _words(page, "#cue-00000000 .remark") == [sentence]
    assert sentence in _words(page, ".notes li")


def test_a_recording_cut_short_on_disk_is_not_offered(tmp_path):
    film = short_film(tmp_path)
    path = tmp_path / film.takes[0][1].audio.path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert _words(_page(film), "#cue-00000000 .remark")[0].startswith("The recording cannot be")


def test_a_broken_recording_does_not_break_the_report(tmp_path):
    film = short_film(tmp_path)
    (tmp_path / film.takes[0][1].audio.path).write_bytes(b"this is no sound")
    page = _page(film)
    assert _words(page, "#cue-00000000 .remark")[0].startswith("The recording cannot be read")
    assert not page.css("#cue-00000000 .wave")


def test_a_film_without_cues_still_has_a_page(film):
    plan = replace(film.plan, cues=(), silences=(), themes=())
    page = _page(replace(film, plan=plan, takes=(), mix=None, themes=()), film.folder / "bare")
    assert "no cues yet" in page.css_first(".empty").text()
    assert len(page.css(".scene .silence")) == 8
    assert not page.css(".player")


def test_a_film_nobody_analysed_still_has_a_page(film):
    plan = replace(film.plan, cues=(), silences=(), spans=(), duration_s=0.0)
    page = _page(replace(film, plan=plan, briefs=(), takes=(), mix=None), film.folder / "raw")
    assert _words(page, "#scene-1 .remark") == ["This scene was not analysed."]
    assert not page.css(".timeline")


def test_words_from_a_stranger_make_no_elements(film):
    scene, *scenes = film.screenplay.scenes
    evil = replace(
        scene,
        heading=Heading(EVIL, "INT", EVIL, EVIL),
        elements=tuple(replace(element, text=EVIL) for element in scene.elements),
    )
    brief, *briefs = film.briefs
    brief = replace(
        brief, genre=EVIL, title=EVIL, words=(EVIL,) * 3, characters=(EVIL,), analysed_text=EVIL,
        evidence=(EVIL,), raw_answer=EVIL, source_music=EVIL, emotions=(EVIL,),
    )  # fmt: skip
    cue, *cues = film.plan.cues
    plan = replace(film.plan, cues=(replace(cue, title=EVIL, reason=EVIL, label=EVIL), *cues))
    screenplay = replace(film.screenplay, title=EVIL, authors=(EVIL,), scenes=(evil, *scenes))
    hostile = replace(
        film, screenplay=screenplay, briefs=(brief, *briefs), plan=plan, notes=(EVIL,)
    )
    page = _page(hostile, film.folder / "hostile")
    assert page.css_first("h1").text() == EVIL
    assert not page.css("img")
    assert len(page.css("script")) == 2
    assert json.loads(page.css_first("#film").text())["title"] == EVIL
    for node in page.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")], node.html


def test_half_a_surrogate_pair_does_not_stop_it(film):
    screenplay = replace(film.screenplay, title="Half \ud83c a pair")
    page = _page(replace(film, screenplay=screenplay), film.folder / "half")
    assert _words(page, "h1") == ["Half ? a pair"]


def test_files_outside_the_folder_are_never_linked(tmp_path):
    film = short_film(tmp_path / "a.film")
    (tmp_path / "secret.flac").write_bytes(b"fLaC")
    uid, take = film.takes[0]
    away = replace(take, audio=replace(take.audio, path=Path("../secret.flac")))
    page = _page(replace(film, takes=((uid, away), *film.takes[1:])))
    assert "secret.flac" not in "".join(n.attributes["href"] for n in page.css("a[href]"))
    assert "is missing" in _words(page, f"#cue-{uid} .remark")[0]


def test_a_stopped_run_leaves_no_report(film, tmp_path):
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        ReportExporter().write(film, tmp_path, run=run)
    assert not list(tmp_path.iterdir())


def test_a_feature_stays_light(tmp_path):
    film = long_film(tmp_path, scenes=160, seconds=4.0)
    text = "She waits by the window and the light goes out of the street. " * 40
    briefs = tuple(replace(brief, analysed_text=text) for brief in film.briefs)
    (path,) = ReportExporter().write(replace(film, briefs=briefs), tmp_path, run=Run())
    assert path.stat().st_size < 3_000_000
