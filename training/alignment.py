"""Fits the map of ``dragoman.merge.vectors``: ``python training/alignment.py CORPUS``.

CORPUS holds one ``ntrex.dev.LANG.txt`` a language, line by line the same (NTREX-128, CC BY-SA 4.0). Linear discriminant analysis whose
classes are lines: what differs between the translations of a line is noise, what differs between lines is what a
text is about. The first fifth of the lines is held back; for each language it prints how often, of those held back, the nearest
English line is the right one.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from dragoman.coding.neural.network import network
from dragoman.merge.vectors import WIDTH, mean

LANGUAGES = "en ar fr es ru zh de pt tr kk it uk".split()
UNSEEN = "ko ro fa hi".split()
RIDGE = 0.1  # of the mean variance


def main() -> None:
    """Fit, test, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/merge/data/alignment.npz"))
    given = parser.parse_args()
    using = network()
    read = {}
    with ThreadPoolExecutor() as pool:
        for language in LANGUAGES + UNSEEN:
            lines = (given.corpus / f"ntrex.dev.{language}.txt").read_text("utf-8").splitlines()[: given.lines]
            read[language] = np.stack(list(pool.map(lambda line: mean(using, line), lines)))
    held = given.lines // 5
    centre, turn = fit(np.stack([read[language][held:] for language in LANGUAGES], axis=1))

    def unit(x: np.ndarray) -> np.ndarray:
        turned = (x[:held] - centre) @ turn
        return turned / np.linalg.norm(turned, axis=1, keepdims=True)

    for language in LANGUAGES[1:] + UNSEEN:
        nearest = (unit(read[language]) @ unit(read["en"]).T).argmax(1)
        print(f"{language} {np.mean(nearest == np.arange(held)):.2f}{' (not fitted)' if language in UNSEEN else ''}")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(given.out, centre=centre.astype(np.float16), turn=turn.astype(np.float16))


def fit(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre [hidden] and map [hidden, WIDTH] from lines [n, languages, hidden]."""
    hidden = lines.shape[2]
    centre = lines.reshape(-1, hidden).mean(0)
    means = lines.mean(1)
    within = (lines - means[:, None]).reshape(-1, hidden)
    noise = within.T @ within / len(within)
    values, axes = np.linalg.eigh(noise + RIDGE * np.trace(noise) / hidden * np.eye(hidden))
    whiten = axes / np.sqrt(values)
    told = (means - centre) @ whiten
    _, main_axes = np.linalg.eigh(told.T @ told)
    return centre, whiten @ main_axes[:, ::-1][:, :WIDTH]


if __name__ == "__main__":
    main()
