"""The page: conversation, evidence beside it, and the article reader."""

from chatbot.ui.page import build_page, mount_page

__all__ = ["build_page", "mount_page"]
