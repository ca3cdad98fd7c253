"""What every request passes: which addresses exist, how much may be sent, which headers go out."""

import base64
import hashlib
import ipaddress
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.server.access import Access

MAX_UPLOAD = 250_000_000  # bytes; two of the largest files that ingest reads
_OWN_HOSTS = {"127.0.0.1", "localhost", "::1"}  # any other name points to DNS rebinding

# Everything else that Gradio would serve (uploads, files, proxying, API pages) does not exist here.
_PATHS = {
    "GET": re.compile(
        r"/|/healthz|/metrics|/api|/openapi\.json|/login|/v1/models|/api/facets|/api/articles(?:/.+)?|/config|/theme\.css|/favicon\.ico|/manifest\.json|/assets/[\w.@-]+|/static/[\w./-]+"
        r"|/gradio_api/(?:queue/data|heartbeat/\w+|startup-events|info)"
    ),
    "POST": re.compile(
        r"/api/ask|/login|/logout|/v1/chat/completions|/mcp"
        r"|/gradio_api/(?:queue/join|run/predict|component_server|cancel|reset)/?"
    ),
}
_EDITING = re.compile(r"/api/collection/(?:upload|remove|undo|edit)")  # where it is switched on
_UPLOAD = "/api/collection/upload"
_LOGIN = {"/login", "/logout"}
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action {forms}; frame-src 'none'; frame-ancestors 'none'"
)
# The page copies to the clipboard; nothing else of what browsers can do is wanted here.
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "bluetooth", "camera", "clipboard-read", "display-capture",
        "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "magnetometer",
        "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
        "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class Guard:
    """Lets through what the chat needs and refuses the rest.

    Args:
        app: The application behind it.
        access: Names the hosts answered under, and whether there are forms to send.
        max_body: Bytes of a request.
        editing: Whether the routes that change the collection exist.
    """

    def __init__(
        self, app: ASGIApp, *, access: Access, max_body: int, editing: bool = False
    ) -> None:
        self._app = app
        named = {host.lower() for host in access.allowed_hosts}
        self._hosts = _OWN_HOSTS | named | ({access.host.lower()} - {""})
        self._public = {host for host in named if not _is_on_a_machine(host)}
        self._any_address = access.any_address
        self._forms = bool(access.password)
        self._max_body = max_body
        self._editing = editing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(scope)
        app = self._app if refusal is None else refusal
        page = scope["path"] == "/" and refusal is None
        if page:
            scope = _without_compression(scope)
        sender = (_PageSender if page else _HeaderSender)(send, forms=self._forms)
        await app(scope, receive, sender)

    def _refuse(self, scope: Scope) -> JSONResponse | None:
        """The reply to a request that may not pass, or None."""
        headers = Headers(scope=scope)
        if not self._is_own(headers.get("host", "")):
            return _error(
                400,
                "this chat does not answer under this name; set BELEGT_ALLOWED_HOSTS to allow it",
            )
        path = scope["path"]
        if path in _LOGIN and not self._forms:
            path = ""  # Gradio would have a login of its own
        allowed = [name for name, paths in _PATHS.items() if paths.fullmatch(path)]
        if self._editing and _EDITING.fullmatch(path):
            allowed = ["POST"]
        if not allowed:
            return _error(404, "there is nothing here; the chat itself is at /")
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method not in allowed:
            return _error(405, f"this address only takes {' or '.join(allowed)}")
        if method == "GET":
            return None
        # Browsers name the page that sends: without this, any website could save test questions,
        # and so could the page of another program on this computer, which has another port.
        if "origin" in headers and not self._is_own_page(headers["origin"], headers["host"]):
            return _error(403, "this chat does not answer other websites")
        return self._refuse_body(headers, MAX_UPLOAD if path == _UPLOAD else self._max_body)

    def _refuse_body(self, headers: Headers, limit: int) -> JSONResponse | None:
        """The reply to a request whose body is too large, or may be, or None."""
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return _error(411, "the request must state its Content-Length")
        if int(length) > limit:
            return _error(413, f"the request is larger than {limit} bytes; shorten it")
        return None

    def _is_own(self, host: str) -> bool:
        """Whether the chat answers under a name.

        Rebinding attacks come under names of their own, never under an address.
        """
        name = _hostname(host)
        return name in self._hosts or (self._any_address and _is_address(name))

    def _is_own_page(self, origin: str, host: str) -> bool:
        """Whether a request comes from a page of the chat itself.

        A proxy in front may pass on another host than the one that the browser asked. Its name is
        the chat's own; an address, or localhost, has other programs behind its other ports.
        """
        place = origin.partition("//")[2]
        return place == host or _hostname(place) in self._public


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_on_a_machine(host: str) -> bool:
    """Whether a host stands for a machine with all its ports, not for one website."""
    return _is_address(host) or host == "localhost" or host.endswith(".localhost")


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
        forms: Whether pages have forms to send.
    """

    def __init__(self, send: Send, *, forms: bool) -> None:
        self._send = send
        self._forms = forms

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            _add_headers(message, "'none'", forms=self._forms)
        await self._send(message)


class _PageSender:
    """Holds the page back until it is whole, to permit exactly the scripts within it.

    Args:
        send: Where the response goes.
        forms: Whether pages have forms to send.
    """

    def __init__(self, send: Send, *, forms: bool) -> None:
        self._send = send
        self._forms = forms
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
        _add_headers(self._start, f"'self' 'unsafe-eval' {hashes}", forms=self._forms)
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _add_headers(start: Message, scripts: str, *, forms: bool) -> None:
    headers = MutableHeaders(scope=start)
    targets = "'self'" if forms else "'none'"
    headers["Content-Security-Policy"] = _POLICY.format(scripts=scripts, forms=targets)
    headers["X-Content-Type-Options"] = "nosniff"
    # Without any referrer, browsers name no origin either when a form is sent.
    headers["Referrer-Policy"] = "same-origin" if forms else "no-referrer"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = _PERMISSIONS
