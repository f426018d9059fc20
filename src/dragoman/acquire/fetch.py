"""A polite fetcher: robots.txt, one connection and a pause per host, conditional requests, back-off, limits, and no private addresses.

    with Fetcher(Settings(contact="me@institute.example")) as web:
        page = web.get("https://paper.example/news")

Proxies of the environment are not used: they would resolve names for us, and where they lead could not be looked at.
"""

from __future__ import annotations

import random
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urldefrag, urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from .. import __version__
from ..errors import FetchError
from .addresses import Resolve, check_url, resolve
from .robots import MAX_BYTES as ROBOTS_BYTES
from .robots import Robots

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fetch. Times in seconds; ``max_bytes`` counts unpacked bytes; ``allow`` names hosts that may have private addresses.

    ``delay`` is kept between requests to one host, ``total`` is how long one answer may take, ``longest_wait`` how long a host that asks
    for it is waited for before the page is put off, ``connections`` how many hosts are asked at a time.
    """

    contact: str = ""
    delay: float = 1.0
    timeout: float = 20.0
    total: float = 60.0
    max_bytes: int = 20 << 20
    max_redirects: int = 5
    retries: int = 3
    backoff: float = 1.0
    longest_wait: float = 60.0
    connections: int = 16
    allow: tuple[str, ...] = ()
    robots: bool = True

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        return f"Dragoman/{__version__}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch; ``etag`` and ``modified`` as an earlier answer gave them; ``note`` comes back untouched."""

    url: str
    etag: str = ""
    modified: str = ""
    note: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: status 200 with a body, or 304 (not changed since) without. ``url`` is where the redirects ended."""

    request: Request
    url: str
    status: int
    body: bytes
    content_type: str
    charset: str
    etag: str
    modified: str
    redirects: tuple[str, ...]


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0


class Fetcher:
    """Fetches over HTTP and HTTPS; may be used by several threads."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        lookup: Resolve = socket.getaddrinfo,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Any] = time.sleep,
    ) -> None:
        self.settings = settings or Settings()
        self._lookup = lookup
        self._clock = clock
        self._sleep = sleep
        self._robots = Robots(self._robots_txt, clock)
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()
        self._tls = ssl.create_default_context()
        self._random = random.Random()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is kept open between requests."""

    def get(self, request: Request | str) -> Fetched:
        """Fetch one address, after redirects and retries. Raises ``FetchError``."""
        request = Request(request) if isinstance(request, str) else request
        try:
            return self._follow(request, self.settings.robots, self.settings.max_bytes)
        except FetchError as error:
            if error.source == request.url:
                raise
            reason = f"{error.reason} (on the way, at {error.source})"
            raise FetchError(request.url, reason, kind=error.kind, status=error.status, retry_after=error.retry_after) from None

    def get_all(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Fetched | FetchError]]:
        """Fetch many: several hosts at a time, one request per host, each answer as it comes. Requests are drawn as they are needed."""
        most = self.settings.connections
        source = iter(requests)
        queues: dict[str, deque[Request]] = {}
        running: dict[Future[Fetched | FetchError], tuple[str, Request]] = {}
        busy: set[str] = set()
        held, drained = 0, False
        with ThreadPoolExecutor(most, thread_name_prefix="fetch") as pool:
            while True:
                while not drained and held < 8 * most and len(running) < most:
                    request = next(source, None)
                    if request is None:
                        drained = True
                        break
                    queues.setdefault(_host_of(request.url), deque()).append(request)
                    held += 1
                    self._launch(pool, queues, busy, running, most)
                self._launch(pool, queues, busy, running, most)
                if not running:
                    if drained and not held:
                        return
                    continue
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    host, request = running.pop(future)
                    busy.discard(host)
                    held -= 1
                    yield request, future.result()

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of an address's host names. Raises ``FetchError`` where the address may not be asked."""
        return self._robots.rules(_origin(check_url(url))).sitemaps()

    def _launch(self, pool: Any, queues: Any, busy: set[str], running: Any, most: int) -> None:
        for host in [h for h in queues if h not in busy]:
            if len(running) >= most:
                return
            request = queues[host].popleft()
            if not queues[host]:
                del queues[host]
            busy.add(host)
            running[pool.submit(self._try, request)] = host, request

    def _try(self, request: Request) -> Fetched | FetchError:
        try:
            return self.get(request)
        except FetchError as error:
            return error

    def _robots_txt(self, url: str) -> bytes:
        return self._follow(Request(url), False, ROBOTS_BYTES, cut=True).body

    def _follow(self, request: Request, robots: bool, limit: int, cut: bool = False) -> Fetched:
        url = urldefrag(request.url).url
        seen: list[str] = []
        while True:
            parts = check_url(url)
            pause = self.settings.delay
            if robots:
                rules = self._robots.rules(_origin(parts))
                if rules.later:
                    raise FetchError(request.url, rules.later, kind="later")
                if not rules.allowed(url):
                    raise FetchError(request.url, f"robots.txt of {parts.hostname} asks not to fetch {url}", kind="robots")
                pause = max(pause, rules.delay())
                if pause > self.settings.longest_wait:
                    reason = f"robots.txt of {parts.hostname} asks for {pause:.0f} seconds between requests"
                    raise FetchError(request.url, reason, kind="later", retry_after=pause)
            answer = self._persist(request, url, parts, pause, limit, cut)
            if isinstance(answer, str):
                seen.append(url)
                url = urldefrag(urljoin(url, answer)).url
                if url in seen or len(seen) > self.settings.max_redirects:
                    why = "in a circle" if url in seen else f"more than {self.settings.max_redirects} times"
                    raise FetchError(request.url, f"redirects {why}", kind="redirects")
                continue
            status, body, headers = answer
            kind, _, rest = headers.get("Content-Type", "").partition(";")
            charset = next((p.split("=", 1)[1].strip(" \"'") for p in rest.split(";") if p.strip().lower().startswith("charset=")), "")
            etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
            return Fetched(request, url, status, body, kind.strip().lower(), charset, etag, modified, tuple(seen))

    def _persist(self, request: Request, url: str, parts: SplitResult, pause: float, limit: int, cut: bool) -> tuple[int, bytes, Any] | str:
        """One hop, tried again where that may help: an answer, or where it redirects to."""
        for attempt in range(self.settings.retries + 1):
            try:
                return self._once(request, url, parts, pause, limit, cut)
            except FetchError as error:
                wait_for = error.retry_after
                if error.kind not in ("later", "network") or error.reason.startswith("the name"):
                    raise
                if wait_for is not None and wait_for > self.settings.longest_wait:
                    raise
                if attempt == self.settings.retries:
                    raise
                backoff = self.settings.backoff * 2**attempt * (1 + self._random.random() / 4)
            self._sleep(max(backoff, wait_for or 0.0))
        raise AssertionError("unreachable")

    def _once(self, request: Request, url: str, parts: SplitResult, pause: float, limit: int, cut: bool) -> tuple[int, bytes, Any] | str:
        with self._guard:
            host = self._hosts.setdefault(_host_of(url), _Host())
        with host.lock:
            wait_for = host.free - self._clock()
            if wait_for > 0:
                self._sleep(wait_for)
            try:
                return self._ask(request, url, parts, limit, cut)
            finally:
                host.free = self._clock() + pause

    def _ask(self, request: Request, url: str, parts: SplitResult, limit: int, cut: bool) -> tuple[int, bytes, Any] | str:
        started = self._clock()
        connection = self._connection(request.url, parts)
        headers = {"User-Agent": self.settings.user_agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.modified:
            headers["If-Modified-Since"] = request.modified
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(
                "GET", urllib3.util.parse_url(target).url if not target.isascii() else target, headers=headers, preload_content=False
            )
            answer = connection.getresponse()
            status = answer.status
            if status in _REDIRECTS and answer.headers.get("Location"):
                return str(answer.headers["Location"]).encode("latin-1", "replace").decode("utf-8", "replace")
            if status == 304:
                return 304, b"", answer.headers
            if status != 200:
                raise _refusal(request.url, status, answer.headers)
            length = answer.headers.get("Content-Length", "")
            if length.isdigit() and int(length) > limit and not cut:
                raise FetchError(request.url, f"has {int(length):,} bytes, more than the limit of {limit:,}", kind="large")
            return 200, self._body(request.url, answer, connection, started, limit, cut), answer.headers
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
                raise FetchError(
                    request.url, f"{parts.hostname} did not answer in {self.settings.timeout:g} seconds", kind="slow"
                ) from None
            raise FetchError(request.url, f"the connection to {parts.hostname} failed: {_short(error)}", kind="network") from None
        finally:
            connection.close()

    def _body(self, source: str, answer: Any, connection: Any, started: float, limit: int, cut: bool) -> bytes:
        body = bytearray()
        while True:
            left = self.settings.total - (self._clock() - started)
            if left <= 0:
                raise FetchError(source, f"took longer than {self.settings.total:g} seconds", kind="slow")
            if connection.sock is not None:
                connection.sock.settimeout(min(left, self.settings.timeout))
            chunk = answer.read1(_CHUNK, decode_content=True)
            if not chunk:
                break
            body += chunk
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise FetchError(source, f"has more than the limit of {limit:,} bytes", kind="large")
        return bytes(body)

    def _connection(self, source: str, parts: SplitResult) -> HTTPConnection:
        """A connection that goes to an address that was looked at just now."""
        host = parts.hostname or ""
        secure = parts.scheme.lower() == "https"
        port = parts.port or (443 if secure else 80)
        places = resolve(source, host, port, self.settings.allow, self._lookup)
        timeout = self.settings.timeout
        if secure:
            return _CheckedTLS(places, host, port, timeout=timeout, ssl_context=self._tls)
        return _Checked(places, host, port, timeout=timeout)


class _ToPlaces:
    """Connects to the places given, whatever the name would resolve to now."""

    _places: list[tuple[int, tuple[Any, ...]]]
    timeout: Any

    def _new_conn(self) -> socket.socket:
        problem: OSError = OSError("no address")
        for family, place in self._places:
            plug = socket.socket(family, socket.SOCK_STREAM)
            try:
                plug.settimeout(self.timeout)
                plug.connect(place)
                return plug
            except OSError as error:
                plug.close()
                problem = error
        raise problem


class _Checked(_ToPlaces, HTTPConnection):
    def __init__(self, places: list[tuple[int, tuple[Any, ...]]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = places


class _CheckedTLS(_ToPlaces, HTTPSConnection):
    def __init__(self, places: list[tuple[int, tuple[Any, ...]]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = places


def _refusal(source: str, status: int, headers: Any) -> FetchError:
    if status in (404, 410):
        return FetchError(source, f"is not there (status {status})", kind="missing", status=status)
    if status in _AGAIN:
        after = _seconds(headers.get("Retry-After", ""))
        told = f", come back in {after:.0f} seconds" if after else ""
        return FetchError(source, f"the host asks to wait (status {status}{told})", kind="later", status=status, retry_after=after)
    return FetchError(source, f"the host answered with status {status}", kind="http", status=status)


def _seconds(value: str) -> float | None:
    """The seconds of a Retry-After, which may be a date."""
    value = value.strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _host_of(url: str) -> str:
    try:
        return check_url(url).hostname or ""
    except FetchError:
        return ""


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
