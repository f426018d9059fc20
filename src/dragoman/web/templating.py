"""The templates: Jinja2 with everything escaped, messages translated, and what pages need to say at hand."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..relations.labels import label
from . import text
from .site import Site

TEMPLATES = Path(__file__).parent / "templates"
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
#: A shape for each quad, so that it is told apart without colour.
SHAPES = {"verbal_cooperation": "○", "material_cooperation": "●", "verbal_conflict": "△", "material_conflict": "▲"}


@lru_cache(maxsize=16)
def environment(language: str) -> Environment:
    """The templates in a language of the interface."""
    from ..i18n import locale

    loc = locale(language)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.install_gettext_callables(loc.gettext, loc.ngettext, newstyle=True, pgettext=loc.pgettext)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.filters |= {
        "safe_url": text.safe_url,
        "host": text.host,
        "direction": text.direction,
        "tag": text.tag,
        "shortened": text.shortened,
        "merge": _merged,
    }
    made.globals |= {"loc": loc, "named": partial(label, loc), "evidence": text.evidence, "QUADS": QUADS, "SHAPES": SHAPES}
    return made


def _merged(row: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {**row, **changed}


def render(template: str, site: Site, context: dict[str, Any]) -> str:
    """A page."""
    return environment(site.locale.code).get_template(template).render(site=site, **context)
