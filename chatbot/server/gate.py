"""The gate in front of everything but the health check: who has shown nothing is asked to."""

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.server.access import COOKIE, SESSION_SECONDS, Access, Doorkeeper
from chatbot.server.login_page import Problem, render_login

OPEN_PATH = "/healthz"
_MOST_FIELDS = 10  # of a form; the login has one


class Gate:
    """Lets those pass who may, and holds the login.

    Args:
        app: The application behind it.
        access: What is asked for; if nothing, everyone passes.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._doorkeeper = Doorkeeper(access)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not self._access.is_needed or scope["path"] == OPEN_PATH:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        reply = await self._reply(request)
        await (reply or self._app)(scope, receive, send)

    async def _reply(self, request: Request) -> Response | None:
        """What the gate itself answers; None lets the request pass."""
        headers = request.headers
        cookies = headers.get("cookie", "")
        match request.method, request.url.path:
            case "GET" | "HEAD", "/login":
                return self._show_login(request, "")
            case "POST", "/login":
                return await self._log_in(request)
            case "POST", "/logout":
                self._doorkeeper.log_out(cookies)
                leaving = _see_other("/login")
                leaving.delete_cookie(COOKIE, httponly=True, samesite="strict")
                return leaving
        if self._doorkeeper.knows(cookies):
            return None
        return self._check_token(request)

    def _check_token(self, request: Request) -> Response | None:
        headers, address = request.headers, _address(request)
        given = headers.get("authorization", "")
        if given and self._doorkeeper.takes_token(given):
            return None
        if not given and self._access.password and _wants_page(headers):
            return _see_other("/login")
        if given:
            wait = self._doorkeeper.wait(address)
            if wait:
                return _too_many(wait)
            self._doorkeeper.note_failure(address)
        return JSONResponse(
            {"error": self._explain()}, status_code=401, headers={"WWW-Authenticate": "Bearer"}
        )

    def _explain(self) -> str:
        if self._access.token:
            return "this chat asks for its token, as in the header `Authorization: Bearer TOKEN`"
        return "this chat takes people with its password only; set BELEGT_TOKEN for programs"

    def _show_login(self, request: Request, problem: Problem, status: int = 200) -> Response:
        if not self._access.password:
            return JSONResponse({"error": self._explain()}, status_code=401)
        language = request.headers.get("accept-language", "de")
        return HTMLResponse(
            render_login(language, problem),
            status_code=status,
            headers={"Cache-Control": "no-store"},
        )

    async def _log_in(self, request: Request) -> Response:
        password = _read_password(await request.body())
        # Nothing is awaited from here on: whoever holds bodies back must not pass all at once.
        wait = self._doorkeeper.wait(_address(request))
        if wait:
            refused = self._show_login(request, "too_many", 429)
            refused.headers["Retry-After"] = str(wait)
            return refused
        key = self._doorkeeper.log_in(password, _address(request))
        if not key:
            return self._show_login(request, "wrong", 403)
        reply = _see_other("/")
        reply.set_cookie(
            COOKIE, key, max_age=SESSION_SECONDS, httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return reply


def _read_password(body: bytes) -> str:
    """What a form holds as the password; empty, which is never right, if it can't be read."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get("password", [""])[0]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _wants_page(headers: Headers) -> bool:
    return "text/html" in headers.get("accept", "")


def _see_other(path: str) -> Response:
    return RedirectResponse(path, status_code=303)


def _too_many(wait: int) -> Response:
    return JSONResponse(
        {"error": f"too many wrong tokens from this address; try again in {wait} seconds"},
        status_code=429,
        headers={"Retry-After": str(wait)},
    )
