"""Charts: what they show, against cases by hand; their words in nine languages; colours that everybody can tell apart."""

import json
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from dragoman.errors import UsageError
from dragoman.i18n import LANGUAGES, locale
from dragoman.relations.outlook import Outlook, Week
from dragoman.relations.series import Point
from dragoman.relations.surges import Shift, Surge
from dragoman.relations.vectors import Estimate, Vector
from dragoman.store.answers import Partner, Precision
from dragoman.web import charts, render
from dragoman.web.charts.formats import formats, pattern, skeleton
from dragoman.web.charts.times import period

EN = locale("en")
POINTS = [
    Point(
        date(2024, 1, 1), date(2024, 1, 31), 6, {"verbal_cooperation": 3, "material_cooperation": 1, "verbal_conflict": 2},
        {"CONSULT": 3, "ACCUSE": 2, "AID": 1}, 9.0, 1.5, -1.25, 4.0, 12.0, 1.5,
    ),
    Point(date(2024, 2, 1), date(2024, 2, 29), 0, {}, {}, 0.0, None, None, None, 0.0, 1.5),
    Point(
        date(2024, 3, 1), date(2024, 3, 31), 2, {"material_conflict": 2}, {"ASSAULT": 2}, -18.0, -9.0, -9.0, -9.0, 3.0, -2.0,
    ),
]  # fmt: skip
SHIFTS = [Shift(date(2024, 2, 10), 1.5, -9.0, 0.001)]
SURGES = [Surge(("FRA", "KAZ"), date(2024, 1, 8), date(2024, 1, 21), 6, 1.2, 0.001, 5.0)]
PARTNERS = [
    Partner("FRA", 10, 12.0, {"verbal_cooperation": 5, "material_cooperation": 2, "material_conflict": 3}),
    Partner("EU", 1, -2.0, {"verbal_conflict": 1}),
]
SHARES = {"EU": Estimate(0.25, 0.2, 0.3), "Russia": Estimate(0.75, 0.7, 0.8)}
VECTORS = [
    Vector(date(2023, 1, 1), date(2023, 12, 31), 40, SHARES, Estimate(1.75, 1.6, 1.9), Estimate(0.625, 0.6, 0.65), None),
    Vector(date(2024, 1, 1), date(2024, 12, 31), 0, {}, None, None, None),
    Vector(date(2025, 1, 1), date(2025, 6, 30), 20, SHARES, Estimate(1.75, 1.5, 2.0), Estimate(0.625, 0.6, 0.65), Estimate(0.1, 0.05, 0.2)),
]
WEEKS = (Week(date(2024, 4, 1), date(2024, 4, 7), 4.25, 2, 7),)
TESTED = {"covered": 0.8, "forecasts": 200, "against_season": 0.1, "against_mean": 0.3}
OUTLOOKS = [
    Outlook(quad="verbal_cooperation", weeks=WEEKS, against_last=0.2, surely=0.1, **TESTED),
    Outlook(quad="material_conflict", weeks=WEEKS, against_last=-0.1, surely=-0.2, **TESTED),
]
PRECISIONS = [Precision("lexicon", "5", "kk", 8, 2, 0.8, 0.490162, 0.943318)]
MAKERS = {
    "series": lambda loc: charts.series(POINTS, loc, shifts=SHIFTS, surges=SURGES, link=lambda a, b: f"/search?since={a}&until={b}"),
    "quads": lambda loc: charts.quads(POINTS, loc),
    "tone": lambda loc: charts.tone(POINTS * 20, loc),
    "types": lambda loc: charts.types(POINTS, loc, link=lambda kind: f"/search?type={kind}"),
    "partners": lambda loc: charts.partners(PARTNERS, loc, link=lambda actor: f"/relation/KAZ/{actor}"),
    "vectors": lambda loc: charts.vectors(VECTORS, loc),
    "outlook": lambda loc: charts.outlook(OUTLOOKS, loc),
    "precision": lambda loc: charts.precision(PRECISIONS, loc),
}


