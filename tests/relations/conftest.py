"""An empty ledger."""

import pytest

from dragoman.store import Ledger


@pytest.fixture
def book(tmp_path):
    with Ledger.open(str(tmp_path / "x.db")) as found:
        yield found
