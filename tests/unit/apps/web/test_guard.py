"""The door: names, tokens, passwords, other sites, sizes, shut rooms."""

from __future__ import annotations

import pytest

from scenescore.apps.web.serve import check_address, is_loopback, kept_token, listen
from scenescore.core.errors import CannotWriteError, NotPermittedError


def test_nothing_of_a_film_without_token_or_cookie(anyone):
    for path in ("/v1/films", "/v1/jobs", "/v1/films/two-doors", "/v1/corpus", "/v1/backends"):
        assert anyone.get(path).status_code == 401
    assert anyone.get("/v1/films", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert anyone.get("/v1/openapi.json").status_code == 200


def test_the_cookie_of_this_server_lets_a_browser_in(anyone, house):
    anyone.cookies.set("scenescore", house.rules.cookie)
    assert anyone.get("/v1/films").status_code == 200
    anyone.cookies.set("scenescore", "0" * 64)
    assert anyone.get("/v1/films").status_code == 401


def test_another_name_for_this_machine_is_refused(client):
    answer = client.get("/v1/films", headers={"Host": "evil.example"})
    assert answer.status_code == 403  # DNS rebinding
    assert client.get("/v1/films", headers={"Host": "localhost:7860"}).status_code == 200


def test_another_site_may_not_ask(client):
    wish = {"kind": "score", "film": "two-doors"}
    answer = client.post("/v1/jobs", json=wish, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    same = client.post("/v1/jobs", json=wish, headers={"Origin": "http://testserver"})
    assert same.status_code == 202


@pytest.mark.parametrize(
    "path",
    [
        "/v1/films/..%2f..%2fetc/scenes",
        "/v1/films/two-doors/files/%2e%2e/%2e%2e/secret",
        "/v1/films/two-doors/files/..%5c..%5csecret",
        "/page/../serve.py",
        "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/x",
        "/proxy=http://127.0.0.1:1/x",
        "/gradio_api/upload",
        "/gradio_api/queue/join",
        "/gradio_api/deep_link",
        "/monitoring",
        "/login/callback",
        "/logout",
        "/docs",
    ],
)
def test_what_is_not_on_the_list_is_shut(client, path):
    assert client.get(path).status_code == 403
    assert client.post(path).status_code == 403


def test_files_outside_a_film_are_refused_even_through_a_link(client, house, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    film = house.library.film("two-doors")
    film.deliver.mkdir()
    (film.deliver / "link.txt").symlink_to(secret)
    assert client.get("/v1/films/two-doors/files/deliver/link.txt").status_code == 403
    assert client.get("/v1/films/two-doors/files//etc/passwd").status_code == 403
    (film.deliver / "own.txt").write_text("own", "utf-8")
    assert client.get("/v1/films/two-doors/files/deliver/own.txt").text == "own"


def test_too_much_is_413_whether_or_not_it_says_how_much(client):
    big = b"x" * 1_200_000
    told = client.post("/v1/films", files={"file": ("a.fountain", big)})
    assert told.status_code == 413
    assert "1 MB" in told.json()["problem"]
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    pieces = (head, *(big[i : i + 9999] for i in range(0, len(big), 9999)), b"\r\n--b--\r\n")
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    chunked = client.post("/v1/films", content=iter(pieces), headers=kind)
    assert chunked.status_code == 413


def test_every_answer_forbids_framing_and_the_outside(client):
    headers = client.get("/v1/films").headers
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_an_address_for_others_needs_a_password():
    for host in ("0.0.0.0", "192.168.1.9", "::", "example.org"):
        with pytest.raises(NotPermittedError, match="password"):
            check_address(host, "")
        with pytest.raises(NotPermittedError):
            check_address(host, "short")
        check_address(host, "long enough")
    for host in ("127.0.0.1", "localhost", "::1"):
        assert is_loopback(host)
        check_address(host, "")


def test_the_token_is_made_once_and_is_the_users_alone():
    from scenescore.core.settings import user_file

    token = kept_token()
    assert len(token) >= 32
    assert kept_token() == token
    assert (user_file().parent / "serve-token").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_said():
    ear = listen("127.0.0.1", 0)
    ear.listen()
    with pytest.raises(CannotWriteError, match="cannot be listened on") as taken:
        listen("127.0.0.1", ear.getsockname()[1])
    assert "--port" in taken.value.hint
    ear.close()


def test_a_password_opens_the_page_and_a_wrong_one_does_not(root):
    from fastapi.testclient import TestClient
    from web_house import make_house

    from scenescore.apps.web.guard import Guard
    from scenescore.apps.web.serve import build_api

    house = make_house(root, password="open sesame")
    app = Guard(build_api(house), house.rules)
    with TestClient(app, follow_redirects=False) as client:
        assert client.get("/").headers["location"] == "/login"
        assert "Password" in client.get("/login").text
        wrong = client.post("/login", data={"password": "sesame"})
        assert wrong.status_code == 401
        assert client.get("/v1/films").status_code == 401
        right = client.post("/login", data={"password": "open sesame"})
        assert right.status_code == 303
        assert "SameSite=Strict" in right.headers["set-cookie"]
        assert client.get("/v1/films").status_code == 200
    house.jobs.close()
