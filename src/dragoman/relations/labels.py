"""What groups and poles are called in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..i18n import Locale


def label(locale: Locale, name: str, over: Mapping[str, Sequence[str]] | None = None) -> str:
    """The name of an actor, a group or a pole; that of a pole of one member (``over`` tells which) is its member's.

    Names in files of a reader's own stay as they are there.
    """
    members = (over or {}).get(name, ())
    if len(members) == 1:
        return locale.actor(members[0])
    known = _known(locale)
    return known[name] if name in known else locale.actor(name)


def _known(locale: Locale) -> dict[str, str]:
    """The names in ``data/groups.toml`` and ``data/poles.toml`` that are no actors."""
    gettext = locale.gettext
    return {
        "Türkiye and Turkic states": gettext("Türkiye and Turkic states"),
        "Turkic": gettext("Turkic states"),
        "Gulf": gettext("Gulf states"),
    }
