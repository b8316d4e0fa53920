"""/faq: how a trial goes is told in the panel; a new topic from questions of people."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import dialog
from bot.content import drafts
from bot.content.trying import Waiting
from bot.dialog import Step
from bot.files import Shelf
from bot.services import Services
from bot.storage.storage import Storage
from bot.telegram.delivery import Delivery
from handlers.faq import FaqListener
from handlers.faq.creating import GROUP
from handlers.faq.editing import STEP
from tests.chat import Chat, Conversation
from tests.conversations.faq import TOPIC, begin, write
from tests.conversations.inviting import ON_SQLITE, tap_last_of

pytestmark = ON_SQLITE
_ADMIN = 1003


def _no_services() -> Services:
    pytest.fail("what is told here needs no content")


async def test_progress_a_void_trial_and_a_failed_one_are_told_in_the_panel(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    panel = await write(admin, await begin(admin))
    delivery = Delivery(talk.bot.api, Shelf(storage))
    listener = FaqListener(storage, delivery, _no_services, lambda: datetime.now(UTC))
    async with storage.transaction() as connection:
        draft = await drafts.draft_of(connection, TOPIC)
    assert draft is not None
    waiting = Waiting(_ADMIN, panel.id, TOPIC, draft.revision)
    await listener.on_progress(waiting, 1_250, 5_529)
    assert (await admin.message(panel.id)).text == "🧪 Sedang dicoba… 1.250 dari 5.529 pertanyaan."
    await listener.on_progress(waiting, 1_500, 5_529)
    assert "1.250" in (await admin.message(panel.id)).text
    await listener.on_void(waiting)
    assert "rancangannya sudah berubah" in (await admin.message(panel.id)).text
    await listener.on_failed(waiting)
    failed = await admin.message(panel.id)
    assert "Rancangan Anda aman" in failed.text
    back = await tap_last_of(admin, failed, "« Rancangan")
    assert "🧪 Coba dulu" in back.buttons


async def test_questions_of_people_become_the_phrasings_of_a_new_topic(
    admin: Chat, storage: Storage
) -> None:
    home = await admin.say("/faq")
    texts = ["lomba foto pekerja kapan", "iuran bpu brp"]
    async with storage.transaction() as connection:
        step = Step(STEP, {"field": GROUP, "phrasings": texts})
        await dialog.save(connection, _ADMIN, step, datetime.now(UTC), timedelta(minutes=5))
    assert "Pilih dulu dengan tombol" in (await admin.say("Lomba foto")).text
    forged = {"message_id": home.id, "data": "fq:ng:tidak-ada"}
    assert "tidak berlaku" in (await admin.tap_raw(forged) or "")
    await admin.tap_raw({**forged, "data": "fq:ng:umum"})
    assert "Sudah ada topik" in (await admin.say("Besar iuran peserta mandiri")).text
    assert "jawaban baru" in (await admin.say("Lomba foto pekerja")).text
    async with storage.transaction() as connection:
        draft = await drafts.draft_of(connection, "lomba-foto-pekerja")
    assert draft is not None
    assert draft.topic.examples == {"santai": ("lomba foto pekerja kapan",)}
    assert draft.topic.group == "umum"
    # Left in the middle, it is gone on with from the list of drafts.
    await admin.say("/batal")
    listed = await tap_last_of(admin, await admin.say("/faq"), "✏️ Rancangan (1)")
    panel = await tap_last_of(admin, listed, "✏️ lomba-foto-pekerja")
    assert "Belum ada sumber" in panel.text
    assert "boleh 1 sampai 1.200 huruf" in panel.text
    assert "🧪 Coba dulu" not in panel.buttons
