"""What can go wrong while a question is answered."""


class ChatError(Exception):
    """Base of all errors of this folder; its message names the remedy in one line."""


class QuestionError(ChatError):
    """The question can't be answered as it stands."""


class EmptyQuestionError(QuestionError):
    """The question has no words."""

    def __init__(self) -> None:
        super().__init__("the question is empty; ask something, as in: Warum zögert Merz?")


class QuestionTooLongError(QuestionError):
    """The question is longer than any question."""

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(f"the question has {length} characters; shorten it to at most {limit}")
