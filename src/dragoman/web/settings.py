"""How a server of pages is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import auth


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens and who may write.

    ``base_url`` is the address that feeds and share links name (guessed from the request where empty). ``groups`` and ``poles`` are
    files in the place of the built-in ones. Raises ``UsageError`` where the server could be reached from elsewhere without a token.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = field(default="", repr=False)
    base_url: str = ""
    groups: str | Path = ""
    poles: str | Path = ""

    def __post_init__(self) -> None:
        auth.check_binding(self.host, self.token)
        if not self.token:
            object.__setattr__(self, "token", auth.new_token())

    @property
    def private(self) -> bool:
        """Whether only this machine can reach the server: then full texts are shown to whoever reads."""
        return auth.is_loopback(self.host)
