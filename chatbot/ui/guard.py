"""What every request passes: which addresses exist, how much may be sent, which headers go out."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 1024 * 1024  # bytes; OpenAI's clients send the whole conversation each time
_OWN_HOSTS = {"127.0.0.1", "localhost", "::1"}  # any other name points to DNS rebinding

# Everything else that Gradio would serve (uploads, files, proxying, API pages) does not exist here.
_PATHS = {
    "GET": re.compile(
        r"/|/healthz|/v1/models|/theme\.css|/favicon\.ico|/manifest\.json|/assets/[\w.@-]+|/static/[\w./-]+"
        r"|/gradio_api/(?:queue/data|heartbeat/\w+|startup-events)"
    ),
    "POST": re.compile(
        r"/api/ask|/v1/chat/completions"
        r"|/gradio_api/(?:queue/join|component_server|cancel|reset)/?"
    ),
}
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'"
)


class Guard:
    """Lets through what the chat needs and refuses the rest.

    Args:
        app: The application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refuse(scope)
        app = self._app if refusal is None else refusal
        page = scope["path"] == "/" and refusal is None
        if page:
            scope = _without_compression(scope)
        await app(scope, receive, _PageSender(send) if page else _HeaderSender(send))


def _refuse(scope: Scope) -> JSONResponse | None:
    """The reply to a request that may not pass, or None."""
    headers = Headers(scope=scope)
    if _hostname(headers.get("host", "")) not in _OWN_HOSTS:
        return _error(400, "this chat only answers under the name localhost or 127.0.0.1")
    allowed = [name for name, paths in _PATHS.items() if paths.fullmatch(scope["path"])]
    if not allowed:
        return _error(404, "there is nothing here; the chat itself is at /")
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    if method not in allowed:
        return _error(405, f"this address only takes {' or '.join(allowed)}")
    if method == "GET":
        return None
    # Browsers name the page that sends: without this, any website could save test questions.
    if "origin" in headers and _hostname(headers["origin"].partition("//")[2]) not in _OWN_HOSTS:
        return _error(403, "this chat does not answer other websites")
    return _refuse_body(headers)


def _refuse_body(headers: Headers) -> JSONResponse | None:
    """The reply to a request whose body is too large, or may be, or None."""
    length = headers.get("content-length", "")
    if not length.isdecimal():
        return _error(411, "the request must state its Content-Length")
    if int(length) > MAX_BODY:
        return _error(413, f"the request is larger than {MAX_BODY} bytes; shorten it")
    return None


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)


def _without_compression(scope: Scope) -> Scope:
    """The scripts within the page can only be counted while it is plain text."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


class _HeaderSender:
    """Adds the security headers to a response.

    Args:
        send: Where the response goes.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            _add_headers(message, "'none'")
        await self._send(message)


class _PageSender:
    """Holds the page back until it is whole, to permit exactly the scripts within it.

    Args:
        send: Where the response goes.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        # Gradio compiles its components' templates in the browser: hence 'unsafe-eval'. Inline
        # scripts run only if they were in the page as it was served, handlers in HTML never.
        hashes = " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
            for script in _INLINE_SCRIPT.findall(self._body)
        )
        _add_headers(self._start, f"'self' 'unsafe-eval' {hashes}")
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _add_headers(start: Message, scripts: str) -> None:
    headers = MutableHeaders(scope=start)
    headers["Content-Security-Policy"] = _POLICY.format(scripts=scripts)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
