"""Photographs the running chat for the README: `python docs/take_screenshots.py [ADDRESS]`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
SAFE = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Ask the guiding question and photograph what comes."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SAFE)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="de-DE")
        page.goto(address)
        ask(page, "Warum zögert Merz?")
        page.screenshot(path=HERE / "chat.png")
        page.locator(".belegt-card").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_timeout(500)
        page.screenshot(path=HERE / "chat-article.png")
        browser.close()


def ask(page: Page, question: str) -> None:
    """Type a question and wait for what comes of it."""
    turns = page.locator(".belegt-turn")
    count = turns.count()
    page.get_by_label("Ihre Frage").fill(question)
    page.get_by_label("Ihre Frage").press("Enter")
    expect(turns).to_have_count(count + 1)
    expect(turns.last.locator(".belegt-verdict, .belegt-problem")).to_be_visible()
    page.wait_for_timeout(500)


main()
