"""Which hosts may be spoken to, and which addresses: the guard in front of every connection.

Knows nothing about pages. A host is allowed by its exact name; its address must be a public one,
and the connection goes to the very address that was looked at.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from scenescore.core.errors import NotPermittedError, UnavailableError


@dataclass(frozen=True, slots=True)
class Site:
    """A site that may be spoken to. There is one for users; tests bring their own."""

    host: str = "imsdb.com"
    """Where requests go first."""
    others: frozenset[str] = frozenset({"www.imsdb.com"})
    """Hosts that it may send us to."""
    scheme: str = "https"
    port: int = 443
    is_local: bool = False
    """True for a site played on this machine: then its address may be private."""

    def url(self, path: str) -> str:
        """Return the address of a page of the site."""
        shown = "" if self.port in (80, 443) else f":{self.port}"
        return f"{self.scheme}://{self.host}{shown}{_plain(path)}"

    def joined(self, base: str, target: str) -> str:
        """Return where a link or redirect leads, when that is allowed.

        Raises
        ------
        NotPermittedError
            another host, scheme or port
        """
        parts = urlsplit(urljoin(base, target.strip()))
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            port = -1
        known = parts.hostname in {self.host, *self.others} and parts.username is None
        if not known or parts.scheme != self.scheme or port != self.port:
            raise NotPermittedError(
                f"{target[:80]} is not a page of {self.host}",
                hint="Scenescore follows links within the site only.",
            )
        return urlunsplit((parts.scheme, parts.netloc, _plain(parts.path), parts.query, ""))


#: The only site that users reach.
IMSDB = Site()


def _plain(path: str) -> str:
    """Return a path with blanks and letters escaped, what is escaped left alone."""
    return quote(path or "/", safe="/%:,'&()!*+;=@~$-._?")


def connect(site: Site, host: str, timeout_s: float) -> http.client.HTTPConnection:
    """Return an open connection to an allowed host.

    Raises
    ------
    NotPermittedError
        the name leads to a private address
    UnavailableError
        no network, no such host
    """
    if host not in {site.host, *site.others}:
        raise NotPermittedError(f"{host} is not an allowed host")
    address = _address(site, host)
    connection = http.client.HTTPConnection(host, site.port, timeout=timeout_s)
    try:
        plain = socket.create_connection((address, site.port), timeout=timeout_s)
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if site.scheme == "https"
            else plain
        )
    except OSError as problem:
        raise _no_way(host, problem) from problem
    return connection


def _address(site: Site, host: str) -> str:
    try:
        found = socket.getaddrinfo(host, site.port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise _no_way(host, problem) from problem
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not site.is_local and not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise NotPermittedError(
                f"{host} leads to the private address {address}",
                hint="Check the name server of this network.",
            )
    return addresses[0]


def _no_way(host: str, problem: OSError) -> UnavailableError:
    return UnavailableError(
        f"{host} cannot be reached ({problem.strerror or problem})",
        hint="Check the network, or save the page in a browser and give Scenescore the file.",
    )
