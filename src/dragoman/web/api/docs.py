"""The page that shows the interface: its OpenAPI description as plain HTML, without script and without another host."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse, Response

router = APIRouter()
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@router.get("/docs", include_in_schema=False)
def page(request: Request) -> Response:
    """The description of every operation, with its parameters and an example."""
    schema = request.app.openapi()
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tags.setdefault(operation["tags"][0], []).append(_shown(schema, path, method, operation))
    return HTMLResponse(_TEMPLATES.get_template("docs.html").render(info=schema["info"], tags=tags, server=schema["servers"][0]["url"]))


def _shown(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {
            "name": p["name"],
            "where": p["in"],
            "required": p.get("required", False),
            "kind": _kind(schema, p["schema"]),
            "default": p["schema"].get("default"),
            "description": p.get("description") or p["schema"].get("description", ""),
        }
        for p in operation.get("parameters", [])
    ]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": parameters,
        "body": json.dumps(_resolved(schema, body), indent=2, ensure_ascii=False) if body else "",
    }


def _kind(schema: dict[str, Any], given: dict[str, Any]) -> str:
    """A type in words: "string", "date", one of some values."""
    given = _resolved(schema, given)
    if "anyOf" in given:
        return " | ".join(_kind(schema, g) for g in given["anyOf"] if g.get("type") != "null")
    if "enum" in given:
        return " | ".join(map(str, given["enum"]))
    return str(given.get("format") or given.get("type", ""))


def _resolved(schema: dict[str, Any], given: Any) -> Any:
    """A part of the description with its references replaced by what they stand for."""
    if isinstance(given, list):
        return [_resolved(schema, g) for g in given]
    if not isinstance(given, dict):
        return given
    if "$ref" in given:
        return _resolved(schema, schema["components"]["schemas"][given["$ref"].rsplit("/", 1)[1]])
    return {k: _resolved(schema, v) for k, v in given.items()}
