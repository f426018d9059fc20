"""The neural coder: one small multilingual network that reads who did what to whom, offline and on the CPU.

``pieces`` splits text, ``inputs`` makes arrays, ``network`` runs the bundled model, ``decode`` turns the scores of pairs into events.
The model is trained by ``training/``; ``bundle/MODEL_CARD.md`` tells on what and how well it does.
"""

from __future__ import annotations

from .coder import NeuralCoder
from .network import available

__all__ = ["NeuralCoder", "available"]
