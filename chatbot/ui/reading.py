"""What the reader in the browser asks the server for: one article with its marked passages."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.ui.article_reader import Marking, render_article
from chatbot.ui.bot import Bot
from chatbot.ui.texts import texts_in

_MAX_MARKINGS = 100


class _Passage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    article_id: str
    language: str
    passages: list[_Passage] = Field(max_length=_MAX_MARKINGS)


def build_reading(bot: Bot) -> Callable[[object], str]:
    """Make the function that the page calls to open an article."""

    def read_article(wish: object) -> str:
        """The article as HTML; a line that says why if it can't be shown."""
        try:
            asked = _Wish.model_validate(wish)
        except ValidationError:
            return _line(texts_in("de").reading_failed)
        texts = texts_in(asked.language)
        article = bot.article(asked.article_id)
        if article is None:
            return _line(texts.article_gone)
        markings = [
            Marking(passage.number, passage.start, passage.end, passage.quote)
            for passage in asked.passages
        ]
        return render_article(article, markings, texts)

    return read_article


def _line(text: str) -> str:
    return f'<p class="belegt-problem">{text}</p>'
