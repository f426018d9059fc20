"""The ledger: one SQLite file, or the same schema on PostgreSQL, that keeps what was read and answers who did what to whom."""

from __future__ import annotations

from .answers import Activity, OutletSummary, Page, Pair, Partner, Precision
from .ledger import Ledger
from .query import Filter
from .snapshot import snapshot

__all__ = ["Activity", "Filter", "Ledger", "OutletSummary", "Page", "Pair", "Partner", "Precision", "snapshot"]
