"""What happens while a question is answered: evidence first, then drafts and text, the answer."""

from dataclasses import dataclass

from chatbot.answer import Answer, Evidence


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """Streamed first: the sentences that the answer will rest on, most promising first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """What a language model has written and nobody has checked yet; takes the last draft's place.

    Only for showing that something happens: it may never become part of the answer.
    """

    text: str


@dataclass(frozen=True, slots=True)
class TextWritten:
    """Streamed next: a further piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class TextWithdrawn:
    """The text written so far does not stand; the answer's text follows from its beginning."""


Event = EvidenceFound | DraftWritten | TextWritten | TextWithdrawn | Answer
