"""Groups of countries by name: "EU" and "G7" stand for their members, and for the organisation itself.

The lists are in ``data/groups.toml`` and can be extended or replaced by a file of the same form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..actors.names import english_names
from ..errors import UsageError

Groups = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def groups(file: str | Path = "") -> dict[str, tuple[str, ...]]:
    """Names of groups and the ids in them.

    Raises ``UsageError`` for a file that is not of the form ``NAME = ["FRA", ...]``, or has an id that no actor has.
    """
    path = Path(file) if file else Path(__file__).parent / "data" / "groups.toml"
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as groups: {error}") from None
    lists = loaded.get("groups", loaded)
    if not isinstance(lists, dict):
        raise UsageError(f'{path} has no groups; write them as [groups] and NAME = ["FRA", "DEU"]')
    return {name: checked(path, name, ids, english_names()) for name, ids in lists.items()}


def checked(path: Path, name: str, given: object, known: Collection[str]) -> tuple[str, ...]:
    """What an entry of a file lists. Raises ``UsageError``, which names both, for what is no list or has what is not ``known``."""
    if not isinstance(given, list) or not all(isinstance(i, str) for i in given):
        raise UsageError(f'{path}: {name!r} must be a list, {name} = ["FRA", "DEU"]')
    if unknown := [i for i in given if i not in known]:
        raise UsageError(f"{path}: {name!r} has {', '.join(map(repr, unknown))}, which nobody is called; write codes as KAZ or EU")
    return tuple(given)


def members(name: str, known: Groups | None = None) -> tuple[str, ...]:
    """The ids that a name stands for: those of its group, or itself."""
    found = (groups() if known is None else known).get(name)
    return (name,) if found is None else found


def parties(row: Mapping[str, Any]) -> set[str]:
    """The ids of all who take part in an event, report, figure or statement."""
    found = [p for role in ("actors", "recipients", "about", "from", "to") for p in row.get(role, ())]
    found += [row["speaker"]] if "speaker" in row else []
    return {p["id"] for p in found if p["id"]}


def sides(one: str, other: str, known: Groups | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids that two names stand for, none on both sides: a country is no partner of its own in a group that it belongs to, and who
    belongs to two groups speaks for neither towards the other.

    >>> sides("KAZ", "OTS")[1]
    ('OTS', 'AZE', 'KGZ', 'TUR', 'UZB')
    """
    left, right = members(one, known), members(other, known)
    both = {*left} & {*right}
    if not both or one == other:
        return left, right
    if len(left) == 1 or len(right) == 1:
        return (left, _without(right, both)) if len(left) == 1 else (_without(left, both), right)
    return _without(left, both), _without(right, both)


def _without(ids: tuple[str, ...], those: set[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if i not in those)
