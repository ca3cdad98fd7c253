"""Article text for programs that take it for Markdown, as chat clients do."""

import re

_ACTIVE = re.compile(r"\](?=[(:])|<(?=[a-zA-Z/!?])")


def defuse_markdown(text: str) -> str:
    """A text in which no link, picture or HTML element is left that a client would render.

    A space after the first character of each breaks it up, whatever stands around it; a backslash
    would not do behind another one. Markers like `[1]` stay as they are.
    """
    return _ACTIVE.sub(r"\g<0> ", text)
