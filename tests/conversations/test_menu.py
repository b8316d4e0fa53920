"""/menu: groups, pages, and the way back."""

from tests.chat import Chat, Seen

_STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."


async def _open(worker: Chat, group: str) -> Seen:
    menu = await worker.say("/menu")
    await worker.tap(menu, group)
    return await worker.message(menu.id)


async def test_the_menu_shows_the_groups(worker: Chat) -> None:
    menu = await worker.say("/menu")
    assert menu.text.startswith("📋 Mau tahu soal apa?")
    assert len(menu.buttons) == 15
    assert menu.buttons[0] == "🏛️ Mengenal Jamsostek"


async def test_a_group_opens_in_the_same_message_and_leads_back(worker: Chat) -> None:
    page = await _open(worker, "🚑")
    assert page.edited
    assert page.text.startswith("🚑 Kecelakaan kerja")
    assert page.buttons[-1] == "« Semua kelompok"
    await worker.tap(page, "« Semua")
    assert (await worker.message(page.id)).text.startswith("📋 Mau tahu soal apa?")


async def test_a_long_group_turns_its_pages(worker: Chat) -> None:
    first = await _open(worker, "📤")
    assert len(first.buttons) == 8 + 2
    assert "‹ Sebelumnya" not in first.buttons
    await worker.tap(first, "Berikutnya")
    second = await worker.message(first.id)
    assert "‹ Sebelumnya" in second.buttons
    assert not set(first.buttons[:8]) & set(second.buttons[:2])
    await worker.tap(second, "‹ Sebelumnya")
    assert (await worker.message(first.id)).buttons == first.buttons


async def test_a_topic_of_the_menu_is_answered_below_it(worker: Chat) -> None:
    page = await _open(worker, "💰")
    await worker.tap(page, "Besar iuran mandiri")
    answer = await worker.last()
    assert "Rp16.800" in answer.text
    assert (await worker.message(page.id)).buttons == page.buttons


async def test_pages_that_do_not_exist_are_refused_kindly(worker: Chat) -> None:
    menu = await worker.say("/menu")
    for data in ("g:iuran:99", "g:iuran:-1", "g:iuran:1000000", "g:iuran:x", "g:tidak-ada:0", "g:"):
        notice = await worker.tap_raw({"message_id": menu.id, "data": data})
        assert notice == _STALE, data
    assert await worker.message(menu.id) == menu
    assert await worker.last() == menu
