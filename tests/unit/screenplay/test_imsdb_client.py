"""The client of the script site, against a server on this machine that plays the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenescore.core.errors import (
    BadDataError,
    Cancelled,
    NoInputError,
    NotPermittedError,
    UnavailableError,
    UsageError,
)
from scenescore.core.progress import Run
from scenescore.screenplay.imsdb import request as request_module
from scenescore.screenplay.imsdb import where
from scenescore.screenplay.imsdb.library import Library
from scenescore.screenplay.imsdb.request import request
from scenescore.screenplay.imsdb.visit import DAY_S, Clock
from scenescore.screenplay.imsdb.where import Site
from scenescore.screenplay.read import read_file

SCENE = (
    "INT. BARN - NIGHT\n\nStraw. A lamp on a nail. Somebody breathes in the dark, and waits for the"
    " rain\nto stop.\n\n                    CLINT\n          Is it time? I have been here since"
    " noon.\n\nEXT. BARN - CONTINUOUS\n\nThe rain stops.\n"
)
FACTS = (
    "<table><tr><td><h1>The Barn</h1><b>Writers</b> : <a href='/writer.php?w=A'>A. Writer</a><br>"
    "<b>Genres</b> : <a href='/genre/Drama'>Drama</a></td></tr></table>"
)


def page(inside: str) -> bytes:
    cell = f"<td class='scrtext'>{inside}{FACTS}</td>"
    return f"<html><body><table><tr>{cell}</tr></table></body></html>".encode()


FIRST, _, SECOND = SCENE.partition("EXT.")
SHAPES = {
    "one pre": page(f"<pre>{SCENE}</pre>"),
    "pre in pre": page(f"<pre><pre>{SCENE}</pre></pre>"),
    "several pre": page(f"<pre>{FIRST}</pre><pre>EXT.{SECOND}</pre>"),
    "no pre": page(SCENE.replace("\n\n", "<p>").replace("\n", "<br>")),
}


def film_page(link: str) -> bytes:
    return f"<html><body><a href='/'>Home</a><p align='center'>{link}</p></body></html>".encode()


@dataclass
class Stage:
    """What the site answers, and what it was asked."""

    pages: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages.setdefault(path, []).append((status, told, body))

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.put("/robots.txt", b"User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n")
    names = ["Barn, The", "Barn Again", "Missing", "Printed", "Twin", "Moved", "Away", "Inside"]
    links = [f"<p><a href='/Movie Scripts/{name} Script.html'>{name}</a></p>" for name in names]
    links.append("<p><a href='/Movie Scripts/Twin (2012) Script.html'>Twin</a></p>")
    links.append("<p><a href='/genre/Drama'>Drama</a></p>")
    stage.put("/all-scripts.html", "".join(links).encode(), ETag='"7"')
    stage.put("/genre/Drama", links[0].encode())
    read = '<a href="/scripts/{}">Read "{}" Script</a>'
    for name, target in {
        "Barn, The": "Barn,-The.html",
        "Printed": "Printed.pdf",
        "Moved": "Moved.html",
        "Away": "Away.html",
        "Inside": "Inside.html",
    }.items():
        film = f"/Movie%20Scripts/{name.replace(' ', '%20')}%20Script.html"
        stage.put(film, film_page(read.format(target, name)))
    stage.put("/Movie%20Scripts/Missing%20Script.html", film_page("<b>No script</b>"))
    stage.put("/scripts/Barn,-The.html", SHAPES["one pre"], ETag='"1"')
    stage.put("/scripts/Printed.pdf", b"%PDF-1.4 nonsense")
    stage.put("/scripts/Moved.html", status=302, Location="/scripts/Barn,-The.html")
    stage.put("/scripts/Away.html", status=302, Location="http://10.0.0.7/secret")
    stage.put("/scripts/Inside.html", status=302, Location="http://169.254.169.254/latest/")
    return stage


@pytest.fixture
def site(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    class Player(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stage.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answers = stage.pages.get(self.path, [(404, {}, b"no such page")])
            status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Player)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = Site("127.0.0.1", frozenset(), "http", server.server_port, is_local=True)
    monkeypatch.setattr(where, "IMSDB", here)
    yield here
    server.shutdown()
    server.server_close()


class FakeClock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s, self.slept_s = 1_700_000_000.0, 0.0

    def clock(self) -> Clock:
        return Clock(lambda: self.now_s, self.sleep)

    def sleep(self, wait_s: float) -> None:
        self.now_s += wait_s
        self.slept_s += wait_s


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(site: Site, tmp_path: Path, time: FakeClock) -> Library:
    return Library(folder=tmp_path, clock=time.clock())


def test_the_catalogue_names_films_as_people_do(library: Library) -> None:
    titles = [film.title for film in library.films()]
    assert titles[:3] == ["The Barn", "Barn Again", "Missing"]
    assert "Drama" not in titles
    assert [film.title for film in library.films("Drama")] == ["The Barn"]
    assert [film.title for film in library.search("barn")] == ["The Barn", "Barn Again"]
    assert library.search("barn zebra") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_script_page_of_every_shape_is_fetched_and_read(
    shape: str, library: Library, stage: Stage
) -> None:
    stage.pages["/scripts/Barn,-The.html"] = [(200, {}, SHAPES[shape])]
    got = library.get("The Barn")
    film = read_file(got.path)
    assert got.url.endswith("/scripts/Barn,-The.html")
    assert [s.title for s in film.scored_scenes] == ["INT. BARN - NIGHT", "EXT. BARN - CONTINUOUS"]
    assert (film.title, film.authors, film.genres) == ("The Barn", ("A. Writer",), ("Drama",))


def test_a_pdf_script_stays_a_pdf(library: Library) -> None:
    assert library.get("Printed").path.suffix == ".pdf"


def test_a_film_without_a_script_says_so(library: Library) -> None:
    with pytest.raises(NoInputError, match="no script"):
        library.get("Missing")


def test_an_unknown_title_offers_the_nearest(library: Library) -> None:
    with pytest.raises(NoInputError) as caught:
        library.get("The Bran")
    assert "The Barn" in caught.value.hint


def test_two_films_of_one_title_are_told_apart_by_path(library: Library, stage: Stage) -> None:
    with pytest.raises(UsageError, match="2 films"):
        library.get("Twin")
    stage.put("/Movie%20Scripts/Twin%20(2012)%20Script.html", film_page("-"))
    with pytest.raises(NoInputError, match="no script"):
        library.get("/Movie Scripts/Twin (2012) Script.html")


def test_requests_keep_their_distance_even_between_runs(
    library: Library, time: FakeClock, tmp_path: Path, stage: Stage, site: Site
) -> None:
    library.get("The Barn")
    assert stage.paths()[0] == "/robots.txt"
    assert len(stage.asked) == 4
    # The site asks for three seconds; robots.txt itself is asked for before that is known.
    assert time.slept_s >= 3 * 3.0
    slept_s = time.slept_s
    Library(folder=tmp_path, clock=time.clock()).films("Drama")
    assert time.slept_s - slept_s >= 3.0


def test_what_was_fetched_is_not_fetched_again(
    library: Library, stage: Stage, time: FakeClock
) -> None:
    library.get("The Barn")
    before = len(stage.asked)
    library.get("The Barn")
    assert len(stage.asked) == before
    time.now_s += 100 * DAY_S
    library.get("The Barn")
    again = stage.asked[-1]
    assert again[0] == "/scripts/Barn,-The.html"
    assert again[1]["if-none-match"] == '"1"'
    assert read_file(library.get("The Barn").path).scored_scenes


def test_a_page_that_was_cut_on_disk_is_fetched_anew(library: Library, stage: Stage) -> None:
    path = library.get("The Barn").path
    path.write_bytes(b"half")
    library.get("The Barn")
    assert stage.paths().count("/scripts/Barn,-The.html") == 2
    assert read_file(path).scored_scenes


def test_we_say_who_we_are(library: Library, stage: Stage) -> None:
    library.films()
    assert all(headers["user-agent"].startswith("Scenescore/") for _, headers in stage.asked)


def test_retry_after_is_obeyed(library: Library, stage: Stage, time: FakeClock) -> None:
    stage.pages["/scripts/Barn,-The.html"].insert(0, (429, {"Retry-After": "90"}, b""))
    assert library.get("The Barn").path.exists()
    assert time.slept_s >= 90


def test_a_site_that_stays_busy_is_left_alone(library: Library, stage: Stage) -> None:
    stage.pages["/all-scripts.html"] = [(503, {"Retry-After": "10"}, b"")]
    with pytest.raises(UnavailableError, match="busy"):
        library.films()
    assert stage.paths().count("/all-scripts.html") == 3


def test_a_missing_page_is_asked_for_once(library: Library, stage: Stage) -> None:
    with pytest.raises(NoInputError):
        library.films("Western")
    assert stage.paths().count("/genre/Western") == 1


def test_robots_txt_is_obeyed(library: Library, stage: Stage) -> None:
    stage.pages["/robots.txt"] = [(200, {}, b"User-agent: *\nDisallow: /genre/\n")]
    with pytest.raises(NotPermittedError, match="asks programs not to read"):
        library.films("Drama")
    assert "/genre/Drama" not in stage.paths()


def test_a_redirect_within_the_site_is_followed(library: Library) -> None:
    got = library.get("Moved")
    assert got.url.endswith("/scripts/Barn,-The.html")


@pytest.mark.parametrize("title", ["Away", "Inside"])
def test_a_redirect_to_a_private_address_is_not_followed(title: str, library: Library) -> None:
    with pytest.raises(NotPermittedError, match="not a page of"):
        library.get(title)


def test_a_circle_of_redirects_ends(library: Library, stage: Stage) -> None:
    stage.pages["/all-scripts.html"] = [(302, {"Location": "/all-scripts.html"}, b"")]
    with pytest.raises(UnavailableError, match="circle"):
        library.films()


def test_a_page_larger_than_any_script_is_left(
    library: Library, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_module, "_MOST_BYTES", 10_000)
    stage.pages["/all-scripts.html"] = [(200, {}, b"x" * 200_000)]
    with pytest.raises(BadDataError, match="larger"):
        library.films()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "https://127.0.0.1/x", "http://user@127.0.0.1/x", "file:///etc/passwd",
     "http://127.0.0.1.evil.example/x", "//evil.example/x", "http://[::1]/x"],
)  # fmt: skip
def test_only_the_very_host_scheme_and_port_are_allowed(url: str, site: Site) -> None:
    with pytest.raises(NotPermittedError):
        request(site, url, {})


def test_users_reach_one_site_over_https_at_public_addresses() -> None:
    site = where.IMSDB
    assert (site.host, site.scheme, site.port, site.is_local) == ("imsdb.com", "https", 443, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "0.0.0.0"])
def test_a_name_that_leads_to_a_private_address_is_refused(host: str) -> None:
    with pytest.raises(NotPermittedError, match="private address"):
        where.connect(Site(host, frozenset(), "http", 80), host, 1.0)


def test_waiting_stops_when_asked_to(site: Site, tmp_path: Path, stage: Stage) -> None:
    run = Run()
    clock = FakeClock()
    library = Library(run, folder=tmp_path, clock=clock.clock())
    library.films()
    run.cancel()
    with pytest.raises(Cancelled):
        library.films("Drama")


def test_the_command_gets_a_script_and_goes_on_after_a_failure(
    site: Site, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenescore.apps.cli.main import app
    from scenescore.core.errors import PartialError

    monkeypatch.setattr("scenescore.screenplay.imsdb.visit._GAP_S", 0.0)
    stage.pages["/robots.txt"] = [(404, {}, b"")]
    result = CliRunner().invoke(
        app, ["imsdb", "get", "Missing", "The Barn", "-o", str(tmp_path), "--json"]
    )
    assert isinstance(result.exception, PartialError)
    assert '"scenes": 2' in result.stdout
    assert read_file(tmp_path / "The Barn.html").scored_scenes
    listed = CliRunner().invoke(app, ["imsdb", "list", "--genre", "Drama", "--json"])
    assert '"title": "The Barn"' in listed.stdout


def test_a_stub_on_the_site_is_no_success(
    site: Site, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenescore.apps.cli.main import app
    from scenescore.core.errors import UnreadableScreenplayError

    monkeypatch.setattr("scenescore.screenplay.imsdb.visit._GAP_S", 0.0)
    stage.pages["/robots.txt"] = [(404, {}, b"")]
    stage.pages["/scripts/Barn,-The.html"] = [(200, {}, page("<pre>Read it elsewhere.</pre>"))]
    result = CliRunner().invoke(app, ["imsdb", "get", "The Barn"])
    assert isinstance(result.exception, UnreadableScreenplayError)
