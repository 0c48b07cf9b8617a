"""The door: who may come in, under which name, with how much, and to which rooms at all.

Wraps the whole application, the framework's own routes included; what is not on the list is shut.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scenescore.apps.web.house import Rules

COOKIE = "scenescore"
_OPEN = re.compile(
    r"/$|/login$|/page/[\w.-]+$|/v1/|/(config|theme\.css|favicon\.ico|manifest\.json)$"
    r"|/(assets|static|svelte)/[^?]+$|/gradio_api/(heartbeat/\w+|startup-events|app_id)$"
)
"""What exists. Gradio's proxies, redirects, uploads, files, queue and monitoring do not."""
_FREE = re.compile(r"/login$|/page/[\w.-]+$|/v1/openapi\.json$|/favicon\.ico$")
"""What needs no cookie and no token: it tells nothing of any film."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """ASGI middleware that holds `Rules`."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = _headers(scope)
        refusal = self._refusal(scope, headers)
        if refusal:
            await _answer(send, *refusal)
            return
        await self._app(scope, _Limited(receive, self._rules), self._sending(send, scope))

    def _refusal(
        self, scope: Scope, headers: Mapping[str, str]
    ) -> tuple[int, str] | tuple[int, str, str] | None:
        path, method = scope["path"], scope["method"]
        if self._rules.hosts and _host(headers.get("host", "")) not in self._rules.hosts:
            return 403, "This page answers only under its own name."
        if ".." in path.split("/") or "\\" in path or "\0" in path:
            return 403, "That path leads out of the library."
        if not _OPEN.match(path):
            return 403, "There is nothing here."
        if int(headers.get("content-length") or 0) > self._rules.upload_mb * 1_000_000:
            return 413, _too_large(self._rules)
        origin = headers.get("origin")
        if method not in _SAFE and origin and origin.split("//")[-1] != headers.get("host"):
            return 403, "Another site may not ask for this."
        if _FREE.match(path) or self._may_enter(headers):
            return None
        if path == "/":
            return None if not self._rules.password else (303, "/login", "location")
        return 401, "A token is needed: Authorization: Bearer TOKEN, as `scenescore serve` tells."

    def _may_enter(self, headers: Mapping[str, str]) -> bool:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        if cookie and hmac.compare_digest(cookie.value.encode(), self._rules.cookie.encode()):
            return True
        given = headers.get("authorization", "").removeprefix("Bearer ").encode()
        return hmac.compare_digest(given, self._rules.token.encode())

    def _sending(self, send: Send, scope: Scope) -> Send:
        opens = scope["path"] == "/" and not self._rules.password

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                extra = [(k.encode(), v.encode()) for k, v in _HEADERS.items()]
                if scope["path"].startswith("/v1/") and b"cache-control" not in known:
                    extra.append((b"cache-control", b"no-store"))
                if opens:
                    extra.append((b"set-cookie", cookie_line(self._rules).encode()))
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        return guarded


class _Limited:
    """Counts what arrives; a body without a stated length is held to the limit as well."""

    def __init__(self, receive: Receive, rules: Rules) -> None:
        self._receive, self._rules, self._left = receive, rules, rules.upload_mb * 1_000_000

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, _too_large(self._rules))
        return message


def cookie_line(rules: Rules) -> str:
    """Return the Set-Cookie value for a browser that may enter."""
    return f"{COOKIE}={rules.cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"


def _too_large(rules: Rules) -> str:
    return f"That is more than {rules.upload_mb} MB, the most this page takes."


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _host(header: str) -> str:
    return header[: header.find("]") + 1] if header.startswith("[") else header.partition(":")[0]


async def _answer(send: Send, status: int, said: str, kind: str = "") -> None:
    headers: list[tuple[bytes, Any]] = [(k.encode(), v.encode()) for k, v in _HEADERS.items()]
    body = b"" if kind else json.dumps({"problem": said, "hint": ""}).encode()
    headers.append((b"content-type", b"application/json"))
    headers.append((b"content-length", str(len(body)).encode()))
    if kind == "location":
        headers.append((b"location", said.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
