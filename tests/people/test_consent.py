"""Consents: given to a version, withdrawn, replaced; and the texts keep to their versions."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.people import consent, rights
from bot.people.consent import Given
from bot.storage.models import Consent
from bot.storage.storage import Storage
from handlers.consents import CONSENTS, STATUS_CHECK, ConsentText, digest_of, words_of
from knowledge.library import Library
from knowledge.markup import visible_text

_ANI, _BUDI = 640_001, 640_002
_CHECK = "status_check"
_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_LATER = _NOW + timedelta(hours=1)


async def _current(storage: Storage, chat_id: int = _ANI, purpose: str = _CHECK) -> Given | None:
    async with storage.transaction() as connection:
        return await consent.current(connection, chat_id, purpose)


async def _give(storage: Storage, version: int, now: datetime = _NOW) -> None:
    async with storage.transaction() as connection:
        await consent.give(connection, _ANI, _CHECK, version, now)


async def _count(storage: Storage) -> int:
    async with storage.transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(Consent)) or 0


async def test_a_consent_stands_for_one_person_and_one_purpose(storage: Storage) -> None:
    assert await _current(storage) is None
    await _give(storage, version=1)
    assert await _current(storage) == Given(1, _NOW)
    assert await _current(storage, _BUDI) is None
    assert await _current(storage, _ANI, "digest") is None


async def test_a_withdrawn_consent_no_longer_stands_and_can_be_given_anew(
    storage: Storage,
) -> None:
    await _give(storage, version=1)
    async with storage.transaction() as connection:
        assert await consent.withdraw(connection, _ANI, _CHECK, _LATER)
        assert not await consent.withdraw(connection, _ANI, _CHECK, _LATER)
    assert await _current(storage) is None
    await _give(storage, version=1, now=_LATER)
    assert await _current(storage) == Given(1, _LATER)
    assert await _count(storage) == 2


async def test_agreeing_twice_keeps_the_first_moment(storage: Storage) -> None:
    await _give(storage, version=1)
    await _give(storage, version=1, now=_LATER)
    assert await _current(storage) == Given(1, _NOW)
    assert await _count(storage) == 1


async def test_a_new_version_replaces_the_old_one(storage: Storage) -> None:
    await _give(storage, version=1)
    await _give(storage, version=2, now=_LATER)
    assert await _current(storage) == Given(2, _LATER)
    assert await _count(storage) == 2


async def test_agreeing_at_the_same_moment_in_several_replicas_is_agreeing_once(
    storage: Storage,
) -> None:
    await asyncio.gather(*(_give(storage, version=1) for _ in range(5)))
    assert await _count(storage) == 1


async def test_erasing_a_person_takes_their_consents(storage: Storage) -> None:
    await _give(storage, version=1)
    async with storage.transaction() as connection:
        await rights.erase(connection, _ANI, update_id=1, now=_NOW)
    assert await _current(storage) is None
    assert await _count(storage) == 0


_TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("text", CONSENTS, ids=lambda text: text.purpose)
def test_a_text_that_changed_has_a_new_version(library: Library, text: ConsentText) -> None:
    found = digest_of(words_of(text, library, _TODAY))
    assert found == text.digest, f"{text.purpose}: raise the version, and note the digest {found}"


def test_a_purpose_has_one_text() -> None:
    assert len({text.purpose for text in CONSENTS}) == len(CONSENTS)


def test_the_text_for_checking_says_what_why_how_long_who_and_how_to_withdraw(
    library: Library,
) -> None:
    words = visible_text(words_of(STATUS_CHECK, library, _TODAY))
    for part in ("Apa:", "Untuk apa:", "5 menit", "30 hari", "/riwayat_cek", "/hapus_data"):
        assert part in words
    assert len(words) < 800
