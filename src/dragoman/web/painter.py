"""The process that draws: vl-convert lets nothing else run in its process while it works, so a server lets another one do it.

Run as ``python -m dragoman.web.painter`` it answers each line of its input, a JSON object, with one of its own: ``{"spec": …}`` (Vega-Lite)
with ``{"text": "<svg …"}``, ``{"snippet": …}`` with Vega's JavaScript and the snippet behind it; ``{"error": …}`` where it cannot.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from typing import Any

from ..errors import DragomanError


class Painter:
    """The process, started with the first thing to draw and again where it has ended. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, **wanted: Any) -> str:
        """What comes of ``spec`` or ``snippet``. Raises ``DragomanError`` where it cannot be drawn."""
        line = json.dumps(wanted) + "\n"
        with self._lock:
            answer = self._talk(line) or self._talk(line)
        if not answer:
            raise DragomanError(f"no chart can be drawn: {sys.executable} -m {__spec__.name} ends at once; run it to see why")
        told = json.loads(answer)
        if "error" in told:
            raise DragomanError(f"a chart could not be drawn: {told['error']}")
        return str(told["text"])

    def _talk(self, line: str) -> str:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __spec__.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # an interrupt is for the server, which ends this one when it ends
            )
            atexit.register(self.close)
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.close()
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        atexit.unregister(self.close)
        if self._process is not None:
            self._process.communicate()
            self._process = None


def main() -> None:
    """Answer until the input ends."""
    import vl_convert

    for line in sys.stdin:
        wanted = json.loads(line)
        try:
            if "snippet" in wanted:
                text = vl_convert.javascript_bundle(wanted["snippet"])
            else:
                text = vl_convert.vegalite_to_svg(wanted["spec"], allowed_base_urls=[])
            answer = {"text": text}
        except (ValueError, RuntimeError) as error:
            answer = {"error": str(error).splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
