"""The events of an answer as server-sent events."""

import json

from chatbot.answer import Answer
from chatbot.events import DraftWritten, Event, EvidenceFound, TextWithdrawn, TextWritten
from chatbot.json_answer import Json, answer_to_json, evidence_to_json

EVENT_STREAM = "text/event-stream"
STREAM_HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}
KEEP_ALIVE = ": still at it\n\n"  # a comment, which clients skip


def write_event(event: Event) -> str:
    """An event as clients read it."""
    match event:
        case EvidenceFound():
            found = [evidence_to_json(evidence) for evidence in event.evidence]
            return server_sent({"evidence": found}, "evidence")
        case DraftWritten():
            return server_sent({"text": event.text}, "draft")
        case TextWritten():
            return server_sent({"text": event.text}, "text")
        case TextWithdrawn():
            return server_sent({}, "withdrawn")
        case Answer():
            return server_sent(answer_to_json(event), "answer")


def write_problem(message: str) -> str:
    """That the answer will not come after all, and why."""
    return server_sent({"error": message}, "error")


def server_sent(content: Json, kind: str = "") -> str:
    """One server-sent event; JSON has no line breaks of its own."""
    head = f"event: {kind}\n" if kind else ""
    return f"{head}data: {json.dumps(content, ensure_ascii=False)}\n\n"