def test_cooperation_is_stacked_up_and_conflict_down():
    chart = charts.series(POINTS, EN)
    bars = [(b["start"], b["end"], b["quad"], b["from"], b["to"]) for b in chart.spec["datasets"]["counts"]]
    assert bars == [
        ("2024-01-01", "2024-02-01", "material cooperation", 0, 1),
        ("2024-01-01", "2024-02-01", "verbal cooperation", 1, 4),
        ("2024-01-01", "2024-02-01", "verbal conflict", 0, -2),
        ("2024-03-01", "2024-04-01", "material conflict", 0, -2),
    ]
    means = chart.spec["datasets"]["means"]
    assert [m["middle"] for m in means] == ["2024-01-16", "2024-02-15", "2024-03-16"]
    assert [(m["said"], m["interval"]) for m in means] == [("+1.5", "-1.2 to 4.0"), ("—", "—"), ("-9.0", "-9.0 to -9.0")]


def test_a_series_as_a_table_and_a_sentence():
    chart = charts.series(POINTS, EN, link=lambda a, b: f"{a}..{b}")
    assert chart.columns[:3] == ("Period", "Events", "Verbal cooperation")
    assert chart.rows == (
        ("January 2024", "6", "3", "1", "2", "0", "+1.5", "-1.2 to 4.0", "+1.5"),
        ("March 2024", "2", "0", "0", "0", "2", "-9.0", "-9.0 to -9.0", "-2.0"),
    )
    assert chart.links == ("2024-01-01..2024-01-31", "2024-03-01..2024-03-31")
    said = "Events: 8, of these cooperation: 4, conflict: 4. Mean score: -1.1. Most events: January 2024 (6)."
    assert chart.alt == f"Jan 1 – Mar 31, 2024, period by period. {said}".replace(" – ", "\u2009–\u2009")


def test_shifts_and_surges_are_marked():
    marked = charts.series(POINTS, EN, shifts=SHIFTS, surges=SURGES).spec["datasets"]
    assert marked["shifts"] == [{"day": "2024-02-10", "date": "Feb 10, 2024", "said": "+1.5 → -9.0"}]
    assert marked["surges"] == [{"start": "2024-01-08", "end": "2024-01-22", "said": "6 events, 1.2 expected"}]
    assert charts.series(POINTS, EN).spec["datasets"].keys() == {"counts", "means"}


def test_types_are_counted_over_all_periods():
    chart = charts.types(POINTS, EN)
    assert chart.rows[0] == ("consultation", "verbal cooperation", "3", "38%")
    assert [row[2] for row in chart.rows] == ["3", "2", "2", "1"]


def test_partners():
    chart = charts.partners(PARTNERS, EN, link=lambda actor: f"/relation/KAZ/{actor}")
    assert chart.rows == (("France", "10", "5", "2", "0", "3"), ("European Union", "1", "0", "0", "1", "0"))
    bars = [(b["name"], b["quad"], b["from"], b["to"], b["href"]) for b in chart.spec["data"]["values"] if b["from"] != b["to"]]
    assert bars == [
        ("France", "material cooperation", 0, 2, "/relation/KAZ/FRA"),
        ("France", "verbal cooperation", 2, 7, "/relation/KAZ/FRA"),
        ("France", "material conflict", 0, -3, "/relation/KAZ/FRA"),
        ("European Union", "verbal conflict", 0, -1, "/relation/KAZ/EU"),
    ]


def test_vectors():
    chart = charts.vectors(VECTORS, EN)
    shares = chart.spec["datasets"]["shares"]
    assert [(s["period"], s["pole"], s["from"], s["to"], s["low"], s["high"]) for s in shares[:2]] == [
        ("2023", "European Union", 0, 0.25, 0.2, 0.3),
        ("2023", "Russia", 0.25, 1, 0.95, 1.0),
    ]
    assert [s["period"] for s in shares] == ["2023", "2023", "2025", "2025"], "a year without events has no bar"
    assert chart.rows[1][0] == period(EN, date(2025, 1, 1), date(2025, 6, 30)) == "January\u2009–\u2009June 2025"
    assert chart.rows[1][1:] == ("20", "25% (20% to 30%)", "75% (70% to 80%)", "1.8 (1.5 to 2.0)", "0.62", "10% (5% to 20%)")
    assert charts.vectors(VECTORS, EN, over={"EU": ("EU", "FRA"), "Russia": ("BLR",)}).columns[2:4] == ("European Union", "Belarus")


