"""The shapes of the world, what belongs to whom on it, and the map that is made of them."""

import json
import re
from itertools import pairwise

import pytest

from dragoman.actors.names import english_names
from dragoman.i18n import LANGUAGES, locale
from dragoman.web import maps, render

LIMIT = 250_000  # bytes: the file is loaded with every map
INSIDE = {
    # what is disputed
    "Simferopol": (34.10, 44.95, "crimea"),
    "Sevastopol": (33.60, 44.62, "crimea"),
    "Katzrin": (35.69, 32.99, "golan"),
    "Laayoune": (-13.20, 27.15, "ESH"),
    "Tifariti": (-10.57, 26.16, "ESH"),
    "Hargeisa": (44.06, 9.56, "somaliland"),
    "Kyrenia": (33.40, 35.28, "northern-cyprus"),
    "Srinagar": (74.80, 34.08, "kashmir-india"),
    "Leh": (77.58, 34.15, "kashmir-india"),
    "Muzaffarabad": (73.47, 34.37, "kashmir-pakistan"),
    "Gilgit": (74.30, 35.90, "kashmir-pakistan"),
    "Siachen": (77.00, 35.50, "siachen"),
    "Aksai Chin": (79.50, 35.20, "aksai-chin"),
    "Shaksgam": (76.50, 36.10, "shaksgam"),
    "Tawang": (91.87, 27.59, "arunachal"),
    "Sukhumi": (41.20, 43.10, "abkhazia"),
    "Tskhinvali": (43.96, 42.22, "south-ossetia"),
    "Tiraspol": (29.60, 46.84, "transnistria"),
    "Iturup": (147.80, 45.00, "kuril"),
    "Abyei": (28.44, 9.60, "abyei"),
    "Halaib": (36.40, 22.25, "halaib"),
    "Bir Tawil": (33.70, 21.87, "bir-tawil"),
    "Ilemi": (35.30, 5.00, "ilemi"),
    "Stanley": (-58.50, -51.80, "FLK"),
    # what has a code of its own
    "Pristina": (21.16, 42.66, "XKX"),
    "Taipei": (121.50, 25.00, "TWN"),
    "Ramallah": (35.20, 31.90, "PSE"),
    "East Jerusalem": (35.235, 31.78, "PSE"),
    "Gaza": (34.38, 31.40, "PSE"),
    # what lies beside
    "Kyiv": (30.50, 50.40, "UKR"),
    "Donetsk": (37.80, 48.00, "UKR"),
    "Krasnodar": (39.00, 45.05, "RUS"),
    "Damascus": (36.30, 33.50, "SYR"),
    "Haifa": (35.05, 32.75, "ISR"),
    "Agadir": (-9.40, 30.30, "MAR"),
    "Mogadishu": (45.20, 2.10, "SOM"),
    "Limassol": (33.00, 34.80, "CYP"),
    "Delhi": (77.20, 28.60, "IND"),
    "Islamabad": (73.05, 33.70, "PAK"),
    "Kashgar": (76.00, 39.40, "CHN"),
    "Tbilisi": (44.80, 41.70, "GEO"),
    "Chişinău": (28.85, 47.00, "MDA"),
    "Khartoum": (32.50, 15.50, "SDN"),
    "Aswan": (32.90, 24.10, "EGY"),
    "Chukotka": (-179.0, 66.50, "RUS"),
    "Suva": (178.20, -17.90, "FJI"),
}


def arcs(topology):
    (across, up), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * across + x0, y * up + y0))
        out.append(line)
    return out


