"""Candidates, components and groups, against what is obviously right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.merge.cluster import WINDOW, Items, candidates, components, groups, links


def items(rng, n, days=60, keys=5):
    first = rng.integers(0, days, n)
    owners = np.repeat(np.arange(n), 2)
    return Items(first, first + rng.integers(0, 4, n), rng.integers(0, keys, 2 * n), owners)


@pytest.mark.parametrize("seed", range(5))
def test_candidates_are_all_pairs_that_share_a_key_within_the_window(seed, monkeypatch):
    monkeypatch.setattr("dragoman.merge.cluster._PAIRS", 50)  # many portions
    rng = np.random.default_rng(seed)
    given_items = items(rng, 200)
    keys = [set(given_items.keys[given_items.owners == n].tolist()) for n in range(200)]
    first, last = given_items.first, given_items.last
    wanted = {
        (a, b)
        for a in range(200)
        for b in range(a + 1, 200)
        if keys[a] & keys[b] and first[a] <= last[b] + WINDOW and first[b] <= last[a] + WINDOW
    }
    assert {p for i, j in candidates(given_items) for p in zip(i.tolist(), j.tolist(), strict=True)} == wanted
    fresh = rng.random(200) < 0.1
    some = {p for i, j in candidates(given_items, fresh) for p in zip(i.tolist(), j.tolist(), strict=True)}
    assert some == {(a, b) for a, b in wanted if fresh[a] or fresh[b]}


def test_nothing_to_compare():
    empty = Items(*(np.zeros(0, np.int64) for _ in range(4)))
    assert list(candidates(empty)) == []
    assert [len(x) for x in links(empty, lambda i, j: np.ones(len(i), np.float32), 0.5)] == [0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=80))
def test_components_are_those_of_union_find(pairs):
    parent = list(range(40))

    def find(a):
        while parent[a] != a:
            a = parent[a]
        return a

    for a, b in pairs:
        a, b = sorted((find(a), find(b)))
        parent[b] = a
    i, j = np.array([a for a, _ in pairs], np.int64), np.array([b for _, b in pairs], np.int64)
    assert components(40, i, j).tolist() == [find(n) for n in range(40)]


ANY = Items(np.zeros(200, np.int64), np.zeros(200, np.int64), np.zeros(200, np.int64), np.arange(200))


def table(values):
    def alike(i, j):
        return np.array([values.get((min(a, b), max(a, b)), 0.0) for a, b in zip(i.tolist(), j.tolist(), strict=True)], np.float32)

    return alike


def test_a_chain_of_links_is_not_one_group():
    chain = {(n, n + 1): 0.9 for n in range(5)}
    assert len(groups(ANY, list(range(6)), table(chain), 0.6)) > 1
    assert groups(ANY, list(range(6)), lambda i, j: np.full(len(i), 0.9, np.float32), 0.6) == [list(range(6))]


def test_what_a_person_decided_holds():
    alike = lambda i, j: np.full(len(i), 0.9, np.float32)  # noqa: E731
    assert groups(ANY, [0, 1, 2], alike, 0.5, cannot=[(0, 1), (0, 2)]) == [[0], [1, 2]]
    assert groups(ANY, [0, 1, 2], table({(1, 2): 0.9}), 0.5, must=[(0, 2)]) == [[0, 1, 2]] or groups(
        ANY, [0, 1, 2], table({(1, 2): 0.9}), 0.5, must=[(0, 2)]
    ) == [[0, 2], [1]]
    assert [0, 2] in [g[:1] + g[-1:] for g in groups(ANY, [0, 1, 2], table({}), 0.5, must=[(0, 2)])]


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(range(12))), st.integers(0, 1000))
def test_the_order_of_members_changes_nothing(order, seed):
    rng = np.random.default_rng(seed)
    values = {(a, b): float(rng.random()) for a in range(12) for b in range(a + 1, 12)}
    assert groups(ANY, list(order), table(values), 0.5) == groups(ANY, list(range(12)), table(values), 0.5)


def test_a_component_too_large_to_compare_all_with_all(monkeypatch):
    monkeypatch.setattr("dragoman.merge.cluster._LARGEST", 30)
    truth = np.arange(120) // 10
    alike = lambda i, j: np.where(truth[i] == truth[j], 0.9, 0.55).astype(np.float32)  # noqa: E731
    assert groups(ANY, list(range(120)), alike, 0.5) == [list(range(k, k + 10)) for k in range(0, 120, 10)]
