"""Settings as they are noted in a run: all that may matter, no secrets."""

import re

from chatbot.settings import Settings

# The index is noted by its content; nothing is served.
ELSEWHERE = {
    "index_dir", "host", "port", "allowed_hosts", "trusted_proxies", "allow_editing", "max_body",
    "max_question", "max_history", "at_once", "llm_at_once", "waiting", "per_minute",
    "conversations",
}  # fmt: skip
SECRET = re.compile(r"key|token|password|secret", re.IGNORECASE)
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")  # user:password in the address of a store


def note_settings(settings: Settings) -> dict[str, str]:
    """Write down settings for a run's file, which may be passed on to others.

    Args:
        settings: As the bot uses them.

    Returns:
        Name to value; without keys and passwords, and without what has no bearing on answers.
    """
    values = settings.model_dump(mode="json")
    return {
        name: CREDENTIALS.sub("***", str(value))
        for name, value in values.items()
        if name not in ELSEWHERE and not SECRET.search(name)
    }
