"""Pictures of charts without a browser, and the JavaScript that draws them in one.

vl-convert has Vega-Lite inside and works alone; a process of its own (``painter``) is started with the first picture. Pictures are kept in
memory, the JavaScript in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import threading
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import UsageError
from .charts.chart import Spec
from .painter import Painter

STATIC = Path(__file__).parent / "static"
WORLD = "world.json"
WIDTH = 760
_KEPT = 256
_WITH_LEGENDS = ("vconcat", "layer", "encoding", "color", "strokeDash", "legend")
_MARGIN = 56  # what the axis beside a view takes of the width
_LETTER = 7.0  # the width of a letter of a legend, in pixels; its symbol and what lies between two take as much as five
_HEAD = 8.0  # the width of a letter of a title
_SYMBOL = 28  # what the symbol of a legend takes of the width
_PIECE = re.compile("[\u2e80-\u9fff][\u3001\u3002\uff00-\uffef]*|[^\\s\u2e80-\u9fff]+\\s*|\\s+")  # what a line may end with
_BASE = "https://vega.github.io/vega-datasets/"  # where vl-convert thinks that every address begins
_PATH = re.compile(r' d="[^"]*"')
_LONG = re.compile(r"\d+\.\d\d+")

_pictures: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()
_drawing = threading.Lock()
_bundling = threading.Lock()
_bundle: list[bytes] = []
_painter = Painter()


def svg(spec: Spec, theme: str = "light", width: int = WIDTH) -> str:
    """A spec as an SVG picture on a transparent ground, ``width`` pixels wide. Safe for threads; the last pictures are kept.

    Raises ``UsageError`` for a theme other than "light" and "dark", ``DragomanError`` where the picture cannot be drawn.
    """
    key = hashlib.sha256(json.dumps([spec, theme, width], sort_keys=True).encode()).hexdigest()
    known = _kept(key)
    if known:
        return known
    with _drawing:  # who waited for the same picture finds it
        known = _kept(key)
        if known:
            return known
        made = _PATH.sub(_rounded, _painter.ask(spec=dressed(spec, theme, width))).replace(_BASE, "")
        with _lock:
            _pictures[key] = made
            while len(_pictures) > _KEPT:
                _pictures.popitem(last=False)
        return made


def _kept(key: str) -> str:
    with _lock:
        if key in _pictures:
            _pictures.move_to_end(key)
        return _pictures.get(key, "")


def dressed(spec: Spec, theme: str = "light", width: int = WIDTH) -> Spec:
    """A spec with the colours of a theme, a width, and the shapes of the world where it refers to them: all that a picture needs.

    ``charts.js`` does the same in the browser.
    """
    config = _merged(_merged(themes()["base"], _theme(theme)), spec.get("config", {}))
    sizes = spec.get("usermeta", {}).get("sizes", {})
    columns = _columns(width, **sizes)
    config["legend"] = {**config["legend"], "columns": columns, "labelLimit": width - _SYMBOL}
    out: Spec = {**_headed(_turned(spec, columns, width), width), "config": config}
    if "vconcat" in spec:
        out["vconcat"] = [_headed(view, width) for view in out["vconcat"]]
        config["view"] = {**config["view"], "continuousWidth": width - _MARGIN, "discreteWidth": width - _MARGIN}
    else:
        out |= {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    if aspect := sizes.get("aspect"):
        out["height"] = round(width / aspect)
    if "layer" in spec:
        out["layer"] = [_with_shapes(layer) for layer in out["layer"]]
    return out


def _with_shapes(layer: Spec) -> Spec:
    data = layer.get("data", {})
    if data.get("url") != WORLD:
        return layer
    form = dict(data["format"])
    return {**layer, "data": {"values": shapes()[form.pop("property")], "format": form}}


def _rounded(path: re.Match[str]) -> str:
    """A path to a tenth of a pixel."""
    return _LONG.sub(lambda n: f"{float(n[0]):.1f}", path[0])


def _columns(width: int, entries: int, letters: int, aspect: float = 0.0) -> int:
    """In how many columns a legend stands: as many as fit, so that all its rows are of one length."""
    fit = int(width / (_LETTER * (letters + 5)))
    return max((n for n in range(1, entries + 1) if n <= fit and entries % n == 0), default=1)


def _headed(view: Spec, width: int) -> Spec:
    """A view whose title is in lines of the width."""
    title = view.get("title")
    if not isinstance(title, dict) or not isinstance(title.get("text"), str):
        return view
    return {**view, "title": {**title, "text": lines(title["text"], int((width - _MARGIN) / _HEAD))}}


def lines(text: str, letters: int) -> str | list[str]:
    """A text in lines of so many letters, each of which keeps the order of its parts; a text that fits stays as it is.

    >>> lines("Share of each pole", 12), lines("Poles", 12)
    (['Share of', 'each pole'], 'Poles')
    """
    marked = text.startswith("\u2067")
    out: list[str] = []
    room = 0
    for piece in _PIECE.findall(text[1:-1] if marked else text):
        said = piece.rstrip()
        long = 2 * len(piece) if "\u2e80" <= piece[0] <= "\u9fff" else len(said)
        if not out or long > room:
            out.append("")
            room = letters
        out[-1] += piece
        room -= long + len(piece) - len(said)
    if len(out) < 2:
        return text
    return [f"\u2067{line.strip()}\u2069" if marked else line.strip() for line in out]


def _turned(spec: Any, columns: int, width: int) -> Any:
    """A spec whose legends have long labels in lines, and for right-to-left languages each row turned round."""
    if isinstance(spec, list):
        return [_turned(part, columns, width) for part in spec]
    if not isinstance(spec, dict):
        return spec
    out = {k: _turned(v, columns, width) if k in _WITH_LEGENDS else v for k, v in spec.items()}
    if "values" in out and "symbolType" in out:
        said = {label: lines(label, int((width - _MARGIN - _SYMBOL) / _LETTER)) for label in out["values"]}
        if long := {label: text for label, text in said.items() if isinstance(text, list)}:
            out["labelExpr"] = f"{json.dumps(long)}[datum.label] || datum.label"
    if "values" in out and "encode" in out:
        columns = out.get("columns", columns)
        rows = (out["values"][at : at + columns] for at in range(0, len(out["values"]), columns))
        out["values"] = [label for row in rows for label in reversed(row)]
    return out


@lru_cache(maxsize=1)
def themes() -> dict[str, Any]:
    """The colours and sizes of all charts (``static/themes.json``)."""
    return dict(json.loads((STATIC / "themes.json").read_text("utf-8")))


@lru_cache(maxsize=1)
def shapes() -> dict[str, Any]:
    """The shapes of the world map: the topologies ``lands`` and ``marks`` (``static/world.json``)."""
    return dict(json.loads((STATIC / WORLD).read_text("utf-8")))


def _theme(name: str) -> dict[str, Any]:
    if name not in ("light", "dark"):
        raise UsageError(f"there is no theme {name!r}; there are light and dark")
    return dict(themes()[name])


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = {k: _merged(one[k], v) if isinstance(v, dict) and isinstance(one.get(k), dict) else v for k, v in other.items()}
    return {**one, **both}


def bundle() -> bytes:
    """The JavaScript of Vega, Vega-Lite and Vega-Embed as one file that defines ``vegaEmbed``.

    Making it takes some seconds, so it is kept in the user's cache folder (``XDG_CACHE_HOME``, else ``~/.cache``) under the version of
    vl-convert; where nothing can be written there, in memory only.
    """
    with _bundling:
        if not _bundle:
            _bundle.append(_cached())
        return _bundle[0]


def _cached() -> bytes:
    from importlib.metadata import version

    file = _cache() / f"vega-{version('vl-convert-python')}.js"
    try:
        return file.read_bytes()
    except OSError:
        pass
    maker = Painter()  # of its own, so that pictures need not wait
    try:
        made = maker.ask(snippet="window.vegaEmbed = vegaEmbed;").encode()
    finally:
        maker.close()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
            part.write(made)
        Path(part.name).replace(file)
    except OSError:
        pass
    return made


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".cache") / "dragoman"
