"""The address that the chat listens on: one of this computer's own, and free."""

import errno
import ipaddress
import socket

from chatbot.errors import ChatError
from chatbot.server.access import Access

_LAST_PORT = 65535


class PortInUseError(ChatError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        free = port + 1 if port < _LAST_PORT else port - 1
        super().__init__(
            f"port {port} is in use, perhaps by another Belegt; "
            f"choose a free one, as in `--port {free}`"
        )


class PortNotAllowedError(ChatError):
    """The system does not let this user listen there."""

    def __init__(self, host: str, port: int, *, reason: str) -> None:
        super().__init__(
            f"can't listen on {host} port {port} ({reason}); choose another, as in `--port 7860`"
        )


class NoPasswordError(ChatError):
    """The chat was told to listen where other computers reach it, and asks for nothing."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"other computers could reach the chat on {host!r} without a password; "
            f"set BELEGT_PASSWORD for people or BELEGT_TOKEN for programs, or use "
            f"`--host 127.0.0.1`"
        )


class HostUnknownError(ChatError):
    """The host is no address of this computer."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host!r} is no address; give one of this computer's, as in `--host 127.0.0.1`, or "
            f"`--host 0.0.0.0` for all of them"
        )


def listen(host: str, port: int, *, guarded: bool = False) -> socket.socket:
    """Open a listening socket.

    Args:
        host: "localhost" or an IP address of this computer.
        port: 0 takes any that is free.
        guarded: Whether a password or a token is asked for.

    Raises:
        HostUnknownError: If it is neither.
        NoPasswordError: If other computers could reach the host, and nothing is asked for.
        PortInUseError: If another program listens there.
        PortNotAllowedError: If this user may not listen there.
    """
    if not is_loopback(host):
        if not guarded:
            raise NoPasswordError(host)
        if not _is_address(host):
            raise HostUnknownError(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(port) from error
        raise PortNotAllowedError(host, port, reason=error.strerror or str(error)) from error


def warn_of_reach(host: str, access: Access) -> list[str]:
    """What whoever starts the chat should know of who reaches it, in German.

    Raises:
        NoPasswordError: If other computers could reach the host, and nothing is asked for.
    """
    if not is_loopback(host):
        if not access.is_needed:
            raise NoPasswordError(host)
        return [
            "Achtung: Die Verbindung ist nicht verschlüsselt; wer im Netz mitliest, liest auch das "
            "Passwort. Mit HTTPS geht es über einen Reverse-Proxy: docs/serving.md"
        ]
    if not access.is_needed and any(not is_loopback(name) for name in access.allowed_hosts):
        return [
            "Achtung: Wer den Proxy erreicht, kann Belegt ohne Passwort benutzen. Setzen Sie "
            "BELEGT_PASSWORD, wenn der Proxy nicht selbst fragt: docs/serving.md"
        ]
    return []


def address_of(listening: socket.socket, host: str) -> str:
    """The address to open in a browser."""
    if is_wildcard(host):
        host = "::1" if ":" in host else "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}"


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_wildcard(host: str) -> bool:
    """Whether a host stands for all addresses of this computer."""
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
