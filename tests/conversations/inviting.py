"""Scenes with people who have a role: inviting, accepting, opening somebody's page."""

import re

import pytest

from tests.chat import Chat, Seen

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For tests of words: what the database does is tried on both by the others."""
AGENCY = "Disnaker Kota Samarinda"


async def tap_last(chat: Chat, label: str) -> Seen:
    """Tap a button of the newest message; the newest message then."""
    await chat.tap(await chat.last(), label)
    return await chat.last()


async def ask_for_agency(admin: Chat, *regions: str) -> Seen:
    """/undang as far as the agency's name for an official."""
    menu = await admin.say("/undang")
    await admin.tap(menu, "🏛️ Pejabat")
    for region in regions:
        await admin.tap(await admin.message(menu.id), f"▫️ {region}")
    await admin.tap(await admin.message(menu.id), "Lanjut")
    return await admin.last()


async def invite_official(admin: Chat, *regions: str) -> Seen:
    """The whole of /undang for an official; the message with the link."""
    await ask_for_agency(admin, *(regions or ("Samarinda",)))
    await admin.say(AGENCY)
    return await tap_last(admin, "Tanpa jabatan")


async def invite_admin(admin: Chat) -> Seen:
    """The whole of /undang for an admin; the message with the link."""
    menu = await admin.say("/undang")
    await admin.tap(menu, "🛠️ Admin")
    return await admin.say("Disnaker Kaltim")


def payload(message: Seen) -> str:
    """What the link in a message says after /start."""
    found = re.search(r"https://t\.me/jamsosbot\?start=(i-[A-Za-z]{46})\b", message.text)
    assert found is not None, message.text
    return found[1]


async def accept(person: Chat, link: Seen) -> Seen:
    """Open an invitation's link and accept; the message then."""
    asked = await person.say(f"/start {payload(link)}")
    await person.tap(asked, "✅ Terima")
    return await person.message(asked.id)


async def open_page(admin: Chat, label: str) -> Seen:
    """/petugas, and the page of whoever's button begins so."""
    return await tap_last_of(admin, await admin.say("/petugas"), label)


async def tap_last_of(chat: Chat, message: Seen, label: str) -> Seen:
    """Tap a button of a message that is replaced by what it leads to."""
    await chat.tap(message, label)
    return await chat.message(message.id)
