"""Which network addresses may be fetched from: public ones, and what a user names.

A page can point anywhere, a name can resolve to anything: so every address that a name resolves to is looked at before each connection,
and the connection goes to an address that was looked at, not to the name.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ..errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Like ``socket.getaddrinfo``.
Resolve = Callable[..., Sequence[tuple[Any, ...]]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")


def is_public(address: Address) -> bool:
    """Whether an address is of the public Internet; one that carries another inside (mapped, 6to4, Teredo, NAT64) is as that one.

    >>> is_public(ipaddress.ip_address("93.184.216.34")), is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    (True, False)
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner: list[ipaddress.IPv4Address] = []
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.sixtofour is not None:
            inner.append(address.sixtofour)
        if address.teredo is not None:
            inner += address.teredo
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address in _NAT64_LOCAL or address in _COMPATIBLE or address.is_site_local:
            return False
        if inner:
            return all(map(is_public, inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be asked for. Raises ``FetchError`` (refused) for other schemes, user names, and no host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(url, f"is no address: {error}", kind="refused") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError(url, f"has the scheme {parts.scheme or 'none'!r}; only http and https are fetched", kind="refused")
    if parts.username is not None or parts.password is not None:
        raise FetchError(url, "carries a user name or password, which is not sent", kind="refused")
    if not parts.hostname or port == 0 or any(c.isspace() or ord(c) < 32 for c in url):
        raise FetchError(url, "names no host", kind="refused")
    return parts


def resolve(
    url: str, host: str, port: int, allow: Collection[str], lookup: Resolve = socket.getaddrinfo
) -> list[tuple[int, tuple[Any, ...]]]:
    """Where to connect for a host: (family, socket address), all of them public, or the host among ``allow`` (name, or name:port).

    Raises ``FetchError``: ``refused`` where any address is not public, ``network`` where the name does not resolve.
    """
    try:
        found = lookup(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(url, f"the name {host} does not resolve: {error}", kind="network") from None
    places = [(int(family), tuple(place)) for family, _, _, _, place in found if family in (socket.AF_INET, socket.AF_INET6)]
    if not places:
        raise FetchError(url, f"the name {host} has no address", kind="network")
    name = host.lower().rstrip(".")
    named = {entry.lower().rstrip(".") for entry in allow}
    if name not in named and f"{name}:{port}" not in named:
        for _, place in places:
            if not is_public(ipaddress.ip_address(str(place[0]).split("%")[0])):
                raise FetchError(
                    url,
                    f"{host} is {place[0]}, which is no public address; if you mean it, allow the host: --allow-host {host}",
                    kind="refused",
                )
    return places