def test_an_outlook_says_where_there_is_no_skill():
    chart = charts.outlook(OUTLOOKS, EN)
    assert [row[1:] for row in chart.rows] == [
        ("verbal cooperation", "4.2", "2 to 7", "10% better than repeating the past"),
        ("material conflict", "4.2", "2 to 7", "no better than repeating the past"),
    ]
    assert [row["skill"] for row in chart.spec["data"]["values"]] == [True, False]
    assert "Hollow" in chart.spec["title"]["text"]
    assert "title" not in charts.outlook(OUTLOOKS[:1], EN).spec


def test_precision():
    assert charts.precision(PRECISIONS, EN).rows == (("lexicon 5", "Kazakh", "10", "80%", "49% to 94%"),)


def test_nothing_to_show():
    for chart in (charts.series([], EN), charts.quads([], EN), charts.tone([], EN)):
        assert (chart.rows, chart.alt) == ((), "No events.")
    assert charts.vectors([], EN).alt == "No events."
    assert charts.partners([], EN).rows == charts.outlook([], EN).rows == charts.precision([], EN).rows == charts.types([], EN).rows == ()


# --- languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_chart_is_complete_in_every_language(name, language):
    loc = locale(language)
    chart = MAKERS[name](loc)
    assert chart.title and chart.alt and chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.columns)}
    assert len(chart.links) in (0, len(chart.rows))
    text = json.dumps(chart.spec, ensure_ascii=False)
    assert "%(" not in text + chart.alt
    assert json.loads(text) == chart.spec


@pytest.mark.parametrize("name", MAKERS)
def test_charts_are_mirrored_for_who_reads_from_the_right(name):
    text = json.dumps(MAKERS[name](locale("ar")).spec)
    assert '"orient": "right"' in text and '"orient": "left"' not in text
    assert name in ("quads", "tone") or '"reverse": true' in text
    assert '"anchor": "end"' in text


def test_rows_of_a_legend_are_turned_for_who_reads_from_the_right():
    chart = charts.types(POINTS, locale("ar"))
    labels = chart.spec["encoding"]["color"]["legend"]["values"]
    wide, narrow = (render.dressed(chart.spec, width=width)["encoding"]["color"]["legend"]["values"] for width in (900, 360))
    assert wide == labels[::-1]
    assert narrow == [labels[1], labels[0], labels[3], labels[2]]
    spec = charts.types(POINTS, EN).spec
    assert render.dressed(spec)["encoding"]["color"]["legend"] == spec["encoding"]["color"]["legend"]


PHONE = 330


def texts(spec):
    """The titles and labels of legends of a dressed chart, as they stand in lines."""
    for view in (spec, *spec.get("vconcat", ())):
        title = view.get("title", {}).get("text", [])
        yield from [title] if isinstance(title, str) else title
    for legend in legends(spec):
        told = json.loads(legend["labelExpr"].partition("[datum")[0]) if "labelExpr" in legend else {}
        for label in legend["values"]:
            yield from told.get(label, [label])


def legends(spec):
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "legend" and isinstance(value, dict) and "values" in value:
                yield value
            elif key != "config":
                yield from legends(value)
    elif isinstance(spec, list):
        for part in spec:
            yield from legends(part)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAKERS)
def test_titles_and_legends_are_not_cut_on_a_phone(name, language):
    spec = MAKERS[name](locale(language)).spec
    for text in texts(render.dressed(spec, "light", PHONE)):
        assert sum(2 if c > "\u2e80" else 1 for c in text.strip("\u2067\u2069")) <= 36, text
    assert list(headings(render.dressed(spec))) == list(headings(spec))  # on a wide page they stay whole


def headings(spec):
    return [view["title"]["text"] for view in (spec, *spec.get("vconcat", ())) if "title" in view]


