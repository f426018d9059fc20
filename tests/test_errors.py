"""Errors come back whole from another process."""

import pickle

import pytest

from dragoman.errors import EmptySource, FetchError, Malformed, SourceError


@pytest.mark.parametrize(
    "error",
    [
        SourceError("a.txt", "is broken"),
        Malformed("a.jsonl:7", "is no JSON", "line skipped"),
        EmptySource("page", "no article found"),
        FetchError("https://x.example/", "asks to wait", kind="later", status=429, retry_after=7.0),
    ],
)
def test_pickled(error):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)
