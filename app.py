"""Starts the browser chat: `python app.py` does what `belegt chat` does."""

import sys

from chatbot.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["chat"]
    main()