def test_legends_of_wide_characters_have_fewer_columns():
    spec = MAKERS["quads"](locale("zh")).spec
    assert render.dressed(spec, "light", 280)["config"]["legend"]["columns"] == 2


def test_no_point_of_the_score_sits_on_the_edge():
    views = MAKERS["series"](EN).spec["vconcat"]
    assert views[1]["title"]["text"] == "Mean score"
    assert all(layer["encoding"]["y"]["scale"]["padding"] for layer in views[1]["layer"] if "scale" in layer["encoding"].get("y", {}))


def test_a_minus_stays_before_its_number():
    rows = charts.series(POINTS, locale("ar")).rows
    assert rows[1][6] == "\u200e-9.0"
    assert rows[0][6] == "\u200e+1.5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_dates_are_those_of_the_language(language):
    loc = locale(language)
    given = formats(loc)
    number, time = given["number"], given["time"]
    assert loc.number(1234.5) == f"1{number['thousands']}234{number['decimal']}5"
    assert len(set(time["months"])) == len(set(time["shortMonths"])) == 12
    assert time["days"][1] == loc.babel.days["format"]["wide"][0], "d3 counts from Sunday"
    assert "%Y" in skeleton(loc, "y") and "%b" in skeleton(loc, "MMM")


def test_patterns_of_dates():
    assert pattern("d MMM y 'г'.") == "%-d %b %Y г."
    assert pattern("y年M月d日") == "%Y年%-m月%-d日"
    assert pattern("dd.MM.yy") == "%d.%m.%y"


# --- colours


def light(colour):
    """Linear red, green and blue of a colour."""
    part = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.2."""
    bright, dark = sorted((float(light(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


#: How those without the long, the middle and the short cones see (Machado, Oliveira and Fernandes 2009, severity 1), and everybody else.
SIGHTS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "all": np.eye(3),
}
TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def apart(one, other, sight):
    """How far two colours are apart in OKLab."""
    seen = [np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ np.clip(np.array(SIGHTS[sight]) @ light(c), 0, 1)) for c in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


GROUNDS = {"light": ("#ffffff", "#fbfaf7", "#f1eee6"), "dark": ("#1f1d1a", "#161513", "#26241f")}


@pytest.mark.parametrize("theme", GROUNDS)
def test_the_quads_stand_out_from_the_page(theme):
    assert min(contrast(c, ground) for c in render.themes()[theme]["range"]["quads"] for ground in GROUNDS[theme]) >= 4.5
    assert min(contrast(c, ground) for c in render.themes()[theme]["range"]["poles"] for ground in GROUNDS[theme][:2]) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", GROUNDS)
def test_the_quads_are_told_apart(theme, sight):
    quads = render.themes()[theme]["range"]["quads"]
    assert min(apart(one, other, sight) for one, other in combinations(quads, 2)) > 0.1
    assert min(apart(quads[0], quads[1], sight), apart(quads[2], quads[3], sight)) > 0.11, "they touch each other"


def test_pages_have_the_colours_of_the_charts():
    style = (render.STATIC / "style.css").read_text("utf-8")
    for theme, times in (("light", 1), ("dark", 2)):
        for quad, colour in zip(charts.QUADS, render.themes()[theme]["range"]["quads"], strict=True):
            assert style.count(f"--{quad.replace('_', '-')}: {colour};") == times


# --- the grammar


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", MAKERS)
def test_vega_lite_has_nothing_to_complain_of(name, language, capfd):
    vl_convert = pytest.importorskip("vl_convert", reason="the extra 'serve' is not installed")
    picture = vl_convert.vegalite_to_svg(render.dressed(MAKERS[name](locale(language)).spec), show_warnings=True)
    said = capfd.readouterr()
    assert "WARN" not in said.out + said.err
    assert "undefined" not in picture and "NaN" not in picture


def test_an_unknown_theme():
    with pytest.raises(UsageError, match="no theme 'sepia'; there are light and dark"):
        render.dressed(charts.quads(POINTS, EN).spec, "sepia")
