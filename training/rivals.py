"""Passages that look as if they answered a question, and don't.

A reader that has only seen other parts of the right text believes too easily that a passage on the
same matter answers. These are what a search finds, without what answers.
"""

from collections.abc import Sequence

import numpy as np

from index import Embedder, PassageText
from ingest import Article, split_passages
from training.examples import ReadingQuestion

_AT_ONCE = 2000  # questions compared with all passages


def find_rivals(
    questions: Sequence[ReadingQuestion], embedder: Embedder, *, count: int = 8
) -> dict[str, list[str]]:
    """For each question, the passages of other texts of its origin that are most similar to it.

    Args:
        questions: With their texts, from which the passages are taken.
        embedder: Compares questions with passages.
        count: How many passages a question gets at most.

    Returns:
        Texts of passages by the question's words, most similar first; those that hold the words of
        its answer are left out.
    """
    found = {}
    for origin in sorted({question.origin for question in questions}):
        own = [question for question in questions if question.origin == origin]
        passages = [
            (number, passage.text)
            for number, text in enumerate(dict.fromkeys(question.text for question in own))
            for passage in split_passages(Article(f"{number}", "", text))
        ]
        places = {text: n for n, text in enumerate(dict.fromkeys(each.text for each in own))}
        vectors = embedder.encode_passages([PassageText("", text, ()) for _, text in passages])
        matrix = np.stack([each.passage for each in vectors])
        texts = np.array([number for number, _ in passages])
        for start in range(0, len(own), _AT_ONCE):
            part = own[start : start + _AT_ONCE]
            cosines = embedder.encode_queries([each.question for each in part]) @ matrix.T
            for question, row in zip(part, cosines, strict=True):
                row[texts == places[question.text]] = -1
                nearest = [passages[place][1] for place in np.argsort(-row)[: 2 * count]]
                words = _answer(question)
                found[question.question] = [
                    text for text in nearest if not words or words not in text.casefold()
                ][:count]
    return found


def _answer(question: ReadingQuestion) -> str:
    answer = question.answer
    return "" if answer is None else question.text[answer.start : answer.end].casefold()
