"""How fast a large ledger answers what pages and relations ask.

python benchmarks/ledger.py make 1000000 million.db
python benchmarks/ledger.py time million.db
"""

from __future__ import annotations

import sys
from pathlib import Path

import synthetic


def main() -> None:
    """``make N FILE`` or ``time FILE``."""
    if sys.argv[1] == "make":
        synthetic.make(int(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
