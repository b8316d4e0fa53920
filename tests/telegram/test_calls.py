"""Bot API calls as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.calls import Button, Call, answer_tap, edit_text, send_text


def test_a_button_either_sends_or_opens_something() -> None:
    assert Button("Menu", "m").as_json() == {"text": "Menu", "callback_data": "m"}
    assert Button("Situs", url="https://contoh.id").as_json() == {
        "text": "Situs",
        "url": "https://contoh.id",
    }
    with pytest.raises(ValueError, match="either data or a url"):
        Button("Keduanya", "m", "https://contoh.id")
    with pytest.raises(ValueError, match="either data or a url"):
        Button("Tak satu pun")


@given(st.text(max_size=70))
def test_data_of_more_than_64_bytes_is_refused_before_telegram_refuses_it(data: str) -> None:
    if 1 <= len(data.encode(errors="surrogatepass")) <= 64 and data.isprintable():
        assert Button("x", data).data == data
    elif len(data) > 64 or not data:
        with pytest.raises(ValueError, match="callback data"):
            Button("x", data)


@pytest.mark.parametrize(
    "call",
    [
        send_text(1, "halo", [[Button("Menu", "m")]], answers=3, quote=3),
        edit_text(1, 2, "halo", answers=3),
        answer_tap("77", "Terima kasih", alert=True),
    ],
)
def test_a_call_survives_the_database(call: Call) -> None:
    assert Call.from_json(call.as_json()) == call


def test_an_answer_to_a_tap_belongs_to_no_chat() -> None:
    assert answer_tap("77").chat_id == 0
    assert send_text(5, "halo").chat_id == 5
