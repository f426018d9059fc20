"""The REST interface under ``/api/v1``: the ledger for programs, with the filters of the pages.

Lists come as JSON, long ones in pages (``next`` is the cursor of the following one), or whole as JSON lines, CSV, Parquet or an Arrow
stream. Groups and poles are those of the pages. Reading is free; writing needs the server's token.
``/api/v1/openapi.json`` describes it, ``/api/v1/docs`` shows that without another host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from ... import __version__
from ...errors import UsageError
from . import docs, records, relations, writing
from .parameters import refuse_unknown

if TYPE_CHECKING:
    from ...store import Ledger
    from ..settings import Settings

PREFIX = "/api/v1"


def create_api(ledger: Ledger, settings: Settings) -> FastAPI:
    """The interface as an application of its own, to be mounted at ``PREFIX``."""
    api = FastAPI(
        title="Dragoman",
        version=__version__,
        summary="Who did what to whom, in the world's news, with the sentence that says so.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
    )
    api.state.ledger, api.state.settings = ledger, settings
    for part in (records, relations, writing):
        api.include_router(part.router, dependencies=[Depends(refuse_unknown)])
    api.include_router(docs.router)
    api.add_exception_handler(UsageError, _wrong)
    api.add_exception_handler(HTTPException, _failed)
    api.add_exception_handler(RequestValidationError, _invalid)
    return api


def _error(status: int, message: str, headers: Any = None) -> Response:
    return JSONResponse({"error": message}, status_code=status, headers=headers)


def _wrong(_: Request, error: Exception) -> Response:
    return _error(400, str(error))


def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, str(error.detail), error.headers)


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    parts = [f"{'.'.join(map(str, e['loc'][1:])) or e['loc'][0]}: {e['msg']}" for e in error.errors()]
    return _error(422, "; ".join(parts))
