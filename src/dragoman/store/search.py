"""Full-text search that finds every script: index and query go through the same folding.

SQLite keeps an FTS5 table, PostgreSQL a ``tsvector`` of the ``simple`` configuration; both over ``fold_text``, so that neither needs to
know any language.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..language.fold import fold_text

_TABLE = sa.table("article_search", sa.column("row", sa.Integer), sa.column("rowid", sa.Integer), sa.column("folded"))


def create(connection: sa.Connection) -> None:
    """Make the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("CREATE TABLE article_search (row INTEGER PRIMARY KEY, folded TSVECTOR NOT NULL)"))
        connection.execute(sa.text("CREATE INDEX article_search_folded ON article_search USING gin (folded)"))
    else:
        connection.execute(sa.text("CREATE VIRTUAL TABLE article_search USING fts5(folded, content='')"))


def add(connection: sa.Connection, row: int, title: str, text: str) -> None:
    """Index an article under its row number."""
    folded = fold_text(title + "\n" + text)
    if connection.dialect.name == "postgresql":
        statement = "INSERT INTO article_search (row, folded) VALUES (:row, to_tsvector('simple', :folded))"
    else:
        statement = "INSERT INTO article_search (rowid, folded) VALUES (:row, :folded)"
    connection.execute(sa.text(statement), {"row": row, "folded": folded})


def remove(connection: sa.Connection, row: int, title: str, text: str) -> None:
    """Take an article out of the index; a contentless FTS5 table must be told what it was given."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DELETE FROM article_search WHERE row = :row"), {"row": row})
        return
    statement = "INSERT INTO article_search (article_search, rowid, folded) VALUES ('delete', :row, :folded)"
    connection.execute(sa.text(statement), {"row": row, "folded": fold_text(title + "\n" + text)})


def matching(dialect: str, query: str) -> sa.Select[Any]:
    """The row numbers of articles that hold all words of ``query``."""
    row, match = _match(dialect, query)
    return sa.select(row).select_from(_TABLE).where(match)


def holds(dialect: str, query: str, article: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether an article, by its row number, holds all words of ``query``."""
    row, match = _match(dialect, query)
    return sa.exists().select_from(_TABLE).where(row == article, match)


def _match(dialect: str, query: str) -> tuple[sa.ColumnElement[int], sa.ColumnElement[bool]]:
    folded = fold_text(query)
    if dialect == "postgresql":
        return _TABLE.c.row, _TABLE.c.folded.op("@@")(sa.func.plainto_tsquery("simple", folded))
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in folded.split()) or '""'
    return _TABLE.c.rowid, sa.literal_column("article_search").op("MATCH")(quoted)
