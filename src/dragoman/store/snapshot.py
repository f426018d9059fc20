"""A ledger, or a part of it, as Parquet files with a manifest, so that a paper can name exactly what it used.

The manifest holds the content hash of every file, the filters, the coders with their versions and a citation text; the same ledger and
filters give the same hashes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import LedgerError
from .query import Filter

if TYPE_CHECKING:
    import pyarrow as pa

    from .ledger import Ledger

_BATCH = 5000


def snapshot(ledger: Ledger, folder: str | Path, where: Filter | None = None) -> dict[str, Any]:
    """Write ``articles``, ``events``, ``figures`` and ``statements`` as Parquet into a new folder; returns the manifest.

    Articles come without their full text, which is their publishers'. The folder appears whole or not at all. Raises ``LedgerError``
    where it exists and is not empty.
    """
    from .. import arrow

    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        raise LedgerError(f"{target} exists and is not empty; a snapshot is never overwritten, choose another folder")
    where = where or Filter(status="")
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".snapshot-", dir=target.parent))
    try:
        seen: set[str] = set()
        coders: set[str] = set()

        def noted(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
            for row in rows:
                seen.add(row["article_id"])
                coders.add(f"{row['coder']} {row['coder_version']}")
                yield row

        files = {
            "events.parquet": _write(work / "events.parquet", noted(ledger.events(where)), arrow.EVENT),
            "figures.parquet": _write(work / "figures.parquet", noted(ledger.figures(where)), arrow.FIGURE),
            "statements.parquet": _write(work / "statements.parquet", noted(ledger.statements(where)), arrow.STATEMENT),
        }
        schema = arrow.ARTICLE.remove(arrow.ARTICLE.get_field_index("text"))
        kept = (a for a in ledger.articles() if a["article_id"] in seen or where == Filter(status=""))
        files["articles.parquet"] = _write(work / "articles.parquet", kept, schema)
        manifest = _manifest(files, where, coders)
        (work / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
        if target.exists():
            target.rmdir()
        work.replace(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    target.chmod(0o755)
    return manifest


def _write(path: Path, rows: Iterable[dict[str, Any]], schema: pa.Schema) -> dict[str, Any]:
    import pyarrow.parquet as pq

    from ..arrow import to_batch

    count = 0
    stream = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while chunk := list(islice(stream, _BATCH)):
            count += len(chunk)
            writer.write_batch(to_batch(chunk, schema))
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"rows": count, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _manifest(files: dict[str, Any], where: Filter, coders: set[str]) -> dict[str, Any]:
    from .. import __version__

    content = hashlib.sha256("".join(f"{name} {entry['sha256']}\n" for name, entry in sorted(files.items())).encode()).hexdigest()
    made = datetime.now(UTC).replace(microsecond=0)
    coded = ", ".join(sorted(coders)) or "no coder"
    return {
        "dragoman": __version__,
        "made": made.isoformat(),
        "content_sha256": content,
        "filters": where.described(),
        "coders": sorted(coders),
        "files": files,
        "citation": (
            f"Event ledger coded with Dragoman {__version__} ({coded}), snapshot of {made.date().isoformat()}, "
            f"content hash {content[:16]}; "
            f"{files['events.parquet']['rows']} events."
        ),
    }
