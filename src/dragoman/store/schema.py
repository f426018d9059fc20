"""The tables of the ledger, the same on SQLite and PostgreSQL.

An article keeps all its versions: a row per ``(article_id, sha256)``, the newest with ``superseded_by`` empty. ``reports``, figures and
statements have the columns of the record contract; those of an older version, or of an older version of the same coder, stay with
``superseded`` set, so that what was once shown can be traced. ``participants`` has one row per actor of a report, for questions by pair.

A report is an event as one sentence of one article tells it. ``events`` are above them: every current report belongs to one, most share
theirs with others once the ledger is merged. An event has the id of its first report; ids that it had before stay in ``moved``.

Three tables only repeat what the others say, so that pages and relations need not search for it: ``dealings`` (module ``dealings``),
``daily`` (module ``daily``) and ``press`` (module ``press``). ``day`` is a day since 1970, by which rows are paged; ``last`` that on which
what they tell ended; both are ``UNKNOWN`` where no date is known.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

#: The schema version that this release reads and writes; ``migrations`` leads from any older one to it.
VERSION = 5

#: The ``day`` of what has no date: before all others.
UNKNOWN = -10_000_000
#: What lasts longer is found by its end, for no page reads back that far before the first day asked for.
WIDE = 31

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
    sa.Column("day", sa.Integer, nullable=False),
    sa.UniqueConstraint("article_id", "sha256"),
    sa.Index("articles_by_day", "day", "row"),
    sa.Index("articles_by_outlet", "outlet", "day", "row"),
)


def wide(table: sa.Table) -> sa.ColumnElement[bool]:
    """What lasts longer than ``WIDE`` days, as the indexes of it say."""
    return table.c.last - table.c.day > sa.literal_column(str(WIDE))


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
        sa.Column("day", sa.Integer, nullable=False),
    ]


reports = sa.Table(
    "reports",
    metadata,
    sa.Column("report_id", sa.String(32), primary_key=True),
    sa.Column("event_id", sa.String(32)),
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
    sa.Column("last", sa.Integer, nullable=False),
    sa.Index("reports_by_day", "day", "report_id"),  # not led by superseded: planners without statistics would prefer it to the key
    sa.Index("reports_by_days", "first_day", "last_day"),
    sa.Index("reports_of_event", "event_id", "article_id", "source", "language"),  # who tells an event is read from the index alone
)
sa.Index("reports_wide", reports.c.last, sqlite_where=wide(reports), postgresql_where=wide(reports))

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
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Index("events_on_day", "day", "event_id"),
)

dealings = sa.Table(
    "dealings",
    metadata,
    sa.Column("record", sa.String(1), primary_key=True),
    sa.Column("one", sa.String(32), primary_key=True),
    sa.Column("other", sa.String(32), primary_key=True),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("way", sa.SmallInteger, nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sqlite_with_rowid=False,
)
sa.Index(
    "dealings_wide",
    *(dealings.c[name] for name in ("record", "one", "other", "last")),
    sqlite_where=wide(dealings),
    postgresql_where=wide(dealings),
)

daily = sa.Table(
    "daily",
    metadata,
    sa.Column("role", sa.String(9), primary_key=True),
    sa.Column("actor", sa.String(32), primary_key=True),
    sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cells", sa.LargeBinary, nullable=False),
    sa.Index("daily_by_month", "month"),
    sqlite_with_rowid=False,  # the months of an actor stand together
)

names = sa.Table(
    "names",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(32), nullable=False),
)

stale_days = sa.Table("stale_days", metadata, sa.Column("day", sa.Integer, primary_key=True, autoincrement=False))

press = sa.Table(
    "press",
    metadata,
    sa.Column("outlet", sa.Text, primary_key=True),
    sa.Column("language", sa.String(16), primary_key=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("articles", "reports", "figures", "statements")),
)

tallies = sa.Table(
    "tallies",
    metadata,
    sa.Column("type", sa.String(16), primary_key=True),
    sa.Column("status", sa.String(16), primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),
)

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

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("event_id", sa.String(32), nullable=False, index=True),
    sa.Column("report_id", sa.String(32), nullable=False),
    sa.Column("coder", sa.String(32), nullable=False),
    sa.Column("coder_version", sa.String(32), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("verdict", sa.String(9), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("duplicate_of", sa.String(32), nullable=False),
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

for _table in (articles, reports, figures, statements):
    # an index that only who asks for it by its expression gets: planners without statistics would prefer one on the language to any key
    sa.Index(f"{_table.name}_by_language", sa.func.lower(_table.c.language))

#: The tables whose rows are records of an article, with the name of their key.
RECORDS = {"reports": (reports, "report_id"), "figures": (figures, "figure_id"), "statements": (statements, "statement_id")}
