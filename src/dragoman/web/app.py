"""The application: pages in nine languages, charts, feeds, the REST interface, and what keeps all of it safe.

No page needs script, and none may run any but ours: the content security policy allows files of this server only, no inline script or
style, no other host. Answers are tagged by the revision of the ledger, so that a page that did not change is not sent again.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from .. import __version__
from ..errors import UsageError
from ..i18n import LANGUAGES, locale
from ..relations.groups import groups
from ..relations.labels import label
from ..store import Filter, Ledger
from . import api, auth, feeds, graphics
from .memo import Memo
from .pages import about, country, overview, press, records, search
from .pages import brief as briefs
from .pages import relation as relations
from .pages.view import View, actor, filters, is_actor
from .settings import Settings
from .site import Site
from .templating import render

_LOG = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
_YEAR = 31_536_000
_FEED = 50  # entries of a feed
_FORM = 10_000  # bytes of a form
_NUMBER = re.compile("[0-9]{1,15}")


def create_app(ledger: Ledger, settings: Settings | None = None) -> FastAPI:
    """The application that shows a ledger."""
    settings = settings or Settings()
    app = FastAPI(title="Dragoman", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.ledger, app.state.settings = ledger, settings
    app.state.memo = Memo(ledger.revision)
    app.mount(api.PREFIX, api.create_api(ledger, settings))
    app.add_api_route("/static/vega.js", _vega, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.middleware("http")(_guard)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(UsageError, _wrong)
    app.add_exception_handler(Exception, _broken)
    _routes(app)
    for route in app.routes:
        if isinstance(route, APIRoute) and route.methods == {"GET"}:
            route.methods = {"GET", "HEAD"}  # link checkers ask for no more
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer has the headers that protect it; on loopback only loopback names are answered."""
    if not auth.host_allowed(request, request.app.state.settings.host):
        return PlainTextResponse("this server answers to localhost only", 421, headers=HEADERS)
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _vega() -> Response:
    """Vega-Lite's JavaScript, made from the package that brings it."""
    return Response(graphics.bundle(), media_type="text/javascript", headers={"Cache-Control": f"public, max-age={_YEAR}"})


# --- one page


def _view(request: Request, lang: str, page: str, **parts: str) -> View:
    settings: Settings = request.app.state.settings
    ledger: Ledger = request.app.state.ledger
    if lang not in LANGUAGES:
        raise HTTPException(404)
    memo: Memo = request.app.state.memo
    asked = dict(request.query_params)
    full = None if settings.private else memo.get("full texts", lambda: frozenset(o.outlet for o in ledger.outlets() if o.full_text))
    site = Site(
        locale=locale(lang),
        page=page,
        parts=parts,
        query=asked,
        base_url=settings.base_url or str(request.base_url),
        may_write=auth.has_token(request, settings.token),
        full_texts=full,
    )
    return View(ledger, site, memo, asked, poles=_poles(settings), lists=_lists(settings))


