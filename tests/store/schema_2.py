"""The tables as version 2 of the ledger (and version 1) had them, to prove that it is led on from there. Never changed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

VERSION = 2

metadata = sa.MetaData()
Json = sa.JSON().with_variant(JSONB(), "postgresql")

meta = sa.Table("meta", metadata, sa.Column("key", sa.String(64), primary_key=True), sa.Column("value", sa.Text, nullable=False))

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("superseded_by", sa.String(64)),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("section", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("published_precision", sa.String(8), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("retrieved", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("extra", Json, nullable=False),
    sa.Column("coded_by", Json, nullable=False),
    sa.UniqueConstraint("article_id", "sha256"),
)


def _record_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("article_id", sa.String(64), nullable=False, index=True),
        sa.Column("article_sha256", sa.String(64), nullable=False),
        sa.Column("superseded", sa.Boolean, nullable=False, default=False),
        sa.Column("sentence_index", sa.Integer, nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("coder", sa.String(32), nullable=False),
        sa.Column("coder_version", sa.String(32), nullable=False),
    ]


events = sa.Table(
    "events",
    metadata,
    sa.Column("event_id", sa.String(32), primary_key=True),
    sa.Column("date", sa.Date),
    sa.Column("date_end", sa.Date),
    sa.Column("date_precision", sa.String(8), nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("mode", sa.String(32), nullable=False),
    sa.Column("contexts", Json, nullable=False),
    sa.Column("quad", sa.String(24), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("actors", Json, nullable=False),
    sa.Column("recipients", Json, nullable=False),
    sa.Column("places", Json, nullable=False),
    *_record_columns(),
    sa.Index("events_by_date", "superseded", "date"),
)

participants = sa.Table(
    "participants",
    metadata,
    sa.Column("event_id", sa.String(32), sa.ForeignKey("events.event_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.String(9), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("actor", sa.String(32), nullable=False),
    sa.Column("sector", sa.String(16), nullable=False),
    sa.Index("participants_by_actor", "actor", "role", "event_id"),
)

figures = sa.Table(
    "figures",
    metadata,
    sa.Column("figure_id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("bound", sa.String(8), nullable=False),
    sa.Column("from", Json, nullable=False),
    sa.Column("to", Json, nullable=False),
    sa.Column("as_of", Json, nullable=False),
    sa.Column("actor_ids", sa.Text, nullable=False),
    *_record_columns(),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("statement_id", sa.String(32), primary_key=True),
    sa.Column("speaker", Json, nullable=False),
    sa.Column("stance", sa.String(16), nullable=False),
    sa.Column("about", Json, nullable=False),
    sa.Column("quote", sa.Text),
    sa.Column("paraphrase", sa.Text, nullable=False),
    sa.Column("actor_ids", sa.Text, nullable=False),
    *_record_columns(),
)
