"""One request to a server: JSON in, JSON out, with a deadline, a way to stop, and clear failures.

The standard library's `http.client` is enough: no redirects are followed (a key must not travel to
another host), nothing is logged. Knows no language models.
"""

from __future__ import annotations

import http.client
import json
import select
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scenescore.core.errors import SettingsError
from scenescore.core.progress import Run

_LONGEST_BODY = 8 << 20
_LONGEST_PAUSE_S = 60.0
_LOOK_S = 0.2
"""How often a wait looks whether the user said stop."""
_TOLD = 300


class ServerError(Exception):
    """A request that brought no usable JSON."""

    def __init__(
        self, message: str, *, status: int = 0, pause_s: float | None = None, reached: bool = True
    ) -> None:
        super().__init__(message)
        self.status = status
        """HTTP status; 0 when there was none."""
        self.pause_s = pause_s
        """How long the server asks to wait, in seconds."""
        self.reached = reached
        """False when no connection came about."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def told(self) -> str:
        """The address as a person writes it."""
        return f"http{'s' if self.is_secure else ''}://{self.host}:{self.port}{self.path}"


def address_of(url: str, origin: str = "given") -> Address:
    """Return the address in a base URL.

    Raises
    ------
    SettingsError
        it is no http(s) URL, or carries a name and password
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as problem:
        raise SettingsError("openai.base_url", origin, str(problem)) from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("openai.base_url", origin, f"'{url[:60]}' is no http(s) address")
    if parts.username or parts.password:
        raise SettingsError("openai.base_url", origin, "a key belongs in OPENAI_API_KEY")
    secure = parts.scheme == "https"
    return Address(parts.hostname, port or (443 if secure else 80), parts.path.rstrip("/"), secure)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that speaks JSON."""

    address: Address
    key: str = field(default="", repr=False)
    timeout_s: float = 120.0

    def get(self, path: str, run: Run, *, timeout_s: float | None = None) -> Any:
        """Return what stands at a path; raises `ServerError`, `Cancelled`."""
        return self._ask("GET", path, None, run, timeout_s or self.timeout_s)

    def post(self, path: str, body: Mapping[str, Any], run: Run) -> Any:
        """Send JSON and return what comes back; raises `ServerError`, `Cancelled`."""
        return self._ask("POST", path, json.dumps(body).encode(), run, self.timeout_s)

    def _ask(self, method: str, path: str, body: bytes | None, run: Run, timeout_s: float) -> Any:
        run.check()
        deadline_s = time.monotonic() + timeout_s
        link = self._link(timeout_s)
        try:
            link.connect()
        except (OSError, http.client.HTTPException) as problem:
            why = f"no server answers at {self.address.told} ({_plain(problem)})"
            raise ServerError(why, reached=False) from problem
        try:
            link.request(method, self.address.path + path, body, self._headers(body))
            _wait(link, deadline_s, timeout_s, run)
            answer = link.getresponse()
            return self._read(answer, _body(answer, link, deadline_s, timeout_s, run))
        except TimeoutError as problem:
            raise ServerError(f"no answer within {timeout_s:g} s") from problem
        except (OSError, http.client.HTTPException) as problem:
            raise ServerError(f"the connection broke: {_plain(problem)}") from problem
        finally:
            link.close()

    def _link(self, timeout_s: float) -> http.client.HTTPConnection:
        where, port = self.address.host, self.address.port
        if self.address.is_secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(where, port, timeout=timeout_s, context=context)
        return http.client.HTTPConnection(where, port, timeout=timeout_s)

    def _headers(self, body: bytes | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers

    def _read(self, answer: http.client.HTTPResponse, body: bytes) -> Any:
        text = body.decode("utf-8", "replace")
        if answer.status != 200:
            told = self._without_key(_told(text) or answer.reason)
            raise ServerError(
                f"the server answered {answer.status}: {told}",
                status=answer.status,
                pause_s=_pause_s(answer.getheader("Retry-After")),
            )
        try:
            return json.loads(text)
        except ValueError as problem:
            raise ServerError("the server's answer is no JSON", status=200) from problem

    def _without_key(self, text: str) -> str:
        return text.replace(self.key, "***") if self.key else text


def pause(seconds: float, run: Run) -> None:
    """Wait, at most a minute; raise `Cancelled` when asked to stop."""
    end_s = time.monotonic() + min(seconds, _LONGEST_PAUSE_S)
    while (left_s := end_s - time.monotonic()) > 0:
        run.check()
        time.sleep(min(left_s, _LOOK_S))


def _wait(link: http.client.HTTPConnection, deadline_s: float, timeout_s: float, run: Run) -> None:
    """Wait until the first bytes are there."""
    while not select.select([link.sock], [], [], _LOOK_S)[0]:
        run.check()
        if time.monotonic() > deadline_s:
            raise TimeoutError
    link.sock.settimeout(max(deadline_s - time.monotonic(), _LOOK_S))


def _body(
    answer: http.client.HTTPResponse,
    link: http.client.HTTPConnection,
    deadline_s: float,
    timeout_s: float,
    run: Run,
) -> bytes:
    """Return the body; a server that drips is held to the deadline too."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(1 << 16):
        run.check()
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline_s:
            raise TimeoutError
        if size > _LONGEST_BODY:
            raise http.client.HTTPException("the answer is too long")
    if answer.length:  # fewer bytes came than were announced
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(parts)


def _told(text: str) -> str:
    """Return what an error body says, shortened."""
    try:
        said = json.loads(text)
    except ValueError:
        return " ".join(text.split())[:_TOLD]
    error = said.get("error", said) if isinstance(said, dict) else said
    message = error.get("message", error) if isinstance(error, dict) else error
    return str(message)[:_TOLD]


def _pause_s(header: str | None) -> float | None:
    """Return a Retry-After header as seconds (RFC 9110, 10.2.3: seconds or a date)."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return None


def _plain(problem: Exception) -> str:
    return str(getattr(problem, "strerror", None) or problem or type(problem).__name__)
