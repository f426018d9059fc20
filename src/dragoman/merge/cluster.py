"""Groups out of pairs that are alike: the same groups for the same set, whatever the order in which it came.

Items that share a key and lie within a few days of each other are compared; pairs that are alike enough are links; what hangs together
by links is a component; within a component groups are joined by average linkage (Sneath and Sokal 1973), so that a chain of links alone
does not make one event of a week of similar ones. Every step depends on the set of items alone, hence a new item can change only the
components it links to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
#: Likeness in [0, 1] of the items ``i[k]`` and ``j[k]``.
Likeness = Callable[[Ints, Ints], Floats]

LINK = 0.6  # likeness that makes a link, where groups are joined at less: some two reports of an event are always that alike
WINDOW = 3  # days that two items may lie apart
_PAIRS = 1 << 20  # pairs compared at a time
_LARGEST = 1500  # items of a component that are compared all with all


@dataclass(frozen=True, slots=True)
class Items:
    """What is to be grouped. ``first`` and ``last`` [n] are days since 1970; ``keys`` and ``owners`` [m] say which item has which key."""

    first: Ints
    last: Ints
    keys: Ints
    owners: Ints

    def __len__(self) -> int:
        return len(self.first)


def candidates(items: Items, fresh: NDArray[np.bool_] | None = None) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (i < j) that share a key and lie within ``WINDOW`` days, in portions; each pair may come once per shared key.

    With ``fresh`` [n] only pairs with a fresh item.
    """
    first = items.first[items.owners]
    order = np.lexsort((items.owners, first, items.keys))
    owners, first, keys = items.owners[order], first[order], items.keys[order]
    if not len(owners):
        return
    # keys in dense numbers, so that (key, day) is one number to search in
    dense = np.cumsum(np.concatenate([[0], keys[1:] != keys[:-1]]))
    low = int(first.min())
    width = int(items.last.max()) - low + 2 * WINDOW + 2
    place = dense * width + (first - low)
    reach = dense * width + (items.last[owners] - low) + WINDOW
    ends = np.searchsorted(place, reach, side="right")
    counts = ends - np.arange(len(owners)) - 1
    totals = np.cumsum(counts)
    at = 0
    while at < len(owners):
        base = totals[at - 1] if at else 0
        upto = max(int(np.searchsorted(totals, base + _PAIRS, side="right")), at + 1)
        n = counts[at:upto]
        left = np.repeat(np.arange(at, upto), n)
        right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(n) - n, n)
        i, j = owners[left], owners[right]
        keep = i != j
        if fresh is not None:
            keep &= fresh[i] | fresh[j]
        i, j = i[keep], j[keep]
        yield np.minimum(i, j), np.maximum(i, j)
        at = upto


