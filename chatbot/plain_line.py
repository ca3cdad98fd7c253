"""Names of files and messages about them, as a terminal or a log can take them."""


def put_on_one_line(text: str) -> str:
    """A text in which line breaks, control and direction characters are replaced by "\ufffd".

    What a file is called may otherwise colour, clear or rename the terminal that shows it.
    """
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text)
