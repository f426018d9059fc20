"""Charts as Vega-Lite specs, each with its data as a table and a sentence that says what it shows.

    chart = series(points, locale("ar"))
    render.svg(chart.spec)

A spec is plain data; colours come from ``static/themes.json``, the width from where it is shown.
"""

from .chart import QUADS, Chart
from .countries import partners, vectors
from .estimates import outlook, precision
from .relation import quads, series, tone, types

__all__ = ["QUADS", "Chart", "outlook", "partners", "precision", "quads", "series", "tone", "types", "vectors"]
