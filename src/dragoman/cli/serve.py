"""``dragoman serve``: the ledger in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from . import output
from .options import LedgerOption

HELP = """Show a ledger in the browser: pages with charts and maps in nine languages, feeds, and a REST interface.

Reading is free on this machine; to mark events right or wrong, open the link with the token that is printed at the start.
A server that others can reach (--host 0.0.0.0) needs a --token of its own.

Examples:

  dragoman serve --ledger demo-ledger.db

  DRAGOMAN_TOKEN=… dragoman serve --host 0.0.0.0 --port 80 --base-url https://ledger.example
"""


def serve(
    ledger: LedgerOption = "dragoman.db",
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    token: Annotated[str, typer.Option(envvar="DRAGOMAN_TOKEN", help="What writing needs; made anew at each start if left out.")] = "",
    base_url: Annotated[str, typer.Option(help="The address that feeds name, where it is another than the one asked for.")] = "",
    groups: Annotated[str, typer.Option(help="A file of groups in the place of the built-in ones.")] = "",
    poles: Annotated[str, typer.Option(help="A file of poles in the place of the built-in ones.")] = "",
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> None:
    try:
        import uvicorn

        from ..web.app import create_app
    except ImportError as error:
        raise UsageError(f"pages need the extra 'serve' ({error.name} is not installed): pip install 'dragoman[serve]'") from None
    from ..relations.groups import groups as known_groups
    from ..relations.vectors import poles as known_poles
    from ..store import Ledger
    from ..web.settings import Settings

    settings = Settings(host=host, port=port, token=token, base_url=base_url, groups=groups, poles=poles)
    known_groups(groups)
    known_poles(poles)
    with Ledger.open(ledger, create=False) as book:
        server = uvicorn.Server(uvicorn.Config(create_app(book, settings), host=host, port=port, log_level="warning", server_header=False))
        sockets = [server.config.bind_socket()]
        sockets[0].listen()  # who reads the address below may ask at once
        address = f"http://{'localhost' if settings.private else host}:{sockets[0].getsockname()[1]}"
        output.say(f"{ledger} is shown at {address}/ (Ctrl+C stops)")
        output.say(
            f"to mark events, open {address}/sign-in?token={settings.token}" if not token else "to mark events, open /sign-in?token=…"
        )
        output.say(f"for programs: {address}/api/v1/docs")
        if open_browser:
            import webbrowser

            webbrowser.open(address)
        server.run(sockets=sockets)
