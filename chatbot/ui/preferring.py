"""The language that a browser wants: what was chosen before, else what it asks for."""

from http.cookies import CookieError, SimpleCookie

from chatbot.ui.texts import Language

COOKIE = "belegt-language"  # written by settling.js when the reader chooses


def choose_language(cookies: str, accepted: str) -> Language:
    """The language of the page.

    Args:
        cookies: The header `Cookie`; empty if there is none.
        accepted: The header `Accept-Language`, such as "fr, de;q=0.8"; empty if there is none.

    Returns:
        What was chosen before; else German if the browser's first choice is German or it has
        none, and English for all others.
    """
    chosen = _read_cookie(cookies)
    if chosen == "de":
        return "de"
    if chosen == "en":
        return "en"
    weighed = [_weigh(part) for part in accepted.split(",") if part.strip()]
    if not weighed:
        return "de"
    _, best = max(weighed, key=lambda pair: pair[0])  # the first of those that weigh the same
    return "de" if best in {"de", "*"} or best.startswith("de-") else "en"


def _read_cookie(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _weigh(part: str) -> tuple[float, str]:
    """Weight and name of one language in `Accept-Language`."""
    name, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), name.strip().casefold()
    except ValueError:
        return 0.0, name.strip().casefold()
