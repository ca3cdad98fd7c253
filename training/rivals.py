"""Passages that look as if they answered a question, and don't.

A reader that has only seen other parts of the right text believes too easily that a passage on the
same matter answers. These are what a search finds, without what answers.
"""

from collections.abc import Sequence

import numpy as np

from index import Embedder, PassageText
from ingest import Article, split_passages
from training.examples import ReadingQuestion, Rival

_AT_ONCE = 2000  # questions compared with all passages


def find_rivals(
    questions: Sequence[ReadingQuestion], embedder: Embedder, *, count: int = 8
) -> dict[ReadingQuestion, list[Rival]]:
    """For each question, the passages of other texts of its origin that are most similar to it.

    Args:
        questions: With their texts, from which the passages are taken.
        embedder: Compares questions with passages.
        count: How many passages a question gets at most.

    Returns:
        Passages by question, most similar first; those that hold the words of its answer are left
        out.
    """
    found = {}
    for origin in sorted({question.origin for question in questions}):
        own = [question for question in questions if question.origin == origin]
        titles = {question.text: question.title for question in own}
        places = {text: number for number, text in enumerate(titles)}
        passages = [
            (number, Rival(title, passage.text, opens=passage.start == 0))
            for number, (text, title) in enumerate(titles.items())
            for passage in split_passages(Article(f"{number}", title, text))
        ]
        vectors = embedder.encode_passages([PassageText("", one.text, ()) for _, one in passages])
        matrix = np.stack([each.passage for each in vectors])
        texts = np.array([number for number, _ in passages])
        for start in range(0, len(own), _AT_ONCE):
            part = own[start : start + _AT_ONCE]
            cosines = embedder.encode_queries([each.question for each in part]) @ matrix.T
            for question, row in zip(part, cosines, strict=True):
                others = np.flatnonzero(texts != places[question.text])
                order = others[np.argsort(-row[others], kind="stable")][: 2 * count]
                nearest = [passages[place][1] for place in order]
                words = question.words.casefold()
                found[question] = [
                    one for one in nearest if not words or words not in one.text.casefold()
                ][:count]
    return found
