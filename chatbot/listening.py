"""The address that the chat listens on: one of this computer's own, and free."""

import errno
import ipaddress
import socket

from chatbot.errors import ChatError

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


class NotLoopbackError(ChatError):
    """The chat was told to listen where other computers reach it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"the chat only listens on this computer, not on {host!r}, for it asks for no "
            f"password; use `--host 127.0.0.1` and put an authenticating proxy in front"
        )


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket.

    Args:
        host: "localhost" or a loopback address.
        port: 0 takes any that is free.

    Raises:
        NotLoopbackError: If other computers could reach the host.
        PortInUseError: If another program listens there.
        PortNotAllowedError: If this user may not listen there.
    """
    if not _is_loopback(host):
        raise NotLoopbackError(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(port) from error
        raise PortNotAllowedError(host, port, reason=error.strerror or str(error)) from error


def address_of(listening: socket.socket, host: str) -> str:
    """The address to open in a browser."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
