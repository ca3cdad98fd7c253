"""The login as HTML: one field, no script, in the browser's language."""

from html import escape
from pathlib import Path
from typing import Literal

Problem = Literal["", "wrong", "too_many"]

_WORDS = {
    "de": {
        "title": "Anmelden",
        "tagline": "Antworten mit Belegstelle",
        "password": "Passwort",
        "send": "Anmelden",
        "wrong": "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.",
        "too_many": "Zu viele falsche Versuche. Bitte warten Sie eine Minute.",
    },
    "en": {
        "title": "Log in",
        "tagline": "Answers with their evidence",
        "password": "Password",
        "send": "Log in",
        "wrong": "The password is wrong. Please try again.",
        "too_many": "Too many wrong attempts. Please wait a minute.",
    },
}


def render_login(accept_language: str, problem: Problem = "") -> str:
    """The page.

    Args:
        accept_language: The header of that name; English if English is what it names first.
        problem: What went wrong with the last attempt; empty if there was none.
    """
    language = "en" if accept_language.strip().lower().startswith("en") else "de"
    words = {name: escape(word) for name, word in _WORDS[language].items()}
    line = (
        f'<p id="problem" role="alert">{words[problem]}</p>'
        if problem in {"wrong", "too_many"}
        else ""
    )
    tie = ' aria-describedby="problem" aria-invalid="true"' if line else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words['title']} – Belegt</title><style>{_style()}</style></head>"
        f"<body><main><h1>Belegt</h1><p>{words['tagline']}</p>"
        f'<form method="post" action="/login">{line}'
        f'<label for="password">{words["password"]}</label>'
        '<input id="password" name="password" type="password" required autofocus '
        f'autocomplete="current-password"{tie}>'
        f'<button type="submit">{words["send"]}</button></form></main></body></html>'
    )


def _style() -> str:
    return (Path(__file__).parent / "plain.css").read_text(encoding="utf-8")
