"""A model hub over HTTP: lists the files of one commit, fetches them, goes on where that broke off.

Knows addresses, sizes and sums; knows no models. Each file is checked by the sum that the hub names
for it and appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scenescore.core.errors import (
    BadDataError,
    NotPermittedError,
    ScenescoreError,
    UnavailableError,
)
from scenescore.core.files import writing

HUB = "https://huggingface.co"
_BLOCK = 1 << 18
_PATIENCE_S = 30
_TRIES = 3
_MOST_PAGES = 100
_BROKEN = (OSError, http.client.HTTPException)
Tick = Callable[[int], None]
"""Told of bytes that came; may raise to stop."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a commit."""

    path: str
    """Relative, with forward slashes."""
    size: int
    sha256: str = ""
    """Of its content, for large files; else empty."""
    blob: str = ""
    """Git's sum of its content, for small files."""


def endpoint() -> str:
    """Return the hub's address: HF_ENDPOINT, else the public one."""
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def page_of(hub: str) -> str:
    """Return where a person reads about a model."""
    return f"{endpoint()}/{hub}"


def address_of(hub: str, revision: str, path: str) -> str:
    """Return where a file of a commit lies."""
    return f"{endpoint()}/{hub}/resolve/{revision}/{quote(path)}"


def list_files(hub: str, revision: str) -> tuple[RemoteFile, ...]:
    """Return the files of a commit.

    Raises
    ------
    UnavailableError, NotPermittedError, BadDataError
        the hub cannot be reached or knows no such commit; it lets only those in who accepted the
        model's terms there; its answer makes no sense
    """
    found = []
    for entry in _pages(f"{endpoint()}/api/models/{hub}/tree/{revision}?recursive=true"):
        if entry.get("type") == "file":
            found.append(_file_of(entry))
    return tuple(found)


def fetch_file(hub: str, revision: str, file: RemoteFile, to: Path, tick: Tick) -> None:
    """Fetch a file to its place; what came before a break is kept beside it and goes on from there.

    Raises
    ------
    UnavailableError
        it broke off again and again; asked again, it goes on
    NotPermittedError
        what came is not the file that the hub named
    """
    part = part_of(to)
    with writing(to):
        to.parent.mkdir(parents=True, exist_ok=True)
    tick(_size(part))
    problem: Exception | str = ""
    for _ in range(_TRIES):
        try:
            _go_on(address_of(hub, revision, file.path), part, file, tick)
        except HTTPError as answer:
            raise _refused(answer, f"{hub}/{file.path}") from answer
        except _BROKEN as broken:
            problem = broken
        if _size(part) >= file.size:
            break
    else:
        raise UnavailableError(
            f"{file.path} broke off at {_size(part):,} of {file.size:,} bytes ({problem})",
            hint="Run the same command again: it goes on from there.",
        )
    if not _is_right(part, file):
        part.unlink(missing_ok=True)
        raise NotPermittedError(f"{file.path} is not the file that the hub names; it was dropped")
    with writing(to):
        part.replace(to)


def part_of(path: Path) -> Path:
    """Return where a file lies that has not come whole yet."""
    return path.with_name(path.name + ".part")


def open_address(address: str, *, start: int = 0) -> IO[bytes]:
    """Open an address; HF_TOKEN is shown to the hub alone, never to whom it sends on.

    Raises
    ------
    OSError, HTTPException
        it cannot be reached; it is neither https nor the hub's own
    """
    is_hub = _origin(address) == _origin(endpoint())
    if not address.startswith("https://") and not (is_hub and address.startswith("http://")):
        raise URLError(f"{address} is no address to fetch from")
    headers = {"User-Agent": "scenescore"} | ({"Range": f"bytes={start}-"} if start else {})
    token = os.environ.get("HF_TOKEN", "")
    if token and is_hub:
        headers["Authorization"] = f"Bearer {token}"
    request = Request(address, headers=headers)
    stream: IO[bytes] = build_opener(_Onward).open(request, timeout=_PATIENCE_S)
    return stream


