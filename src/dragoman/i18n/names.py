"""Names as a sentence needs them: by case or preposition, with the class that verbs agree with; and as a heading has them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import DataError

DATA = Path(__file__).parent / "data"
NOMINATIVE = "nom"
_PATTERN = frozenset("~*()&")  # marks of a form that is only looked for, not one to write


@dataclass(frozen=True, slots=True)
class Name:
    """A name: ``agree`` is its agreement class, ``forms`` its forms by column of ``names.tsv``."""

    agree: str
    forms: dict[str, str]

    def form(self, case: str) -> str:
        """The form in a case; the nominative where the name has no such form."""
        return self.forms.get(case) or self.forms[NOMINATIVE]


@lru_cache(maxsize=16)
def names(language: str) -> dict[str, Name]:
    """The names of a language by id; sectors are ``@COP``, somebody unknown is ``@``. Empty where nobody has written them yet.

    Raises ``DataError`` for a table that is not laid out as ``data/README.md`` says.
    """
    path = DATA / language / "names.tsv"
    if not path.exists():
        return {}
    head, *lines = path.read_text("utf-8").splitlines()
    columns = head.lstrip("#").split("\t")
    if columns[:3] != ["id", "agree", NOMINATIVE]:
        raise DataError(f"{path}: the first columns must be id, agree and nom")
    out: dict[str, Name] = {}
    for number, line in enumerate(lines, 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(columns) or len(cells) < 3 or not cells[2]:
            raise DataError(f"{path}:{number}: {len(cells)} cells where {len(columns)} are named, or no name")
        if cells[0] in out:
            raise DataError(f"{path}:{number}: {cells[0]} stands there twice")
        out[cells[0]] = Name(cells[1], {k: v for k, v in zip(columns[2:], cells[2:], strict=False) if v})
    return out


@lru_cache(maxsize=16)
def persons(language: str) -> dict[str, str]:
    """How the press of a language writes the names of known persons: the full name, or what there is in a script of its own.

    None for English, in which the ledger names them.
    """
    from ..actors.names import rows

    out = {}
    for person, spoken, written in rows("person_names.tsv", 3):
        if spoken != language or language == "en":
            continue
        forms = [form for form in written.split("|") if not set(form) & _PATTERN]
        full = [form for form in forms if " " in form or "·" in form] or [form for form in forms if not _latin(form)]
        if full:
            out[person] = full[0]
    return out


def _latin(text: str) -> bool:
    return unicodedata.name(text[0], "").startswith("LATIN")


@lru_cache(maxsize=1)
def alpha2() -> dict[str, str]:
    """ISO 3166-1 alpha-3 to alpha-2 codes, as CLDR knows them; Kosovo by its user-assigned code."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {long: short[0] for long, short in aliases.items() if len(long) == 3 and long.isalpha()} | {"XKX": "XK"}
