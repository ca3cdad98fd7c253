"""The arguments that the tools take, from which their input schemas are made."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chatbot.extractive_answerer import MAX_QUESTION
from chatbot.filter_request import FilterRequest

MAX_HISTORY = 20  # earlier questions; a follow-up leans on the last few only
MAX_PASSAGES = 20  # about 18,000 characters, as much as one reads at once
MAX_CHARACTERS = 20_000  # about 5,000 tokens; longer articles are read in parts
MAX_LISTED = 200
MAX_ID = 1000  # characters; Belegt's own ids are much shorter, given ones may be addresses

Question = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]


class SearchArguments(FilterRequest):
    """Of `search`: what is sought, and among which articles."""

    query: Question = Field(description="A question or key words, in German or English.")
    k: int = Field(5, ge=1, le=MAX_PASSAGES, description="How many passages at most.")


class AskArguments(FilterRequest):
    """Of `ask`: the question, and which articles it is put to."""

    question: Question = Field(description="One question, in German or English.")
    history: list[Question] = Field(
        [],
        max_length=MAX_HISTORY,
        description=(
            "Earlier questions of the conversation, oldest first, so that a follow-up such as "
            "'Und was sagt er dazu?' is understood."
        ),
    )


class ReadArguments(BaseModel):
    """Of `read_article`: which part of which article."""

    model_config = ConfigDict(extra="forbid")

    article_id: str = Field(
        min_length=1, max_length=MAX_ID, description="As `search`, `ask` and `list_articles` give."
    )
    start: int = Field(0, ge=0, description="Offset of the first character to read.")
    end: int | None = Field(
        None,
        ge=1,
        description=(
            f"Offset after the last one; the end of the article if null. One call gives at most "
            f"{MAX_CHARACTERS} characters; `next_start` says where to read on."
        ),
    )


class ListArguments(FilterRequest):
    """Of `list_articles`: which articles, and which part of their list."""

    query: str = Field(
        "", max_length=MAX_QUESTION, description="Words of title, outlet or author; all if empty."
    )

    offset: int = Field(0, ge=0, description="How many articles to skip.")
    limit: int = Field(50, ge=1, le=MAX_LISTED, description="How many articles at most.")
