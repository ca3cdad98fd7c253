"""`belegt chat` in a process of its own, as people start it, and the login in their browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chatbot.cli import main
from chatbot.server.access import Access
from chatbot.server.limits import Limits
from tests.chatbot.browsing import wait_until_ready
from tests.chatbot.conftest import FakeBot
from tests.chatbot.serving import HeldBot, client_of, serving

ROOT = Path(__file__).parents[2]
PASSWORD = "Grüße aus Köln"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])  # noqa: S104
def test_without_a_password_belegt_does_not_start_for_others(monkeypatch, capsys, host):
    monkeypatch.setattr(sys, "argv", ["belegt", "chat", "--host", host])

    with pytest.raises(SystemExit) as stopped:
        main()

    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert f"auf '{host}' könnten andere Rechner den Chat ohne Passwort erreichen" in said
    assert "BELEGT_PASSWORD" in said


def test_a_password_that_is_too_short_is_named_and_not_shown(monkeypatch, capsys):
    monkeypatch.setenv("BELEGT_PASSWORD", "kurz")
    monkeypatch.setattr(sys, "argv", ["belegt", "chat"])

    with pytest.raises(SystemExit):
        main()

    said = capsys.readouterr().err
    assert "die Einstellung 'password' ist zu kurz: weniger als 8 Zeichen" in said
    assert "kurz;" not in said.replace("zu kurz", "")


@pytest.mark.model
def test_belegt_serves_all_addresses_with_a_password_and_stops_when_told(tmp_path):
    environment = {**os.environ, "BELEGT_PASSWORD": PASSWORD, "BELEGT_READER": "false"}
    index = str(tmp_path / "index")
    subprocess.run(
        [sys.executable, "-c", "from chatbot.cli import main; main()",
         "ingest", "sample", "--index", index],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "app.py", "--index", index, "--host", "0.0.0.0", "--port", "0"],  # noqa: S104
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
        with client_of(address) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            assert client.get("/metrics").status_code == 401
            client.post("/login", data={"password": PASSWORD})
            answer = client.post("/api/ask", json={"question": "Warum zögert Merz?"}).json()
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]

    assert answer["status"] == "answered"
    assert "Die Verbindung ist nicht verschlüsselt" in said
    assert "Traceback" not in said


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium")
def test_people_log_in_ask_and_log_out(browser):
    with serving(FakeBot(), access=Access(PASSWORD)) as address:
        page = browser.new_context(locale="de-DE").new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        expect(page.get_by_label("Passwort")).to_be_focused()
        page.get_by_label("Passwort").fill("falsch")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Das Passwort stimmt nicht")

        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden").click()
        wait_until_ready(page)
        page.get_by_label("Ihre Frage").fill("Wie viele waren in Mali?")
        page.get_by_label("Ihre Frage").press("Enter")
        expect(page.locator(".belegt-answer")).to_contain_text("zwölf Soldaten")

        page.get_by_role("button", name="Abmelden").click()
        expect(page.get_by_label("Passwort")).to_be_visible()
        page.goto(address)
        expect(page.get_by_label("Passwort")).to_be_visible()


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium")
def test_the_page_says_so_when_too_many_ask(browser):
    bot = HeldBot()
    with serving(bot, limits=Limits(at_once=1, waiting=0)) as address:
        pages = [browser.new_context(locale="de-DE").new_page() for _ in range(2)]
        for page in pages:
            page.set_default_timeout(60_000)
            page.goto(address)
            wait_until_ready(page)
            page.get_by_label("Ihre Frage").fill("Wie viele waren in Mali?")
        first, second = pages
        first.get_by_label("Ihre Frage").press("Enter")
        assert bot.begun.acquire(timeout=60)
        second.get_by_label("Ihre Frage").press("Enter")

        problem = second.locator(".belegt-problem")
        expect(problem).to_contain_text("Bitte stellen Sie die Frage in ein paar Sekunden")
        bot.go.set()
        expect(first.locator(".belegt-answer")).to_contain_text("zwölf Soldaten")
        second.get_by_label("Ihre Frage").fill("Wie viele waren in Mali?")
        second.get_by_label("Ihre Frage").press("Enter")
        expect(second.locator(".belegt-answer")).to_contain_text("zwölf Soldaten")