def _lists(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The groups that have pages: those that come with Dragoman, and over them those of a file."""
    return {**groups(), **groups(settings.groups)} if settings.groups else groups()


def _poles(settings: Settings) -> Any:
    from ..relations.vectors import poles

    return poles(settings.poles) if settings.poles else None


def _answer(request: Request, view: View, made: tuple[str, dict[str, Any]] | None, status: int = 200) -> Response:
    """A page as HTML with its tag."""
    if made is None:
        raise HTTPException(404)
    template, context = made
    return HTMLResponse(render(template, view.site, context), status)


def _page(request: Request, view: View, make: Callable[[View], tuple[str, dict[str, Any]] | None]) -> Response:
    """A page, or 304 where the reader has it already."""
    tag = _tag(request, view)
    if _has(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    response = _answer(request, view, make(view))
    if not view.stale:
        response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response


def _tag(request: Request, view: View) -> str:
    known = (__version__, view.ledger.revision(), str(request.url), view.site.may_write)
    return f'W/"{hashlib.sha256(repr(known).encode()).hexdigest()[:24]}"'


def _has(request: Request, tag: str) -> bool:
    """Whether the reader has what bears a tag."""
    return tag in (given.strip() for given in request.headers.get("if-none-match", "").split(","))


def _known(view: View, *ids: str) -> list[str]:
    """Countries, organisations and groups in an address, as they are written; 404 for one that there is not."""
    found = [i if i in view.lists else i.upper() for i in ids]
    if not all(view.knows(i) for i in found):
        raise HTTPException(404)
    return found


def _of(request: Request, lang: str, page: str, **sides: str) -> tuple[View, list[str]]:
    """The view of a page about some, and who they are."""
    found = _known(_view(request, lang, page), *sides.values())
    return _view(request, lang, page, **dict(zip(sides, found, strict=True))), found


def _side(view: View, given: str) -> str:
    """The country, organisation or group of a name in any language."""
    same = (g for g in view.lists if g.casefold() == given.strip().casefold() and not is_actor(g))
    return next(same, "") or actor(given, view.loc)


def _routes(app: FastAPI) -> None:
    """All addresses of pages; their handlers run in threads, since they ask the database."""

    @app.get("/")
    def root(request: Request) -> Response:
        return RedirectResponse(f"/{_preferred(request)}/", 307, headers={"Vary": "Accept-Language"})

    @app.get("/sign-in")
    def sign_in(request: Request, token: str = "") -> Response:
        settings: Settings = request.app.state.settings
        if not auth.same(token, settings.token):
            raise HTTPException(403)
        response = RedirectResponse(f"/{_preferred(request)}/", 303)
        response.set_cookie(
            auth.COOKIE, settings.token, max_age=_YEAR, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response

    @app.get("/{lang}/")
    def show_overview(request: Request, lang: str) -> Response:
        return _page(request, _view(request, lang, "overview"), overview.overview)

    @app.get("/{lang}/countries")
    def show_countries(request: Request, lang: str) -> Response:
        return _page(request, _view(request, lang, "countries"), country.countries)

    @app.get("/{lang}/country/{id}")
    def show_country(request: Request, lang: str, id: str) -> Response:
        view, (found,) = _of(request, lang, "country", id=id)
        return _page(request, view, lambda v: country.country(v, found))

    @app.get("/{lang}/relation/{one}/{other}")
    def show_relation(request: Request, lang: str, one: str, other: str) -> Response:
        view, (left, right) = _of(request, lang, "relation", one=one, other=other)
        if left == right:
            return RedirectResponse(view.site.url("country", id=left), 307)
        return _page(request, view, lambda v: relations.relation(v, left, right))

    @app.get("/{lang}/go")
    def go(request: Request, lang: str, one: str = "", other: str = "") -> Response:
        view = _view(request, lang, "search")
        left, right = _side(view, one), _side(view, other)
        if left and right and left != right:
            return RedirectResponse(view.site.url("relation", one=left, other=right), 303)
        if left or right:
            return RedirectResponse(view.site.url("country", id=left or right), 303)
        return RedirectResponse(view.site.url("countries"), 303)

    @app.get("/{lang}/event/{id}")
    def show_event(request: Request, lang: str, id: str) -> Response:
        view = _view(request, lang, "event", id=id)
        now = view.ledger.event_id(id)
        if now and now != id:
            return RedirectResponse(view.site.url("event", id=now), 308)
        return _page(request, view, lambda v: records.event(v, id))

    @app.get("/{lang}/article/{id}")
    def show_article(request: Request, lang: str, id: str) -> Response:
        return _page(request, _view(request, lang, "article", id=id), lambda v: records.article(v, id))

    @app.get("/{lang}/search")
    def show_search(request: Request, lang: str) -> Response:
        view = _view(request, lang, "search")
        template, context = search.search(view)
        return _answer(request, view, (template, context), 400 if context["problem"] else 200)

    @app.get("/{lang}/outlets")
    def show_outlets(request: Request, lang: str) -> Response:
        return _page(request, _view(request, lang, "outlets"), press.outlets)

    @app.get("/{lang}/outlet/{name:path}")
    def show_outlet(request: Request, lang: str, name: str) -> Response:
        return _page(request, _view(request, lang, "outlet", name=name), lambda v: press.outlet(v, name))

    @app.get("/{lang}/accuracy")
    def show_accuracy(request: Request, lang: str) -> Response:
        return _page(request, _view(request, lang, "accuracy"), about.accuracy)

    @app.get("/{lang}/about")
    def show_about(request: Request, lang: str) -> Response:
        return _page(request, _view(request, lang, "about"), about.about)

    @app.get("/{lang}/brief/{one}")
    def show_brief(request: Request, lang: str, one: str) -> Response:
        view, (found,) = _of(request, lang, "brief", one=one)
        return _page(request, view, lambda v: briefs.brief(v, found))

    @app.get("/{lang}/brief/{one}/{other}")
    def show_brief_of_two(request: Request, lang: str, one: str, other: str) -> Response:
        view, (left, right) = _of(request, lang, "brief_of_two", one=one, other=other)
        return _page(request, view, lambda v: briefs.brief(v, left, right))

    @app.get("/{lang}/feed/{name:path}.atom")
    def show_feed(request: Request, lang: str, name: str) -> Response:
        return feed(_view(request, lang, "overview"), name, str(request.url))

    @app.get("/{lang}/chart/{name:path}.{kind}")
    def show_chart(request: Request, lang: str, name: str, kind: str) -> Response:
        view = _view(request, lang, "chart", chart=f"{name}.{kind}")
        tag = _tag(request, view)
        if _has(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        made = graphics.chart(view, name)
        if made is None or kind not in ("svg", "json"):
            raise HTTPException(404)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if kind == "json":
            return JSONResponse(made.spec, headers=headers)
        return Response(graphics.svg(made, view.asked.get("theme", "light")), media_type="image/svg+xml", headers=headers)

    @app.post("/{lang}/event/{id}/review")
    async def post_review(request: Request, lang: str, id: str) -> Response:
        view = _view(request, lang, "event", id=id)
        if not auth.may_write(request, request.app.state.settings.token):
            raise HTTPException(403)
        form = await _form(request)
        if form.get("undo"):
            if not _NUMBER.fullmatch(form["undo"]):
                raise UsageError(f"undo={form['undo']}")
            view.ledger.unreview(int(form["undo"]))
        else:
            again = records.review(view, id, form)
            if again:
                return _answer(request, view, again, 400)
        return RedirectResponse(view.site.url("event", id=id) + "#reviews", 303)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, as a browser sends it."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _FORM:
            raise HTTPException(413)
    return {k: v[-1] for k, v in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}


def feed(view: View, name: str, address: str) -> Response:
    """The feed of a name: ``newest``, ``country/KAZ``, ``relation/KAZ/FRA`` or ``search`` with its filters."""
    kind, *ids = name.split("/")
    where, one, other = Filter(), "", ""
    if kind == "newest" and not ids:
        title, page = view.loc.gettext("Newest events"), view.site.absolute("overview")
    elif kind == "country" and len(ids) == 1:
        (one,) = _known(view, *ids)
        title, page = label(view.loc, one), view.site.absolute("country", id=one)
    elif kind == "relation" and len(ids) == 2:
        one, other = _known(view, *ids)
        title = f"{label(view.loc, one)} – {label(view.loc, other)}"
        page = view.site.absolute("relation", one=one, other=other)
    elif kind == "search" and not ids:
        where, title, page = filters(view.asked, view.loc), view.loc.gettext("Search"), view.site.absolute("search", query=view.asked)
    else:
        raise HTTPException(404)
    rows = view.newest("events", where, one, other, _FEED).rows if one else view.ledger.page("events", where, _FEED).rows
    text = feeds.atom(title, rows, view.loc, address=address, page=page, link_of=lambda e: view.site.absolute("event", id=e))
    return Response(text, media_type=feeds.MEDIA)


def _preferred(request: Request) -> str:
    """The language of the interface that a browser asks for first."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), code.split("-")[0].lower()))
        except ValueError:
            continue
    return next((code for _, code in sorted(wanted, key=lambda w: w[0]) if code in LANGUAGES), "en")


# --- errors


def _language(request: Request) -> str:
    first = request.url.path.split("/")[1]
    return first if first in LANGUAGES else _preferred(request)


def _error(request: Request, status: int, message: str = "") -> Response:
    loc = locale(_language(request))
    titles = {
        400: loc.gettext("That cannot be asked"),
        403: loc.gettext("Not allowed"),
        404: loc.gettext("Nothing is here"),
        500: loc.gettext("Something went wrong"),
    }
    context = {"status": status, "title": titles.get(status, titles[400 if status < 500 else 500]), "message": message}
    return HTMLResponse(render("error.html", Site(loc, "error"), context), status)


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(request, error.status_code)


def _wrong(request: Request, error: Exception) -> Response:
    return _error(request, 400, str(error))


def _broken(request: Request, error: Exception) -> Response:
    _LOG.exception("%s failed", request.url.path, exc_info=error)
    response = _error(request, 500)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
