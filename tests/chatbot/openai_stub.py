"""A small OpenAI-compatible server on 127.0.0.1 that says what a test wants."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[dict], str]


class Stub:
    """What the server does, and what it was asked.

    Attributes:
        reply: Makes the reply's text out of a request.
        status: HTTP status; anything but 200 sends an error.
        pause: Seconds before the first piece.
        gap: Seconds between two pieces.
        endless: Whether the reply is repeated for ever.
        requests: The bodies received.
        keys: The Authorization headers received.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.reply: Reply = lambda request: "Nichts."
        self.status = 200
        self.pause = 0.0
        self.gap = 0.0
        self.endless = False
        self.requests: list[dict] = []
        self.keys: list[str] = []
        self.address = getattr(self, "address", "")

    def prompt(self) -> str:
        """All that was said to the model last."""
        return "\n".join(message["content"] for message in self.requests[-1]["messages"])


def build_handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.requests.append(body)
            stub.keys.append(self.headers.get("Authorization", ""))
            if stub.status != 200:
                self._send(stub.status, b'{"error": {"message": "nein"}}', "application/json")
                return
            time.sleep(stub.pause)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                for chunk in self._chunks(stub.reply(body)):
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                    self.wfile.flush()
                    if stub.gap:
                        time.sleep(stub.gap)
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                pass  # the client has had enough
            self.close_connection = True

        def _chunks(self, text: str) -> Iterator[dict]:
            pieces = [text[place : place + 30] for place in range(0, len(text), 30)]
            while True:
                for piece in pieces:
                    yield _chunk({"content": piece}, None)
                if not stub.endless:
                    break
            yield _chunk({}, "stop")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _chunk(delta: dict, finish: str | None) -> dict:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


@contextmanager
def running_stub() -> Iterator[Stub]:
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), build_handler(stub))
    server.daemon_threads = True
    stub.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
