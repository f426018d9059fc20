"""CAMEO codes of PLOVER events, for the files of those who still count in CAMEO.

>>> code("CONSULT", "visit"), code("AID", "", ["military"]), code("ASSAULT")
('042', '072', '190')
>>> base("0841"), root("0841"), quad_class("0841")
('084', '08', 2)
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "cameo.toml").read_text("utf-8"))


def code(type_: str, mode: str = "", contexts: Sequence[str] = ()) -> str:
    """The code of an event: by its mode, else by the first context that has one, else by its type. Raises ``KeyError`` for no type."""
    table = _table()
    if found := table["modes"].get(type_, {}).get(mode):
        return str(found)
    by_context = table["contexts"].get(type_, {})
    return str(next((by_context[c] for c in contexts if c in by_context), table["types"][type_]))


def base(given: str) -> str:
    """The second level of a code."""
    return given[:3]


def root(given: str) -> str:
    """The first level of a code."""
    return given[:2]


def quad_class(given: str) -> int:
    """GDELT's: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    number = int(root(given))
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4
