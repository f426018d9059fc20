"""Answers that are kept until the ledger changes; slow ones are given as they were while they are made anew."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_MOST = 512


class Memo:
    """A small cache of answers, each for a revision of the ledger. Safe for threads."""

    def __init__(self, revision: Callable[[], int], most: int = _MOST) -> None:
        self._revision = revision
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._busy: set[Hashable] = set()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, stale: Callable[[Hashable], object] | None = None) -> T:
        """The answer of ``key``, made by ``make`` where it is not known. With ``stale`` an answer of before the last change of the ledger
        is given at once, while the new one is made in the background; ``stale`` is told its key.
        """
        now = self._revision()
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                if found[0] == now:
                    return found[1]  # type: ignore[no-any-return]
                if stale:
                    stale(key)
                    if key not in self._busy:
                        self._busy.add(key)
                        threading.Thread(target=self._renew, args=(key, make), daemon=True).start()
                    return found[1]  # type: ignore[no-any-return]
        return self._put(key, now, make())

    def _put(self, key: Hashable, revision: int, value: T) -> T:
        with self._lock:
            self._kept[key] = revision, value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def _renew(self, key: Hashable, make: Callable[[], Any]) -> None:
        try:
            revision = self._revision()
            self._put(key, revision, make())
        except Exception:  # the next reader tries again
            _LOG.exception("%s could not be made anew", key)
        finally:
            with self._lock:
                self._busy.discard(key)