def links(items: Items, alike: Likeness, threshold: float, fresh: NDArray[np.bool_] | None = None) -> tuple[Ints, Ints, Floats]:
    """Pairs (i < j) that are alike by at least ``threshold``, each once, with their likeness."""
    found: list[tuple[Ints, Ints, Floats]] = []
    for i, j in candidates(items, fresh):
        values = alike(i, j)
        keep = values >= threshold
        found.append((i[keep], j[keep], values[keep]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    i, j, values = (np.concatenate(part) for part in zip(*found, strict=True))
    _, once = np.unique(i * len(items) + j, return_index=True)
    return i[once], j[once], values[once]


def components(n: int, i: Ints, j: Ints) -> Ints:
    """For each of ``n`` items the smallest item that it hangs together with."""
    label = np.arange(n)
    while len(i):
        low = np.minimum(label[i], label[j])
        before = label.copy()
        np.minimum.at(label, i, low)
        np.minimum.at(label, j, low)
        np.minimum.at(label, before, label)  # the root of a group learns what its members learnt
        label = label[label]
        if np.array_equal(label, before):
            break
    return label


def groups(
    items: Items,
    members: Sequence[int],
    alike: Likeness,
    threshold: float,
    must: Sequence[tuple[int, int]] = (),
    cannot: Sequence[tuple[int, int]] = (),
) -> list[list[int]]:
    """One component's groups by average linkage down to ``threshold``; members and groups in ascending order.

    ``must`` and ``cannot`` are pairs that a person has joined or kept apart; keeping apart wins.
    """
    n = len(members)
    if n == 1:
        return [list(members)]
    mine = np.sort(np.asarray(members, np.int64))
    if n > _LARGEST:
        return _parts(items, mine, alike, threshold, must, cannot)
    place = {int(item): k for k, item in enumerate(mine)}
    i, j = np.triu_indices(n, 1)
    like = np.zeros((n, n), np.float64)
    like[i, j] = alike(mine[i], mine[j])
    like += like.T
    for a, b in must:
        if a in place and b in place:
            like[place[a], place[b]] = like[place[b], place[a]] = 2.0 * n
    for a, b in cannot:
        if a in place and b in place:
            like[place[a], place[b]] = like[place[b], place[a]] = -np.inf
    return [mine[g].tolist() for g in _average(like, threshold)]


def _average(like: NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Joins the two groups of the highest mean likeness until none reaches the threshold; ties go to the lowest numbers."""
    n = len(like)
    inside = [[k] for k in range(n)]
    size = np.ones(n)
    alive = np.ones(n, bool)
    np.fill_diagonal(like, -np.inf)
    best = like.argmax(1)
    top = like[np.arange(n), best]
    while True:
        a = int(np.argmax(np.where(alive, top, -np.inf)))
        if not alive[a] or not top[a] >= threshold:
            return sorted((sorted(inside[k]) for k in range(n) if alive[k]), key=lambda g: g[0])
        b = int(best[a])
        a, b = min(a, b), max(a, b)
        row = (like[a] * size[a] + like[b] * size[b]) / (size[a] + size[b])
        row[a] = row[b] = -np.inf
        like[a], like[:, a] = row, row
        like[b], like[:, b] = -np.inf, -np.inf
        size[a] += size[b]
        inside[a] += inside[b]
        alive[b] = False
        best[a], top[a] = int(row.argmax()), row.max()
        stale = alive & ((best == a) | (best == b))
        stale[a] = False
        for k in np.flatnonzero(stale):
            best[k] = int(like[k].argmax())
            top[k] = like[k, best[k]]
        better = alive & (row > top)
        best[better], top[better] = a, row[better]


def _parts(
    items: Items,
    mine: Ints,
    alike: Likeness,
    threshold: float,
    must: Sequence[tuple[int, int]],
    cannot: Sequence[tuple[int, int]],
) -> list[list[int]]:
    """A component too large for all pairs, cut by raising what counts as a link until its parts are small enough."""
    n = len(mine)
    place = np.full(len(items), -1, np.int64)
    place[mine] = np.arange(n)
    inside = place[items.owners] >= 0
    part = Items(items.first[mine], items.last[mine], items.keys[inside], place[items.owners[inside]])
    i, j, like = links(part, lambda a, b: alike(mine[a], mine[b]), threshold)
    joined = [(place[a], place[b]) for a, b in must if place[a] >= 0 and place[b] >= 0]
    i = np.concatenate([i, np.array([a for a, _ in joined], np.int64)])
    j = np.concatenate([j, np.array([b for _, b in joined], np.int64)])
    like = np.concatenate([like, np.ones(len(joined), np.float32)])
    bar = threshold
    rest = np.arange(n)
    out: list[list[int]] = []
    while len(rest):
        bar = min(bar + (1 - bar) / 4, 0.999)
        keep = like >= bar
        i, j, like = i[keep], j[keep], like[keep]
        label = components(n, i, j)[rest]
        order = np.argsort(label, kind="stable")
        cuts = np.flatnonzero(np.diff(label[order])) + 1
        left = []
        for some in np.split(rest[order], cuts):
            if len(some) <= _LARGEST:
                out += groups(items, mine[some].tolist(), alike, threshold, must, cannot)
            elif bar >= 0.999:  # all the same: by days
                days = np.lexsort((some, part.first[some]))
                out += [sorted(mine[some[days[k : k + _LARGEST]]].tolist()) for k in range(0, len(some), _LARGEST)]
            else:
                left.append(some)
        rest = np.concatenate(left) if left else np.zeros(0, np.int64)
    return sorted(out, key=lambda g: g[0])
