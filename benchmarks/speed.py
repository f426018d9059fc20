"""How fast Dragoman is, and how much memory it takes; run it with --help for its options."""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "src" / "dragoman" / "samples"


def startup(runs: int = 7) -> dict[str, float]:
    """Seconds of wall time, median of several runs after one to warm up."""
    out = {}
    for name, command in {
        "python -c pass": ["-c", "pass"],
        "import dragoman": ["-c", "import dragoman"],
        "dragoman --help": ["-c", "import sys; sys.argv = ['dragoman', '--help']; from dragoman.cli import main; main()"],
    }.items():
        times = []
        for _ in range(runs + 1):
            started = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            times.append(time.perf_counter() - started)
        out[name] = round(statistics.median(times[1:]), 3)
    return out


def coding(files: list[Path]) -> dict[str, dict[str, float]]:
    """Sentences per second of CPU time, by language: finding actors, coding all, coding those with actors."""
    from dragoman.actors.find import mark
    from dragoman.coding import coder
    from dragoman.records import Sentence

    out = {}
    using = coder("lexicon")
    for file in files:
        language = file.name.split(".")[-2]
        lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
        sentences = [Sentence(i, 0, len(t), t, language) for i, t in enumerate(lines)]
        using.code(mark(sentences[:50], None))
        started = time.process_time()
        marked = mark(sentences, None)
        found = time.process_time()
        using.code(marked)
        coded = time.process_time()
        with_actors = [m for m in marked if m.mentions]
        again = time.process_time()
        using.code(with_actors)
        done = time.process_time()
        out[language] = {
            "sentences": len(sentences),
            "with actors": len(with_actors),
            "actors/s": round(len(sentences) / max(found - started, 1e-9)),
            "coder/s": round(len(sentences) / max(coded - found, 1e-9)),
            "coder/s on those with actors": round(len(with_actors) / max(done - again, 1e-9)),
        }
    return out


def neural(files: list[Path], count: int = 300) -> dict[str, float]:
    """Loading the model, and sentences of 30 to 50 pieces a second on one thread: finding actors and coding."""
    from dragoman.actors.find import mark
    from dragoman.coding.neural import NeuralCoder, available
    from dragoman.records import Sentence

    if not available():
        return {}
    started = time.perf_counter()
    using = NeuralCoder(threads=1)
    loaded = time.perf_counter() - started
    out: dict[str, float] = {"load, s": round(loaded, 2)}
    for file in files:
        language = file.name.split(".")[-2]
        texts = [t for t in file.read_text("utf-8").splitlines() if 30 <= len(using._network.pieces(t).ids) <= 50]
        texts = [t for t in texts if mark([Sentence(0, 0, len(t), t, language)], None)[0].mentions][:count]
        started = time.perf_counter()
        using.code([mark([Sentence(0, 0, len(t), t, language)], None)[0] for t in texts])
        out[f"{language}, sentences/s"] = round(len(texts) / max(time.perf_counter() - started, 1e-9), 1)
    return out


def pages(files: list[Path]) -> dict[str, float]:
    """HTML to events against trafilatura's own extraction of the same page, in turn; ratio of CPU times."""
    import trafilatura

    import dragoman
    from dragoman.acquire import article_from_html
    from dragoman.actors.names import LANGUAGES
    from dragoman.coding import coder
    from dragoman.pipeline import read_article

    using = coder("lexicon")
    texts = []
    for file in files:
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        texts.append(data.decode("utf-8", "replace"))
    for text in texts[:5]:
        trafilatura.extract(text)
        read_article(article_from_html(text), using)
    before = time.process_time()
    for language in LANGUAGES:  # tables are read once a process
        dragoman.read_text("3.", language=language)
    tables = time.process_time() - before
    alone, ours, ratios, failed = 0.0, 0.0, [], 0
    for text in texts:
        a = time.process_time()
        trafilatura.extract(text)
        b = time.process_time()
        try:
            read_article(article_from_html(text), using)
        except Exception as error:
            print("failed:", error, file=sys.stderr)
            failed += 1
            continue
        c = time.process_time()
        alone += b - a
        ours += c - b
        ratios.append((c - b) / max(b - a, 1e-9))
    return {
        "pages": len(texts),
        "without an article": failed,
        "tables of twelve languages, s": round(tables, 2),
        "trafilatura pages/s": round(len(ratios) / alone, 1),
        "dragoman pages/s": round(len(ratios) / ours, 1),
        "ratio of totals": round(ours / alone, 2),
        "median ratio": round(statistics.median(ratios), 2),
    }


def main() -> None:
    """Print the figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=Path, default=SAMPLES)
    options.add_argument("--sentences", type=Path, nargs="*", default=[])
    given = options.parse_args()
    html = sorted([*given.pages.glob("*.html"), *given.pages.glob("*.html.gz")])
    report = {"start-up seconds": startup(), "html": pages(html)}
    if given.sentences:
        report["coding"] = coding(given.sentences)
        report["neural"] = neural(given.sentences)
    report["peak memory MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
