"""CAMEO codes of PLOVER events, for the files of those who still count in CAMEO.

>>> code("CONSULT", "visit"), code("AID", "", ["military"]), code("ASSAULT")
('042', '072', '190')
>>> code("SANCTION", "expel"), code("SANCTION", "expel", ["diplomatic"])
('166', '161')
>>> goldstein("042"), goldstein("072"), goldstein("190")
(1.9, 8.3, -10.0)
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
    """The code of an event: by its mode in a context, its mode, its first context that has one, or its type.

    Raises ``KeyError`` for no type.
    """
    table = _table()

    def in_context(what: str) -> str | None:
        codes = table["contexts"].get(what, {})
        return next((codes[c] for c in contexts if c in codes), None)

    found = in_context(f"{type_}/{mode}") or table["modes"].get(type_, {}).get(mode) or in_context(type_) or table["types"][type_]
    return str(found)


def goldstein(given: str) -> float | None:
    """What a code weighs on Goldstein's scale, from -10 to 10; None where nobody published it."""
    found: float | None = _table()["goldstein"].get(given)
    return found


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
