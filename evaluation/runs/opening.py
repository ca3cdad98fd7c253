"""The bot a question set is put to: over an index, or over the set's own passages."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from chatbot import Chatbot
from evaluation.question_sets.questions import load_articles


@contextmanager
def open_bot(questions: Path, index: Path | None) -> Iterator[Chatbot]:
    """Open what a question set is asked of.

    Args:
        questions: The question set's file.
        index: The index to ask; None for the texts that a SQuAD file or BEIR folder brings.

    Yields:
        The bot; closed afterwards, a temporary index removed.

    Raises:
        IndexingError: If there is no index, or it cannot be opened.
        UnknownFormatError: If no index is named and the question set brings no texts.
    """
    if index is not None:
        with closing(Chatbot.open(index)) as bot:
            yield bot
        return
    articles = load_articles(questions)
    with (
        TemporaryDirectory(prefix="belegt-eval-") as folder,
        closing(Chatbot.from_articles(articles, Path(folder) / "index")) as bot,
    ):
        yield bot
