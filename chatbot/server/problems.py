"""Every error becomes one line of JSON, in the field "error"."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from chatbot.errors import (
    BusyError,
    ChatError,
    QuestionError,
    StoppingError,
    TooManyQuestionsError,
)
from index import IndexingError, InvalidFilterError

UNEXPECTED = "an unexpected error; see the server's log"

_log = logging.getLogger(__name__)


def handle_problems(app: FastAPI) -> None:
    """Have an application answer every error so."""
    app.add_exception_handler(RequestValidationError, _reply)
    app.add_exception_handler(HTTPException, _reply)
    for kind in (ChatError, IndexingError, Exception):
        app.add_exception_handler(kind, _reply)


def describe_problem(error: Exception) -> tuple[int, str]:  # noqa: PLR0911 - one for each kind
    """The status of an error, and what to tell of it; what is unexpected is logged."""
    match error:
        case RequestValidationError():
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"][1:] if isinstance(part, str))
            return 422, f"{place or 'body'}: {first['msg']}"
        case HTTPException():
            return error.status_code, str(error.detail)
        case QuestionError():
            return 400, str(error)
        case TooManyQuestionsError():
            return 429, str(error)
        case BusyError() | StoppingError():
            return 503, str(error)
        case InvalidFilterError():
            return 422, f"filter: {error}"
        case IndexingError():
            _log.error("the index can't be read: %s", error)
            return 503, str(error)
    _log.error("a request failed", exc_info=error)
    return 500, UNEXPECTED


def _reply(_: Request, error: Exception) -> JSONResponse:
    status, message = describe_problem(error)
    headers = {}
    if isinstance(error, BusyError | TooManyQuestionsError):
        headers["Retry-After"] = str(error.retry_after)
    return JSONResponse({"error": message}, status_code=status, headers=headers)
