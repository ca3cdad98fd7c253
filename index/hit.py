"""What a search returns."""

from dataclasses import dataclass

from ingest import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    Attributes:
        passage: The passage.
        score: Relevance, higher is better; comparable within one query.
        rank: Position in the result, from 1.
    """

    passage: Passage
    score: float
    rank: int
