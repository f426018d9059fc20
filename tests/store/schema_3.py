"""The tables as version 3 of the ledger had them, to prove that it is led on from there. Never changed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

VERSION = 3

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
    sa.Column("text_id", sa.String(64), index=True),
    sa.Column("story_id", sa.String(64), index=True),
    sa.Column("component", sa.String(64), index=True),
    sa.Column("signature", sa.LargeBinary),
    sa.Column("vector", sa.LargeBinary),
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


reports = sa.Table(
    "reports",
    metadata,
    sa.Column("report_id", sa.String(32), primary_key=True),
    sa.Column("event_id", sa.String(32), index=True),
    sa.Column("component", sa.String(32), index=True),
    sa.Column("first_day", sa.Integer),
    sa.Column("last_day", sa.Integer),
    sa.Column("vector", sa.LargeBinary),
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
    sa.Index("reports_on_date", "date"),  # not led by superseded: planners without statistics would prefer it to the key
    sa.Index("reports_by_days", "first_day", "last_day"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("event_id", sa.String(32), primary_key=True),
    sa.Column("report_id", sa.String(32), sa.ForeignKey("reports.report_id"), nullable=False, unique=True),
    sa.Column("date", sa.Date),
    sa.Column("date_end", sa.Date),
    sa.Column("date_precision", sa.String(8), nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("mode", sa.String(32), nullable=False),
    sa.Column("quad", sa.String(24), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("texts", sa.Integer, nullable=False),
    sa.Column("outlets", sa.Integer, nullable=False),
    sa.Column("countries", sa.Integer, nullable=False),
    sa.Column("languages", sa.Integer, nullable=False),
    sa.Column("first_published", sa.Date),
    sa.Column("differences", Json, nullable=False),
    sa.Index("events_by_day", "date"),
    sa.Index("events_by_type", "type", "date"),
)

daily = sa.Table(
    "daily",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("actor", sa.String(32), primary_key=True),
    sa.Column("recipient", sa.String(32), primary_key=True),
    sa.Column("mutual", sa.Boolean, primary_key=True),
    sa.Column("type", sa.String(16), primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Index("daily_by_actor", "actor", "recipient", "day"),
    sa.Index("daily_by_recipient", "recipient", "actor", "day"),
)

stale_days = sa.Table("stale_days", metadata, sa.Column("day", sa.Date, primary_key=True))

moved = sa.Table(
    "moved",
    metadata,
    sa.Column("old_id", sa.String(32), primary_key=True),
    sa.Column("event_id", sa.String(32), nullable=False, index=True),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("decision", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(5), nullable=False),
    sa.Column("left", Json, nullable=False),
    sa.Column("right", Json, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("undone", sa.Text),
)

outlets = sa.Table(
    "outlets",
    metadata,
    sa.Column("outlet", sa.Text, primary_key=True),
    sa.Column("country", sa.String(8), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("full_text", sa.Boolean, nullable=False),
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("checked", sa.Text, nullable=False),
    sa.Column("due", sa.Text, nullable=False, index=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
)

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("published", sa.Date),
    sa.Column("fetched", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", sa.Text, nullable=False),
)

ingested = sa.Table(
    "ingested",
    metadata,
    sa.Column("run", sa.String(32), primary_key=True),
    sa.Column("unit", sa.Integer, primary_key=True),
    sa.Column("counts", Json, nullable=False),
)

participants = sa.Table(
    "participants",
    metadata,
    sa.Column("report_id", sa.String(32), sa.ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.String(9), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("actor", sa.String(32), nullable=False),
    sa.Column("sector", sa.String(16), nullable=False),
    sa.Index("participants_by_actor", "actor", "role", "report_id"),
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
