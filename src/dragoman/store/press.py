"""Outlets: what the register knows of them, and what the ledger holds of them."""

from __future__ import annotations

import sqlalchemy as sa

from .answers import OutletSummary
from .schema import articles, reports
from .schema import outlets as registered


def outlets(connection: sa.Connection) -> list[OutletSummary]:
    """All outlets that are registered or of which there are articles, by name."""
    c = articles.c
    held = sa.select(c.outlet, sa.func.min(c.language), sa.func.count(), sa.func.min(c.published), sa.func.max(c.published))
    known = {r.outlet: r for r in connection.execute(sa.select(registered))}
    of_outlet = {r[0]: r for r in connection.execute(held.where(c.superseded_by.is_(None), c.outlet != "").group_by(c.outlet))}
    told = sa.select(reports.c.source, sa.func.count()).where(~reports.c.superseded).group_by(reports.c.source)
    count = {r[0]: r[1] for r in connection.execute(told)}
    out = []
    for name in sorted({*known, *of_outlet}):
        row, (_, language, held_articles, first, last) = known.get(name), of_outlet.get(name, (name, "", 0, None, None))
        country, full_text = (row.country, row.full_text) if row else ("", False)
        out.append(
            OutletSummary(
                name, country, (row.language if row else "") or language, full_text, held_articles, count.get(name, 0), first, last
            )
        )
    return out
