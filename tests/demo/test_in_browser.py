"""The demo as somebody sees it who opens it in a browser: the real bot behind the chat page."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    async_playwright,
    expect,
)

from bot.storage.migrations import upgrade
from knowledge.library import Library
from tests.chat import Conversation, conversation

_QUESTION = "brp iuran bpjs tk buat ojol"
_PHONE = {"width": 390, "height": 844}
_DESKTOP = {"width": 1280, "height": 800}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str:
    """Where Chromium is. Without one the test is skipped, or fails where it is required."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is not None:
        return found
    if os.environ.get("JAMSOSBOT_REQUIRE_BROWSER") == "1":
        pytest.fail("there is no Chromium, and JAMSOSBOT_REQUIRE_BROWSER=1 requires one")
    pytest.skip("there is no Chromium on this machine")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    executable = _chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=executable, args=_QUIETLY)
        yield launched
        await launched.close()


@pytest.fixture
async def demo(library: Library, tmp_path: Path) -> AsyncIterator[Conversation]:
    """The real bot and its server in this process, as `jamsosbot demo` runs them."""
    database_url = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    upgrade(database_url)
    async with conversation(library, database_url) as running:
        yield running


class _Complaints:
    """What the browser's console and network say is wrong."""

    def __init__(self, page: Page) -> None:
        self.seen: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"{response.status}: {response.url}")


def _messages(page: Page) -> Locator:
    return page.get_by_test_id("message")


async def _ask(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


@pytest.mark.parametrize("size", [_PHONE, _DESKTOP], ids=["phone", "desktop"])
async def test_somebody_opens_the_demo_asks_taps_and_sees_the_answers(
    browser: Browser, demo: Conversation, size: dict[str, int]
) -> None:
    page = await browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    complaints = _Complaints(page)
    await page.goto(demo.url)
    await expect(page.get_by_test_id("status")).to_have_text("online")

    # The first minute: MULAI, and one of the big buttons
    await page.get_by_test_id("start").click()
    await expect(_messages(page).last).to_contain_text("Halo, Rahmat!")
    await page.get_by_role("button", name="💰 Berapa iurannya?").click()
    await expect(_messages(page).last).to_contain_text("Rp16.800")

    # A question in one's own words
    await _ask(page, "santunan kematian berapa")
    await expect(_messages(page).last).to_contain_text("Rp42 juta")
    await expect(_messages(page).last).to_be_in_viewport()

    # Was it helpful? A notice, and the buttons change in place
    helpful = _messages(page).last.get_by_test_id("inline-button").filter(has_text="👍")
    await helpful.click()
    await expect(page.get_by_test_id("toast")).to_contain_text("Terima kasih")
    await expect(helpful).to_have_count(0)

    # Where it comes from
    await _messages(page).last.get_by_test_id("inline-button").filter(has_text="📖").click()
    await expect(_messages(page).last).to_contain_text("Sumber:")

    # A NIK leaves the chat
    count = await _messages(page).count()
    await _ask(page, "nik saya 6472010101900001")
    await expect(_messages(page).last).to_contain_text("hapus dari obrolan ini")
    await expect(_messages(page)).to_have_count(count + 1)

    # Somebody else has a chat of their own
    await page.get_by_test_id("person-admin").click()
    await expect(page.get_by_test_id("welcome")).to_be_visible()
    await _ask(page, "/antrean")
    await expect(_messages(page).last).to_contain_text("Tidak ada pertanyaan yang menunggu")
    await page.get_by_test_id("person-pekerja").click()
    await expect(_messages(page).last).to_contain_text("hapus dari obrolan ini")

    assert complaints.seen == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_the_question_of_the_readme_is_answered_in_the_browser(
    browser: Browser, demo: Conversation
) -> None:
    page = await browser.new_page()
    await page.goto(demo.url)
    await _ask(page, _QUESTION)
    await expect(_messages(page).last).to_contain_text("Rp16.800")
    await expect(_messages(page).last.get_by_test_id("inline-button").first).to_be_visible()


async def test_the_menu_button_lists_the_commands_and_sends_the_chosen_one(
    browser: Browser, demo: Conversation
) -> None:
    page = await browser.new_page()
    await page.goto(demo.url)
    await page.get_by_test_id("commands").click()
    await expect(page.get_by_test_id("command")).not_to_have_count(0)
    await page.get_by_test_id("command").filter(has_text="/menu").click()
    await expect(_messages(page).last).to_contain_text("Mau tahu soal apa?")
    await page.get_by_role("button", name="🚑 Kecelakaan kerja").click()
    await expect(_messages(page).last).to_contain_text("Pilih yang ingin Anda ketahui")


async def test_an_edited_question_gets_its_answer_changed_before_ones_eyes(
    browser: Browser, demo: Conversation
) -> None:
    page = await browser.new_page()
    await page.goto(demo.url)
    await _ask(page, "halo")
    await expect(_messages(page).last).to_contain_text("Halo!")
    await page.wait_for_timeout(500)  # the reply is noted down a moment after it was sent
    await page.get_by_test_id("composer").press("ArrowUp")
    await _ask(page, "santunan kematian berapa")
    await expect(_messages(page)).to_have_count(2)
    await expect(_messages(page).last).to_contain_text("Rp42 juta")
