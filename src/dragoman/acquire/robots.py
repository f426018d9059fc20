"""What robots.txt lets us fetch (RFC 9309), by origin, kept for a day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import FetchError

TOKEN = "dragoman"
MAX_BYTES = 500 << 10
_DAY = 24 * 3600.0


@dataclass(slots=True)
class Rules:
    """The rules of one origin; ``parsed`` is None where there are none, ``later`` says why nothing may be fetched for now."""

    until: float
    parsed: Any = None
    later: str = ""

    def allowed(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, TOKEN))

    def delay(self) -> float:
        """Seconds that the origin wants between requests."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(TOKEN)
        return max(float(self.parsed.crawl_delay(TOKEN) or 0), rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def sitemaps(self) -> list[str]:
        """The sitemaps that it names."""
        return [] if self.parsed is None else list(self.parsed.sitemaps)


class Robots:
    """The rules of all origins; ``fetch(url)`` gives the body of a robots.txt, or raises ``FetchError``."""

    def __init__(self, fetch: Callable[[str], bytes], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def rules(self, origin: str) -> Rules:
        """The rules of an origin ("https://paper.example"): none where it has no robots.txt, all refused where its server fails."""
        with self._lock:
            known = self._known.get(origin)
        if known is not None and self._clock() < known.until:
            return known
        rules = self._load(origin)
        with self._lock:
            self._known[origin] = rules
        return rules

    def _load(self, origin: str) -> Rules:
        from protego import Protego

        try:
            body = self._fetch(f"{origin}/robots.txt")
        except FetchError as error:
            if error.kind == "refused":
                raise
            if error.kind in ("missing", "http", "redirects") and (error.status or 400) < 500:
                return Rules(self._clock() + _DAY)
            return Rules(self._clock() + 600, later=f"its robots.txt cannot be read: {error.reason}")
        return Rules(self._clock() + _DAY, Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")))
