"""Who may use the chat: people with a password, programs with a token."""

import hashlib
import hmac
import secrets
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from chatbot.server.rate import RateLimit

COOKIE = "belegt_session"
SESSION_SECONDS = 12 * 3600  # a working day; then the password is asked for again
FAILURES_PER_MINUTE = 5  # wrong passwords and tokens from one address
_MOST_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Access:
    """What a server asks for, and under which names it answers.

    Attributes:
        password: Opens the page; empty if it needs none.
        token: Opens everything to programs, as `Authorization: Bearer`; empty if there is none.
        allowed_hosts: Names that a proxy in front of the server answers under.
        trusted_proxies: Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
        host: Address that the server listens on; it answers under that too.
        any_address: Whether it also answers under any IP address, as when it listens on all.
    """

    password: str = ""
    token: str = ""
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    host: str = ""
    any_address: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether anybody has to show anything."""
        return bool(self.password or self.token)


class Sessions:
    """People who gave the password. Forgotten when the server stops.

    Args:
        clock: Seconds that only ever go up.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()

    def open(self) -> str:
        """A new session: 256 random bits."""
        key = secrets.token_urlsafe(32)
        self._until[_digest(key)] = self._clock() + SESSION_SECONDS
        if len(self._until) > _MOST_SESSIONS:
            self._until.popitem(last=False)
        return key

    def holds(self, key: str) -> bool:
        """Whether a session is open."""
        until = self._until.get(_digest(key))
        return until is not None and self._clock() < until

    def close(self, key: str) -> None:
        """End a session, if there is one."""
        self._until.pop(_digest(key), None)


class Doorkeeper:
    """Decides who comes in.

    Wrong passwords and tokens are counted for each address by itself, and one that gave too many
    has to wait. That shuts out nobody else, and nobody who is in: sessions and the right token are
    never refused. (Letting the right token through tells a guesser nothing useful, for tokens are
    too long to be guessed; the right password has to wait, for passwords are not.)

    Args:
        access: What is asked for.
    """

    def __init__(self, access: Access) -> None:
        self._password = _digest(access.password) if access.password else ""
        self._token = _digest(access.token) if access.token else ""
        self._sessions = Sessions()
        self._failures = RateLimit(FAILURES_PER_MINUTE, spare_own=False)

    def knows(self, cookies: str) -> bool:
        """Whether the header `Cookie` names an open session."""
        key = _read_cookie(cookies)
        return bool(key) and self._sessions.holds(key)

    def takes_token(self, authorization: str) -> bool:
        """Whether the header `Authorization` has the token; compared in constant time."""
        kind, _, given = authorization.partition(" ")
        if not self._token or kind.lower() != "bearer":
            return False
        return hmac.compare_digest(_digest(given.strip()), self._token)

    def log_in(self, password: str, address: str) -> str:
        """Open a session for the right password.

        Returns:
            The session's key; empty if the password is wrong. The address must not have to wait.
        """
        right = hmac.compare_digest(_digest(password), self._password)
        if not right or not self._password:
            self._failures.count(address)
            return ""
        return self._sessions.open()

    def log_out(self, cookies: str) -> None:
        """Close the session that the header `Cookie` names."""
        self._sessions.close(_read_cookie(cookies))

    def note_failure(self, address: str) -> None:
        """Count a wrong token."""
        self._failures.count(address)

    def wait(self, address: str) -> int:
        """Seconds until an address may try again; 0 if it may now."""
        return self._failures.wait(address)


def _digest(secret: str) -> str:
    """The same length for all, so that comparing takes the same time; one spelling of ü."""
    normal = unicodedata.normalize("NFC", secret)
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def _read_cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
