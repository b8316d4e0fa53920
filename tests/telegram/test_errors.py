"""The error table, row by row, with the exceptions PTB makes out of the server's answers."""

from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.telegram.errors import TABLE, Effect, effect_of, seconds_to_wait
from bot.telegram.request import AiohttpRequest, NotSentError
from tests.telegram.workbench import WORKER, Bench

_SEND: dict[str, Any] = {"chat_id": WORKER, "text": "halo"}


async def _error_of(
    bench: Bench, method: str, params: dict[str, Any], **timeouts: float
) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await bench.api.call(method, params, **timeouts)
    return caught.value


@pytest.mark.parametrize(
    ("status", "description", "effect"),
    [
        (400, "Bad Request: message is not modified: specified new …", Effect.DONE),
        (400, "Bad Request: message to delete not found", Effect.DONE),
        (400, "Bad Request: message can't be deleted for everyone", Effect.DONE),
        (400, "Bad Request: query is too old and response timeout expired", Effect.DONE),
        (400, "Bad Request: response timeout expired or query ID is invalid", Effect.DONE),
        (400, "Bad Request: chat not found", Effect.UNREACHABLE),
        (400, "Bad Request: user not found", Effect.UNREACHABLE),
        (400, "Bad Request: user is deactivated", Effect.UNREACHABLE),
        (400, "Bad Request: PEER_ID_INVALID", Effect.UNREACHABLE),
        (400, "Bad Request: can't parse entities: Unsupported start tag", Effect.PLAIN),
        (400, "Bad Request: message to edit not found", Effect.ANEW),
        (400, "Bad Request: message can't be edited", Effect.ANEW),
        (400, "Bad Request: message text is empty", Effect.REFUSED),
        (401, "Unauthorized", Effect.MISCONFIGURED),
        (403, "Forbidden: bot was blocked by the user", Effect.UNREACHABLE),
        (403, "Forbidden: user is deactivated", Effect.UNREACHABLE),
        (404, "Not Found", Effect.MISCONFIGURED),
        (409, "Conflict: terminated by other getUpdates request", Effect.MISCONFIGURED),
        (429, "Too Many Requests: retry after 7", Effect.WAIT),
        (500, "Internal Server Error", Effect.AGAIN),
        (502, "Bad Gateway", Effect.AGAIN),
        (503, "Service Unavailable", Effect.AGAIN),
        (504, "Gateway Timeout", Effect.AGAIN),
    ],
)
async def test_each_answer_has_one_effect(
    bench: Bench, status: int, description: str, effect: Effect
) -> None:
    await bench.door.fault("sendMessage", status=status, description=description, retry_after=7)
    error = await _error_of(bench, "sendMessage", _SEND)
    assert effect_of(error) is effect


async def test_an_answer_that_is_missing_may_have_had_its_effect(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status="timeout")
    error = await _error_of(bench, "sendMessage", _SEND, read_timeout=0.1)
    assert effect_of(error) is Effect.AGAIN


@pytest.mark.parametrize("trouble", ["drop", "drop_after"])
async def test_a_connection_that_breaks_is_tried_again(bench: Bench, trouble: str) -> None:
    await bench.door.fault("sendMessage", status=trouble)
    assert effect_of(await _error_of(bench, "sendMessage", _SEND)) is Effect.AGAIN


async def test_a_server_that_is_not_there_was_sent_nothing() -> None:
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(NotSentError) as caught:
        await request.do_request("http://127.0.0.1:9/bot1:x/getMe", "POST")
    await request.shutdown()
    assert effect_of(caught.value) is Effect.AGAIN


async def test_a_group_that_became_a_supergroup_says_where_it_went(bench: Bench) -> None:
    group = await bench.door.make_group("Ojol Samarinda", ["pekerja"])
    await bench.door.request("POST", f"groups/{group}/migrate")
    error = await _error_of(bench, "sendMessage", {"chat_id": group, "text": "halo"})
    assert effect_of(error) is Effect.MOVED


async def test_the_pause_that_telegram_asks_for_is_in_seconds(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=429, retry_after=7)
    error = await _error_of(bench, "sendMessage", _SEND)
    assert isinstance(error, RetryAfter)
    assert seconds_to_wait(error) == 7.0


def test_no_row_of_the_table_hides_a_later_one() -> None:
    for place, row in enumerate(TABLE):
        error = row.error(3) if row.error is RetryAfter else _example(row.error, row.words)
        first = next(
            number
            for number, other in enumerate(TABLE)
            if isinstance(error, other.error) and other.words in error.message.lower()
        )
        assert first == place


def _example(kind: type[TelegramError], words: str) -> TelegramError:
    return kind(-100) if kind.__name__ == "ChatMigrated" else kind(words or "lain")  # type: ignore[arg-type]  # takes an id