@pytest.fixture(scope="module")
def rings():
    """All outlines of each area."""
    topology = render.shapes()["lands"]
    lines = arcs(topology)
    out = {}
    for shape in topology["objects"]["lands"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        out[shape["id"]] = [
            [point for n in ring for point in (lines[n] if n >= 0 else lines[~n][::-1])] for polygon in polygons for ring in polygon
        ]
    return out


def within(x, y, outlines):
    """Whether a point is inside, by the even-odd rule."""
    crossed = 0
    for ring in outlines:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            crossed += (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    return crossed % 2 == 1


@pytest.mark.parametrize("place", INSIDE)
def test_places_are_where_the_border_policy_has_them(rings, place):
    x, y, wanted = INSIDE[place]
    x += 360 if x < -168.5 else 0  # the shapes go from 168.5° W eastwards around the globe
    assert [code for code, outlines in rings.items() if within(x, y, outlines)] == [wanted]


def test_small_states_have_points():
    topology = render.shapes()["marks"]
    (across, up), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = {
        p["id"]: (p["coordinates"][0] * across + x0, p["coordinates"][1] * up + y0) for p in topology["objects"]["points"]["geometries"]
    }
    for code, x, y in (("MLT", 14.4, 35.9), ("BHR", 50.55, 26.05), ("SGP", 103.82, 1.35), ("VAT", 12.45, 41.9), ("TUV", 179.2, -8.5)):
        assert found[code] == pytest.approx((x, y), abs=0.5)


def test_every_state_of_the_ledger_can_be_seen():
    from dragoman.actors.names import DATA

    table = (DATA / "states.en.tsv").read_text("utf-8").splitlines()
    states = {line.split("\t")[0] for line in table if not line.startswith("#")}
    assert len(states) > 190
    assert not states - (maps.areas()["lands"] | maps.areas()["points"])
    assert {"XKX", "PSE", "TWN", "ESH", "HKG"} <= states <= english_names().keys()


def test_the_file_is_small_and_names_nobody():
    file = render.STATIC / render.WORLD
    assert file.stat().st_size < LIMIT
    for topology in render.shapes().values():
        for shape in (s for o in topology["objects"].values() for s in o["geometries"]):
            assert shape.keys() <= {"type", "id", "arcs", "coordinates"}


def test_what_is_disputed_is_hatched_and_named():
    objects = render.shapes()["marks"]["objects"]
    assert len(objects["hatch"]["geometries"]) == len(objects["disputed"]["geometries"]) == 20
    assert all(shape["arcs"] for shape in objects["hatch"]["geometries"])
    assert maps.areas()["disputed"] == maps.areas()["unclaimed"] | {"ESH", "FLK"}
    assert maps.area_names(locale("en")).keys() == maps.areas()["unclaimed"]


def rows(chart):
    return {row["id"]: row for row in chart.spec["datasets"]["values"]}


def test_a_map_of_counts():
    chart = maps.world(
        {"KAZ": 12.0, "FRA": 3.0, "EU": 99.0, "crimea": 5.0, "MLT": 1.0}, locale("en"), link=lambda code: f"/en/country/{code}"
    )
    assert chart.rows == (("Kazakhstan", "12"), ("France", "3"), ("Malta", "1"))
    assert chart.links == ("/en/country/KAZ", "/en/country/FRA", "/en/country/MLT")
    assert chart.alt == "World map: events by country. Most: Kazakhstan (12), France (3), and Malta (1)."
    found = rows(chart)
    assert found["KAZ"] == {"id": "KAZ", "name": "Kazakhstan", "said": "12", "class": "10 or more", "href": "/en/country/KAZ"}
    assert (found["FRA"]["class"], found["MLT"]["class"], found["DEU"]["class"]) == ("3–9", "1–2", "no events")
    assert "href" not in found["DEU"]
    assert found["crimea"] == {"id": "crimea", "name": "Crimea", "said": "disputed", "class": "no events"}
    assert "EU" not in found


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (1, ["1 or more"]),
        (4, ["1", "2", "3", "4 or more"]),
        (30, ["1–2", "3–9", "10–29", "30 or more"]),
        (5_000, ["1–9", "10–99", "100–999", "1,000 or more"]),
        (2_000_000, ["1–9", "10–99", "100–999", "1,000–9,999", "10,000 or more"]),
    ],
)
def test_classes_of_counts(most, labels):
    chart = maps.world({"KAZ": float(most)}, locale("en"))
    scale = chart.spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["no events", *labels]
    assert rows(chart)["KAZ"]["class"] == labels[-1]


def test_a_map_of_mean_scores():
    chart = maps.world({"KAZ": 4.0, "FRA": -4.1, "DEU": 0.0}, locale("en"), what="score")
    assert chart.rows == (("Kazakhstan", "+4.0"), ("Germany", "0.0"), ("France", "-4.1"))
    assert {code: rows(chart)[code]["class"] for code in ("KAZ", "FRA", "DEU", "ITA")} == {
        "KAZ": "above +4",
        "FRA": "below -4",
        "DEU": "-1 to +1",
        "ITA": "no events",
    }


def test_a_map_of_nothing():
    chart = maps.world({}, locale("en"))
    assert (chart.rows, chart.alt) == ((), "No events.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_policy_in_every_language(language):
    loc = locale(language)
    assert len(maps.policy_note(loc)) > 40
    known = rows(maps.world({"KAZ": 3.0}, loc))
    assert loc.actor("KAZ") in known["KAZ"]["name"]
    assert not [code for code, row in known.items() if code == row["name"].strip("\u2067\u2069") != "USA"], "codes without a name"


def test_it_is_drawn():
    pytest.importorskip("vl_convert", reason="the extra 'serve' is not installed")
    chart = maps.world({"KAZ": 12.0, "FRA": 3.0, "ESH": 4.0}, locale("en"), link=lambda code: f"/en/country/{code}")
    picture = render.svg(chart.spec)
    colours = render.themes()["light"]["range"]["counts"]
    assert f'fill="{colours[3]}"' in picture
    assert set(re.findall(r'href="([^"]*)"', picture)) == {f"/en/country/{code}" for code in ("KAZ", "FRA", "ESH")}
    assert picture.count(f'fill="{colours[0]}"') > 150
    json.dumps(chart.spec)
