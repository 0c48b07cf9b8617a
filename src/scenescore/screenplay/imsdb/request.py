"""One request: a page of bounded size, redirects followed within the site, nothing tried again."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from scenescore import __version__
from scenescore.core.errors import BadDataError, UnavailableError
from scenescore.screenplay.imsdb.where import Site, connect

USER_AGENT = f"Scenescore/{__version__} (reads screenplays; one page at a time, when asked)"
_MOST_BYTES = 20_000_000
_MOST_REDIRECTS = 4
_SILENCE_S = 30.0
_WHOLE_S = 120.0
_BLOCK_BYTES = 1 << 16
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site said."""

    url: str
    """Where the page was in the end."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""


def request(site: Site, url: str, headers: Mapping[str, str]) -> Answer:
    """Return the answer to a GET.

    Raises
    ------
    NotPermittedError
        a redirect away from the site
    UnavailableError
        no connection, too slow, too many redirects
    BadDataError
        larger than any script
    """
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _once(site, site.joined(url, url), headers)
        if answer.status not in _REDIRECTS or "location" not in answer.headers:
            return answer
        url = site.joined(url, answer.headers["location"])
    raise UnavailableError(f"{site.host} redirects in a circle", hint="Try again another day.")


def _once(site: Site, url: str, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = connect(site, parts.hostname or "", _SILENCE_S)
    deadline = time.monotonic() + _WHOLE_S
    asked = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target, headers={**asked, **headers})
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, told, _body(response, deadline))
    except (OSError, http.client.HTTPException) as problem:
        raise UnavailableError(
            f"{parts.hostname} broke off ({problem})", hint="Try again; finished pages are kept."
        ) from problem
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the body, counted as it comes."""
    content = bytearray()
    while block := response.read1(_BLOCK_BYTES):
        content += block
        if len(content) > _MOST_BYTES:
            raise BadDataError(
                f"the page is larger than {_MOST_BYTES // 1_000_000} MB", hint="It is no script."
            )
        if time.monotonic() > deadline:
            raise UnavailableError("the site is too slow", hint="Try again another day.")
    return bytes(content)
