"""Full-text search that finds every script: index and query go through the same folding.

SQLite keeps an FTS5 table, PostgreSQL a ``tsvector`` of the ``simple`` configuration; both over ``fold_text``, so that neither needs to
know any language. Each article is indexed under a word for its outlet too, so that words and outlets are looked up together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..language.fold import fold_text
from ..records import short_hash

_TABLE = sa.table("article_search", sa.column("row", sa.Integer), sa.column("rowid", sa.Integer), sa.column("folded"))


def create(connection: sa.Connection) -> None:
    """Make the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("CREATE TABLE article_search (row INTEGER PRIMARY KEY, folded TSVECTOR NOT NULL)"))
        connection.execute(sa.text("CREATE INDEX article_search_folded ON article_search USING gin (folded)"))
    else:
        connection.execute(sa.text("CREATE VIRTUAL TABLE article_search USING fts5(folded, content='')"))


def drop(connection: sa.Connection) -> None:
    """Take the index away."""
    connection.execute(sa.text("DROP TABLE article_search"))


def add(connection: sa.Connection, row: int, title: str, text: str, outlet: str) -> None:
    """Index an article under its row number."""
    if connection.dialect.name == "postgresql":
        statement = "INSERT INTO article_search (row, folded) VALUES (:row, to_tsvector('simple', :folded))"
    else:
        statement = "INSERT INTO article_search (rowid, folded) VALUES (:row, :folded)"
    connection.execute(sa.text(statement), {"row": row, "folded": indexed(title, text, outlet)})


def remove(connection: sa.Connection, row: int, title: str, text: str, outlet: str) -> None:
    """Take an article out of the index; a contentless FTS5 table must be told what it was given."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DELETE FROM article_search WHERE row = :row"), {"row": row})
        return
    statement = "INSERT INTO article_search (article_search, rowid, folded) VALUES ('delete', :row, :folded)"
    connection.execute(sa.text(statement), {"row": row, "folded": indexed(title, text, outlet)})


def indexed(title: str, text: str, outlet: str) -> str:
    """What is indexed of an article: its folded words, and a word that stands for its outlet.

    >>> indexed("Élysée", "", "Le Courrier")
    'elysee outleta13d7f78c1cd0ae3'
    """
    return f"{fold_text(title + chr(10) + text)} {_outlet(outlet)}"


def matching(dialect: str, query: str, outlets: Sequence[str] = ()) -> sa.Select[Any]:
    """The row numbers of articles that hold all words of ``query``; only those of some outlets, if any are given."""
    row, match = _match(dialect, query, outlets)
    return sa.select(row).select_from(_TABLE).where(match)


def holds(dialect: str, query: str, outlets: Sequence[str], article: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether an article, by its row number, is among those ``matching``."""
    row, match = _match(dialect, query, outlets)
    return sa.exists().select_from(_TABLE).where(row == article, match)


def _match(dialect: str, query: str, outlets: Sequence[str]) -> tuple[sa.ColumnElement[int], sa.ColumnElement[bool]]:
    folded, places = fold_text(query), [_outlet(outlet) for outlet in outlets]
    if dialect == "postgresql":
        wanted: sa.ColumnElement[Any] = sa.func.plainto_tsquery("simple", folded)
        if places:
            wanted = wanted.op("&&")(sa.func.to_tsquery("simple", " | ".join(places)))
        return _TABLE.c.row, _TABLE.c.folded.op("@@")(wanted)
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in folded.split()) or '""'
    if places:
        quoted = f"({quoted}) AND ({' OR '.join(places)})"
    return _TABLE.c.rowid, sa.literal_column("article_search").op("MATCH")(quoted)


def _outlet(name: str) -> str:
    return f"outlet{short_hash(name)}"
