"""What is served at a moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CollectionState:
    """The state of a collection.

    Attributes:
        articles: How many it holds, near-duplicates included.
        generation: Number of the index generation, from 1.
    """

    articles: int
    generation: int
