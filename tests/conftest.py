"""Shared fixtures: a reading to store, and a ledger on every database there is."""

import os
import uuid

import pytest

from dragoman.store import Ledger

POSTGRES = os.environ.get("DRAGOMAN_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request, tmp_path):
    """The URL of an empty ledger; PostgreSQL only where a server is named in DRAGOMAN_TEST_POSTGRES."""
    if request.param == "sqlite":
        yield str(tmp_path / "news.db")
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: set DRAGOMAN_TEST_POSTGRES=postgresql://user@host/database")
    import psycopg

    name = f"dragoman_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.rsplit("/", 1)[0] + "/" + name
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger(ledger_url):
    with Ledger.open(ledger_url) as book:
        yield book