class _Onward(HTTPRedirectHandler):
    """Follows an answer elsewhere without showing our token there; never out of https."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        """Return the request for the new place."""
        if req.type == "https" and not newurl.startswith("https://"):
            raise URLError(f"it sends on to {newurl}, where nothing is secret")
        onward = super().redirect_request(req, fp, code, msg, headers, newurl)
        if onward is not None and _origin(newurl) != _origin(req.full_url):
            onward.remove_header("Authorization")
        return onward


# ------------------------------------------------------------------ inside


def _origin(address: str) -> tuple[str, str]:
    return urlsplit(address)[:2]


def _pages(address: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of a listing over all its pages."""
    for _ in range(_MOST_PAGES):
        try:
            with open_address(address) as stream:
                told, link = json.load(stream), stream.headers.get("Link", "")  # type: ignore[attr-defined]
        except HTTPError as answer:
            raise _refused(answer, address) from answer
        except _BROKEN as problem:
            raise UnavailableError(
                f"{endpoint()} cannot be reached ({problem})",
                hint="HF_ENDPOINT names another hub; --from FOLDER takes files that lie on a disk.",
            ) from problem
        except ValueError as problem:
            raise BadDataError(f"{address}: this is no list of files ({problem})") from problem
        if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
            raise BadDataError(f"{address}: this is no list of files")
        yield from told
        more = re.search(r'<([^>]+)>;\s*rel="next"', link)
        if more is None:
            return
        address = more[1]


def _file_of(entry: dict[str, Any]) -> RemoteFile:
    path, large = str(entry.get("path", "")), entry.get("lfs") or {}
    if not re.fullmatch(r"[^/\\:\x00-\x1f]+(/[^/\\:\x00-\x1f]+)*", path) or ".." in path.split("/"):
        raise BadDataError(f"the hub names a file {path!r}, which has no place in a model's folder")
    size = (large if isinstance(large, dict) else {}).get("size") or entry.get("size") or 0
    if not isinstance(size, int) or size < 0 or not isinstance(large, dict):
        raise BadDataError(f"the hub says nothing that makes sense of {path!r}")
    sha256 = str(large.get("oid", "")).removeprefix("sha256:")
    return RemoteFile(path, size, sha256, "" if large else str(entry.get("oid", "")))


def _go_on(address: str, part: Path, file: RemoteFile, tick: Tick) -> None:
    """Add to a file what it still lacks."""
    start = _size(part)
    if start >= file.size > 0:
        return
    with open_address(address, start=start) as stream:
        begins = stream.status == 206 and start  # type: ignore[attr-defined]
        if start and not begins:  # it sends all of it again
            tick(-start)
        with writing(part), part.open("ab" if begins else "wb") as out:
            for block in _blocks(stream):
                if out.tell() + len(block) > file.size:
                    raise UnavailableError(f"{file.path} is longer than the hub said")
                out.write(block)
                tick(len(block))


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what comes; where that breaks off, it is not the disk's fault."""
    try:
        while block := stream.read(_BLOCK):
            yield block
    except OSError as problem:
        raise http.client.HTTPException(str(problem)) from problem


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_right(part: Path, file: RemoteFile) -> bool:
    large, small = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    with part.open("rb") as stream:
        while block := stream.read(_BLOCK):
            (large if file.sha256 else small).update(block)
    if file.sha256:
        return large.hexdigest() == file.sha256
    return not file.blob or small.hexdigest() == file.blob


def _refused(answer: HTTPError, what: str) -> ScenescoreError:
    answer.close()
    if answer.code in (401, 403):
        return NotPermittedError(
            f"the hub does not give out {what} ({answer.code})",
            hint="Accept the model's terms on its page, then set HF_TOKEN to a token of yours.",
        )
    if answer.code in (404, 410):
        return UnavailableError(
            f"the hub has no {what} ({answer.code})", hint="Check the revision on the model's page."
        )
    return UnavailableError(
        f"the hub does not give out {what} just now ({answer.code})", hint="Try again later."
    )
