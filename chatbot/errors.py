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


class BusyError(ChatError):
    """More questions wait than can be answered soon; the same one can be asked again."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            f"too many questions are being answered; ask again in {retry_after} seconds"
        )
        self.retry_after = retry_after


class StoppingError(ChatError):
    """The server is being stopped."""

    def __init__(self) -> None:
        super().__init__("the chat is being stopped; ask again when it runs")


class TooManyQuestionsError(ChatError):
    """One computer asks more questions than one is allowed to."""

    def __init__(self, *, limit: int, retry_after: int) -> None:
        super().__init__(
            f"more than {limit} questions a minute came from this address; "
            f"ask again in {retry_after} seconds"
        )
        self.retry_after = retry_after
