"""Answers with citations, or an honest refusal."""

from chatbot.answer import Answer, Citation, Evidence, Verdict
from chatbot.bot import Chatbot
from chatbot.errors import ChatError, EmptyQuestionError, QuestionError, QuestionTooLongError
from chatbot.events import DraftWritten, EvidenceFound, TextWithdrawn, TextWritten
from chatbot.settings import Settings
from index import ArticleFilter

__all__ = [
    "Answer",
    "ArticleFilter",
    "ChatError",
    "Chatbot",
    "Citation",
    "DraftWritten",
    "EmptyQuestionError",
    "Evidence",
    "EvidenceFound",
    "QuestionError",
    "QuestionTooLongError",
    "Settings",
    "TextWithdrawn",
    "TextWritten",
    "Verdict",
]
