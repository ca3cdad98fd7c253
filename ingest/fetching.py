"""One page from the web: public addresses only, size and time capped."""

import http.client
import re
import socket
import ssl
import zlib
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ingest.errors import IngestError
from ingest.public_addresses import IPAddress, is_public
from ingest.stopwatch import Stopwatch

MAX_PAGE_BYTES = 20_000_000  # the longest articles with their markup have some 2 MB; PDFs more
MAX_REDIRECTS = 5  # a shortener, http to https, a consent page and back
MAX_SECONDS = 30.0  # for one page, all redirects included

_USER_AGENT = "Belegt/0.1 (reads articles that its user names)"
_TYPES = re.compile(
    r"text/(?:html|plain|xml|csv|markdown|rtf)|message/rfc822|multipart/related"
    r"|application/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|rdf\+xml|json|ld\+json|feed\+json|x-ndjson"
    r"|pdf|rtf|msword|epub\+zip|vnd\.oasis\.opendocument\.text"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document)"
)
_REDIRECTS = (301, 302, 303, 307, 308)
_OK = 200


class FetchError(IngestError):
    """A web address could not be read.

    Attributes:
        address: The address as it was asked for.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address} cannot be read: {reason}", reason=reason)
        self.address = address


@dataclass(frozen=True, slots=True)
class Page:
    """What a web address holds.

    Attributes:
        address: Where it was found after all redirects.
        content_type: As the server states it, lower case, without parameters; may be empty.
        data: The content, unpacked.
    """

    address: str
    content_type: str
    data: bytes


class Fetcher:
    """Fetches pages, one at a time.

    Every address, each redirect's too, is resolved, checked, and then connected to as it was
    checked, so that a name cannot point elsewhere in between. Proxies, cookies and credentials
    are not used.

    Args:
        allow_loopback: Let 127.0.0.1 and ::1 pass; for tests.
        max_bytes: Of one page.
        max_seconds: For one page, all redirects included.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        max_bytes: int = MAX_PAGE_BYTES,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds

    def fetch(self, address: str) -> Page:
        """Fetch what an address holds.

        Args:
            address: With http:// or https://.

        Raises:
            FetchError: If it leads to a private address, is no text that could be an article, is
                too large or too slow, or the server does not give it.
        """
        where = address
        with Stopwatch(self._max_seconds) as stopwatch:
            for _ in range(MAX_REDIRECTS + 1):
                parts = _split(where, address)
                host = self._resolve(parts, address)
                try:
                    found = self._get(parts, host, stopwatch, address)
                except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                    if stopwatch.has_run_out:
                        raise FetchError(address, _describe_delay(self._max_seconds)) from error
                    raise FetchError(address, f"{_describe(error)}; check it") from error
                if stopwatch.has_run_out:  # then what came so far looks like all there is
                    raise FetchError(address, _describe_delay(self._max_seconds))
                if isinstance(found, Page):
                    return found
                where = urljoin(where, found)
        raise FetchError(address, f"it leads on more than {MAX_REDIRECTS} times; name the last one")

    def _resolve(self, parts: SplitResult, address: str) -> tuple[str, int]:
        """Return the checked IP address and port of a host."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        name = parts.hostname or ""
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = f"there is no host {name!r}; check the address and the connection"
            raise FetchError(address, reason) from error
        hosts = [str(info[4][0]) for info in found]
        refused = [host for host in hosts if not self._is_allowed(ip_address(host.split("%")[0]))]
        if refused or not hosts:
            reason = (
                f"{name} is in a private network ({refused[0]}); save the page and give its path"
            )
            raise FetchError(address, reason)
        return hosts[0], port

    def _is_allowed(self, host: IPAddress) -> bool:
        if self._allow_loopback and host.is_loopback:
            return True
        return is_public(host)

    def _get(
        self, parts: SplitResult, host: tuple[str, int], stopwatch: Stopwatch, address: str
    ) -> Page | str:
        """Return the page, or the address it leads on to."""
        connection = _connect(parts, host, stopwatch, self._max_seconds)
        try:
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
            connection.request(
                "GET",
                f"{path}?{query}" if query else path,
                headers={
                    "User-Agent": _USER_AGENT,
                    "Accept": "text/html, application/pdf, application/xml, text/plain, */*;q=0.1",
                    "Accept-Language": "de, en;q=0.8",
                    "Accept-Encoding": "gzip",
                },
            )
            response = connection.getresponse()
            if response.status in _REDIRECTS and response.getheader("Location"):
                return str(response.getheader("Location"))
            if response.status != _OK:
                reason = f"the server answers {response.status} {response.reason}; check it"
                raise FetchError(address, reason)
            kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
            if kind and not _TYPES.fullmatch(kind):
                raise FetchError(address, f"it is {kind}, not text; name the page itself")
            return Page(parts.geturl(), kind, self._read(response, address))
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, address: str) -> bytes:
        data = response.read(self._max_bytes + 1)
        if len(data) <= self._max_bytes and response.length:
            raise FetchError(address, "the connection broke off; try again")
        encoding = response.getheader("Content-Encoding", "identity").lower()
        if encoding in ("gzip", "x-gzip"):
            data = zlib.decompressobj(wbits=31).decompress(data, self._max_bytes + 1)
        elif encoding not in ("identity", ""):
            raise FetchError(
                address, f"it is packed as {encoding}; save the page and give its path"
            )
        if len(data) > self._max_bytes:
            limit = f"{self._max_bytes / 1_000_000:.0f} MB"
            raise FetchError(address, f"it is larger than {limit}; save the part that matters")
        return data


def _connect(
    parts: SplitResult, host: tuple[str, int], stopwatch: Stopwatch, seconds: float
) -> http.client.HTTPConnection:
    """Connect to a checked IP address; the name is used for the certificate and the Host header."""
    connection = http.client.HTTPConnection(parts.hostname or "", host[1], timeout=seconds)
    plain = socket.create_connection(host, timeout=seconds)
    stopwatch.watch(plain)
    connection.sock = plain
    if parts.scheme == "https":
        try:
            context = ssl.create_default_context()
            secured = context.wrap_socket(
                plain, server_hostname=parts.hostname, do_handshake_on_connect=False
            )
        except BaseException:
            plain.close()
            raise
        stopwatch.watch(secured)
        connection.sock = secured
        try:
            secured.do_handshake()
        except BaseException:
            secured.close()
            raise
    return connection


def _split(where: str, address: str) -> SplitResult:
    try:
        parts = urlsplit(where)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as error:
        raise FetchError(address, "it is no valid web address; check it") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_valid:
        raise FetchError(address, f"it leads to {where[:100]!r}; only http and https are read")
    if parts.username is not None or parts.password is not None:
        raise FetchError(address, "it holds a password; save the page and give its path")
    if not parts.hostname.isprintable() or any(c.isspace() for c in parts.hostname):
        raise FetchError(address, "it is no valid web address; check it")
    return parts


def _describe_delay(seconds: float) -> str:
    return f"it took longer than {seconds:.0f} s; try again later"


def _describe(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return f"its certificate cannot be trusted ({error.reason or 'unknown'})"
    if isinstance(error, OSError) and error.strerror:
        return f"the connection fails ({error.strerror})"
    return f"the connection fails ({type(error).__name__})"
