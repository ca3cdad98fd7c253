"""How much a server takes on."""

from dataclasses import dataclass, field

from index.cores import count_cores


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused beyond these.

    Attributes:
        body: Bytes of a request; OpenAI's clients send the whole conversation each time.
        question: Characters of a question.
        history: Earlier questions sent along; a follow-up leans on the last few only.
        at_once: Questions that are searched and read at the same time; more than there are cores
            makes each of them slower and none sooner.
        writing: Answers that a language model phrases at the same time.
        waiting: Questions that wait for that; further ones are told that the chat is busy.
        per_minute: Questions that one address may ask within a minute; 0 sets no limit. This
            computer itself is not limited, unless the server answers under a proxy's name too.
        conversations: Conversations of the page remembered at the same time; of more, the oldest
            are forgotten.
        stopping: Seconds that answers in progress are given when the server is stopped.
    """

    body: int = 1024 * 1024
    question: int = 2000
    history: int = 20
    at_once: int = field(default_factory=count_cores)
    writing: int = 4
    waiting: int = 64
    per_minute: int = 120
    conversations: int = 500
    stopping: float = 8.0
