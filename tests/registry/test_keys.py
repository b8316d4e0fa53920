"""Keys: what they hide, what they notice, how they follow each other."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.keys import KeyRing, NoSecretError, SealBrokenError
from bot.registry.nik import Nik

_SECRET = "kunci-rahasia-yang-panjangnya-lebih-dari-32"  # noqa: S105 -- the test's own
_KEYS = KeyRing(_SECRET)
_OTHER = KeyRing(_SECRET + "!")
_NIK = Nik.parse("6472990101900001")


def test_a_hash_is_the_same_for_the_same_key_only() -> None:
    assert KeyRing(_SECRET).nik_hash(_NIK) == _KEYS.nik_hash(_NIK)
    assert _OTHER.nik_hash(_NIK) != _KEYS.nik_hash(_NIK)
    assert _KEYS.nik_hash(Nik.parse("6472990101900002")) != _KEYS.nik_hash(_NIK)
    assert len(_KEYS.nik_hash(_NIK)) == 16


def test_a_hash_is_none_that_can_be_made_without_the_key() -> None:
    digits = _NIK.digits().encode()
    guesses = {name: hashlib.new(name, digits).digest() for name in ("sha256", "sha1", "md5")}
    guesses["blake2b"] = hashlib.blake2b(digits, digest_size=16).digest()
    for key in (b"", b"secret", _KEYS.key_id.encode(), bytes.fromhex(_KEYS.key_id)):
        guesses[f"hmac {key!r}"] = hmac.digest(key, digits, "sha256")
    assert _KEYS.nik_hash(_NIK) not in {guess[:16] for guess in guesses.values()}


@pytest.mark.parametrize("secret", [None, "", "pendek", "x" * 31])
def test_a_secret_that_is_missing_or_short_is_refused_with_a_way_to_make_one(
    secret: str | None,
) -> None:
    with pytest.raises(NoSecretError, match="token_urlsafe"):
        KeyRing(secret)


def test_a_ring_shows_nothing_of_its_keys() -> None:
    assert repr(_KEYS) == f"KeyRing({_KEYS.key_id})"
    assert _SECRET not in repr(_KEYS)
    assert not hasattr(_KEYS, "__dict__")


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_opens_again(plain: bytes, bound_to: bytes) -> None:
    assert _KEYS.open(_KEYS.seal(plain, bound_to), bound_to) == plain


def test_equal_values_are_sealed_differently() -> None:
    assert len({_KEYS.seal(b"Ani Rahayu", b"row") for _ in range(100)}) == 100


def test_any_changed_byte_is_noticed() -> None:
    sealed = _KEYS.seal(b"Ani Rahayu", b"row")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(SealBrokenError):
            _KEYS.open(bytes(changed), b"row")


@pytest.mark.parametrize("cut", [0, 5, 12, 27, 37])
def test_a_shortened_value_is_noticed(cut: int) -> None:
    with pytest.raises(SealBrokenError):
        _KEYS.open(_KEYS.seal(b"Ani Rahayu", b"row")[:cut], b"row")


def test_a_value_in_another_place_or_under_another_key_does_not_open() -> None:
    sealed = _KEYS.seal(b"Ani Rahayu", b"row")
    with pytest.raises(SealBrokenError):
        _KEYS.open(sealed, b"another row")
    with pytest.raises(SealBrokenError):
        _OTHER.open(sealed, b"row")


def test_after_a_new_secret_old_hashes_become_what_new_ones_are() -> None:
    second = _KEYS.followed_by(_SECRET + "2")
    third = second.followed_by(_SECRET + "3")
    assert second.nik_hash(_NIK) == second.rotated(_KEYS.nik_hash(_NIK))
    assert third.nik_hash(_NIK) == third.rotated(second.nik_hash(_NIK))
    assert second.nik_hash(_NIK) != KeyRing(_SECRET + "2").nik_hash(_NIK)


def test_earlier_keys_come_back_from_what_is_kept_of_them() -> None:
    third = _KEYS.followed_by(_SECRET + "2").followed_by(_SECRET + "3")
    kept = third.wrapped_chain()
    assert len(kept) == 2
    again = KeyRing(_SECRET + "3").with_earlier(_SECRET + "3", kept)
    assert again.nik_hash(_NIK) == third.nik_hash(_NIK)
    with pytest.raises(SealBrokenError):
        _KEYS.with_earlier(_SECRET, kept)
    with pytest.raises(SealBrokenError):
        KeyRing(_SECRET + "3").with_earlier(_SECRET + "3", kept[::-1])


def test_many_values_are_sealed_each_with_a_nonce_of_its_own() -> None:
    first, second = _KEYS.sealer(), _KEYS.sealer()
    sealed = [seal(b"Ani Rahayu", b"row") for seal in (first, second) for _ in range(500)]
    assert len({value[:12] for value in sealed}) == 1_000
    assert all(_KEYS.open(value, b"row") == b"Ani Rahayu" for value in sealed)


def test_a_hash_is_the_beginning_of_an_hmac_with_a_derived_key() -> None:
    (key,) = _KEYS.followed_by(_SECRET + "2")._chain[:-1]
    assert _KEYS.nik_hash(_NIK) == hmac.digest(key, _NIK.digits().encode(), "sha256")[:16]
