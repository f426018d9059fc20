"""Who may write, and which requests are heard at all.

Reading is free; writing (marks of readers, ingest) needs the server's token: as ``Authorization: Bearer TOKEN`` from programs, as a
cookie from a browser. The cookie is set by opening ``/sign-in?token=TOKEN``; a form that is sent with it must come from a page of this
server. A server on a loopback address answers only to loopback names, so that no other site reaches it by a name of its own
(DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from ..errors import UsageError

COOKIE = "dragoman_token"


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether a host to bind to, or a Host header's name, can only be reached from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_binding(host: str, token: str) -> None:
    """Raise ``UsageError`` where a server would be reachable from elsewhere without a token of its own."""
    if not is_loopback(host) and not token:
        raise UsageError(
            f"a server on {host} can be reached from elsewhere and needs a token for writing: give --token or DRAGOMAN_TOKEN "
            "(make one with: python -c 'import secrets; print(secrets.token_urlsafe(24))'), or bind to 127.0.0.1"
        )
    if token and len(token) < 16:
        raise UsageError("the token is too short to be safe; give at least 16 characters")


def host_allowed(request: HTTPConnection, bound_to: str) -> bool:
    """Whether the Host header may be answered: on loopback only loopback names, elsewhere any."""
    if not is_loopback(bound_to):
        return True
    return is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or "")


def has_token(request: HTTPConnection, token: str) -> bool:
    """Whether a request brings the token, in its header or its cookie."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and same(given.strip(), token):
        return True
    return same(request.cookies.get(COOKIE, ""), token)


def may_write(request: HTTPConnection, token: str) -> bool:
    """Whether a request may write: it brings the token, and where it does so by cookie it comes from a page of this server."""
    if not has_token(request, token):
        return False
    return "authorization" in request.headers or same_origin(request)


def same_origin(request: HTTPConnection) -> bool:
    """Whether a browser sent the request from a page of this server (Fetch Metadata, or the Origin header); no without either."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host", "")


def same(given: str, token: str) -> bool:
    """Compare without telling by time how much is right; no token matches nothing."""
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
