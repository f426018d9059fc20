"""Writing what only repeats other tables (dealings, daily counts, press, tallies) from scratch, for a ledger that had none of it."""

from __future__ import annotations

import sqlalchemy as sa

from . import daily, dealings, press
from .schema import dealings as _dealings
from .schema import events, figures, stale_days, statements, tallies
from .schema import press as _press

_SOME = 10_000


def write(connection: sa.Connection) -> None:
    """Write all of it."""
    for table in (_dealings, _press, tallies, stale_days):
        connection.execute(sa.delete(table))
    ids = list(connection.execute(sa.select(events.c.event_id).order_by(events.c.day, events.c.event_id)).scalars())
    for k in range(0, len(ids), _SOME):
        dealings.exchange(connection, [], dealings.of_events(connection, ids[k : k + _SOME]))
    for table in (figures, statements):
        found = connection.execute(sa.select(table).where(~table.c.superseded)).mappings()
        for rows in found.partitions(_SOME):
            dealings.add_records(connection, table, map(dict, rows))
    counted = sa.select(events.c.type, events.c.status, sa.func.count()).group_by(events.c.type, events.c.status)
    connection.execute(sa.insert(tallies).from_select(["type", "status", "events"], counted))
    press.change(connection, {}, press.held(connection))
    daily.recount(connection)
