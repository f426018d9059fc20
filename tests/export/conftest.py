"""A small ledger to export."""

from datetime import date

import pytest
from export.texts import TEXTS

from dragoman.pipeline import read_article
from dragoman.records import Article
from dragoman.store import Ledger


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    from dragoman.coding import coder

    articles = [
        Article(text=text, url=f"https://paper.example/{n}", outlet="Paper\tof record", language="en", published=date(2022, 5, 4))
        for n, text in enumerate(TEXTS)
    ]
    with Ledger.open(tmp_path_factory.mktemp("export") / "x.db") as book:
        book.add_all([read_article(a, coder("lexicon")) for a in articles])
        book.merge()
        yield book
