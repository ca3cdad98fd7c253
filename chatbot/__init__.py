"""Answers with citations, or an honest refusal."""

from chatbot.answer import Answer, Citation, Evidence
from chatbot.bot import Chatbot, EvidenceFound, TextWritten
from chatbot.errors import ChatError, EmptyQuestionError, QuestionError, QuestionTooLongError
from chatbot.settings import Settings

__all__ = [
    "Answer",
    "ChatError",
    "Chatbot",
    "Citation",
    "EmptyQuestionError",
    "Evidence",
    "EvidenceFound",
    "QuestionError",
    "QuestionTooLongError",
    "Settings",
    "TextWritten",
]
