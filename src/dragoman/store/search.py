"""Full-text search that finds every script: index and query go through the same folding.

SQLite keeps an FTS5 table, PostgreSQL a ``tsvector`` of the ``simple`` configuration; both over ``fold_text``, so that neither needs to
know any language.
"""

from __future__ import annotations

import sqlalchemy as sa

from ..language.fold import fold_text


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


def matching(dialect: str, query: str) -> sa.TextClause:
    """A subquery of the row numbers of articles that hold all words of ``query``."""
    folded = fold_text(query)
    if dialect == "postgresql":
        return sa.text("SELECT row FROM article_search WHERE folded @@ plainto_tsquery('simple', :query)").bindparams(query=folded)
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in folded.split()) or '""'
    return sa.text("SELECT rowid FROM article_search WHERE article_search MATCH :query").bindparams(query=quoted)
