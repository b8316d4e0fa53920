"""In groups the bot answers only when it is addressed, and private matters go elsewhere."""

import pytest

from bot.demo import Options
from knowledge.library import Library
from tests.chat import Conversation, conversation
from tests.conversations.group import GroupChat

_ASKED = "santunan kematian berapa"
_PRIVATE = "💬 Obrolan pribadi"


async def test_the_bot_introduces_itself_once(group: GroupChat) -> None:
    (hello,) = [seen for seen in await group.messages() if seen.sender == "bot"]
    assert hello.text.startswith("Halo semua! 👋")
    assert "/tanya" in hello.text
    assert "@jamsosbot" in hello.text
    assert "Jangan tulis NIK" in hello.text


async def test_it_may_be_removed_and_come_back(talk: Conversation, group: GroupChat) -> None:
    before = await group.messages()
    await talk.post(f"/demo/groups/{group.id}/kick", {})
    await group.settle()
    assert [seen for seen in await group.messages() if seen.sender == "bot"] == [
        seen for seen in before if seen.sender == "bot"
    ]
    assert "Halo" in (await talk.with_person("pekerja").say("halo")).text


async def test_a_mention_is_answered(group: GroupChat) -> None:
    (answer,) = await group.say(_ASKED, mention=True)
    assert "👍 Membantu" in answer.buttons


async def test_a_command_is_answered(group: GroupChat) -> None:
    (answer,) = await group.say(f"/tanya {_ASKED}")
    assert "👍 Membantu" in answer.buttons
    (answer,) = await group.say(f"/tanya@JamsosBot {_ASKED}")
    assert "👍 Membantu" in answer.buttons


async def test_a_reply_to_the_bot_is_answered(group: GroupChat) -> None:
    (answer,) = await group.say("halo", mention=True)
    (again,) = await group.say(_ASKED, reply_to=answer.id)
    assert "👍 Membantu" in again.buttons


async def test_help_tells_how_to_ask_in_a_group(group: GroupChat) -> None:
    (shown,) = await group.say("/bantuan")
    assert shown.text.startswith("Cara bertanya di grup")
    assert "/tanya – " in shown.text
    assert "/antrean" not in shown.text
    assert shown.buttons == (_PRIVATE,)


@pytest.mark.parametrize(
    "command", ["/start", "/menu", "/privasi", "/batal", "/antrean", "/menu@jamsosbot"]
)
async def test_other_commands_lead_to_the_private_chat(group: GroupChat, command: str) -> None:
    (shown,) = await group.say(command, person="admin")
    assert shown.text.startswith("Perintah itu hanya untuk obrolan pribadi.")
    assert shown.buttons == (_PRIVATE,)


async def test_an_unknown_command_for_the_bot_is_said_to_be_unknown(
    group: GroupChat, unknown: tuple[str, str]
) -> None:
    (shown,) = await group.say("/" + unknown[0].replace(" ", "_") + "@jamsosbot")
    assert shown.text.startswith("Perintah itu tidak saya kenal.")
    assert shown.buttons == ()


async def test_private_matters_are_sent_to_the_private_chat(group: GroupChat) -> None:
    (shown,) = await group.say("tolong cekkan status kepesertaan saya", mention=True)
    assert "urusan pribadi, jadi jangan dicek di grup" in shown.text
    assert shown.buttons == (_PRIVATE,)


async def test_the_way_to_the_private_chat_leads_to_the_check(
    talk: Conversation, group: GroupChat
) -> None:
    await group.say("tolong cekkan status kepesertaan saya", mention=True)
    (sent,) = [
        call["params"] for call in await talk.calls("sendMessage") if "urusan pribadi" in str(call)
    ]
    assert "https://t.me/jamsosbot?start=cek" in str(sent)
    answer = await talk.with_person("pekerja").say("/start cek")
    assert "JMO" in answer.text


@pytest.mark.parametrize("text", ["???", "👍"])
async def test_a_mention_without_a_question_is_met(group: GroupChat, text: str) -> None:
    (shown,) = await group.say(text, mention=True)
    assert shown.text
    assert shown.buttons == ()


async def test_a_tap_in_a_group_shows_the_topic_to_all(group: GroupChat) -> None:
    (answer,) = await group.say(_ASKED, mention=True)
    assert await group.tap(answer, answer.buttons[0], person="admin") is None
    shown = await group.last()
    assert shown.id > answer.id
    assert shown.sender == "bot"


async def test_a_vote_in_a_group_asks_for_no_own_words(group: GroupChat) -> None:
    (answer,) = await group.say(_ASKED, mention=True)
    await group.tap(answer, "👎")
    buttons = next(seen for seen in await group.messages() if seen.id == answer.id).buttons
    assert buttons == (
        "Isinya salah", "Bukan itu maksud saya", "Sulit dipahami", "Kurang lengkap",
    )  # fmt: skip


async def test_an_unclear_question_has_a_way_out_in_a_group_too(
    group: GroupChat, vague: tuple[str, str]
) -> None:
    (asked,) = await group.say(vague[0], mention=True)
    assert await group.tap(asked, "Bukan semua itu") is None
    admitted = next(seen for seen in await group.messages() if seen.id == asked.id)
    assert "Coba tulis dengan kata lain" in admitted.text
    assert admitted.buttons == ()


async def test_steps_of_a_private_chat_do_not_reach_into_the_group(
    talk: Conversation, group: GroupChat
) -> None:
    worker = talk.with_person("pekerja")
    answer = await worker.say("/start t-iuran-bpu")
    await worker.tap_raw({"message_id": answer.id, "data": "w:iuran-bpu"})
    (shown,) = await group.say(_ASKED, mention=True)
    assert "👍 Membantu" in shown.buttons
    assert (await worker.say("kurang jelas")).text.startswith("Terima kasih, catatan")


async def test_it_stays_silent_even_when_it_hears_everything(
    library: Library, database_url: str
) -> None:
    hears_all = Options(privacy_mode=False)
    async with conversation(library, database_url, options=hears_all) as talk:
        made = await talk.post("/demo/groups", {"title": "Ojol", "members": ["pekerja", "admin"]})
        group = GroupChat(talk, made["id"])
        await group.settle()
        first = (await group.messages())[-1]
        for text in (
            _ASKED,
            "halo semua",
            "nik saya 6472010101900001",
            "/xyzzy",
            "/tanya@botlain iuran",
            "/menu@botlain",
            "tanya @botlain dan @jamsosbotku saja",
            "jatuh dari atap barusan",
        ):
            assert await group.say(text, answered=False) == [], text
        own = await group.say(
            "jangan tanya bot", person="admin", reply_to=first.id - 1, answered=False
        )
        assert own == []
