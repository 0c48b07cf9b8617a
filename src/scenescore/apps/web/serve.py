"""Builds the application and runs it: the API, the page's files, the Gradio page, the door."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.types import ASGIApp

from scenescore import __version__
from scenescore.apps.web import corpus, films, login, sound, works
from scenescore.apps.web.answers import answer_errors, problem
from scenescore.apps.web.guard import Guard
from scenescore.apps.web.house import House, Rules
from scenescore.apps.web.shell import mount_page
from scenescore.core.errors import CannotWriteError, NotPermittedError
from scenescore.core.files import write_text
from scenescore.core.settings import user_file

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def is_loopback(host: str) -> bool:
    """Return whether only this machine can ask under an address."""
    return host in ("localhost", "::1") or host.startswith("127.")


def check_address(host: str, password: str) -> None:
    """Refuse an address that others can reach, unless there is a password.

    Raises
    ------
    NotPermittedError
        with the way out
    """
    if not is_loopback(host) and len(password) < 8:
        raise NotPermittedError(
            f"{host} can be reached from other machines, so a password is needed",
            hint="Put one of 8 letters or more into a file: --password-file FILE.",
        )


def kept_token() -> str:
    """Return the token for programs: made once, kept where only this user can read it."""
    path = user_file().parent / "serve-token"
    if path.is_file():
        return path.read_text("utf-8").strip()
    token = secrets.token_urlsafe(32)
    write_text(path, token + "\n")
    path.chmod(0o600)
    return token


def rules_for(
    host: str, token: str, password: str, upload_mb: int, *, allows_imsdb: bool = False
) -> Rules:
    """Return what is allowed when listening on an address."""
    hosts = LOOPBACK | {host} if is_loopback(host) else frozenset[str]()
    return Rules(token, password, upload_mb, allows_imsdb, hosts)


def build(house: House) -> ASGIApp:
    """Return the whole application, page and all."""
    return Guard(mount_page(build_api(house)), house.rules)


def build_api(house: House) -> FastAPI:
    """Return the programming interface and the page's own files."""
    app = FastAPI(
        title="Scenescore",
        version=__version__,
        description="A screenplay goes in, a film score comes out. Needs `Authorization: Bearer`.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # the stock documentation page loads from the outside
        redoc_url=None,
        lifespan=_lifespan(house),
    )
    app.state.house = house
    answer_errors(app)
    for part in (films, works, sound, corpus, login):
        app.include_router(part.router)
    app.add_api_route("/page/{name}", _page_file, include_in_schema=False, response_model=None)
    house.jobs.listen(lambda job: house.live.tell({"event": "job", "job": job}))
    return app


def _lifespan(house: House) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        house.jobs.close()

    return lifespan


def _page_file(name: str) -> object:
    """Return one of the page's own files."""
    path = Path(str(files("scenescore.apps.web") / "static")) / name
    if path.suffix not in _KINDS or not path.is_file():
        return problem(404, "There is no such file.")
    return FileResponse(path, media_type=_KINDS[path.suffix], headers={"Cache-Control": "no-cache"})


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises
    ------
    CannotWriteError
        when the port is taken or the address is not ours
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ear = socket.socket(family, socket.SOCK_STREAM)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ear.bind((host, port))
    except OSError as taken:
        ear.close()
        raise CannotWriteError(
            f"{host}:{port} cannot be listened on: {os.strerror(taken.errno or 0).lower()}",
            hint="--port takes another; --port 0 finds a free one.",
        ) from taken
    return ear


def run(app: ASGIApp, ear: socket.socket) -> None:
    """Serve until stopped."""
    import uvicorn

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=3,
        timeout_keep_alive=30, server_header=False, proxy_headers=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[ear])
