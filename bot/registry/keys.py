"""The registry's keys, all derived from SECRET_KEY, which the database never holds.

A NIK says birth date and district, so that a plain hash of one is reversed by trying all of them in
no time. With HMAC-SHA-256 a copy of the database is of no use without the key.

NIKs are not stored, so a new SECRET_KEY can't hash them again. The hashes are hashed once more
instead: with keys 1…n in use so far, hash(NIK) = HMAC(kₙ, … HMAC(k₁, NIK)). The earlier hash keys
lie in the database, each encrypted under the newest SECRET_KEY.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.registry.nik import Nik

SHORTEST_SECRET = 32
"""Characters of a SECRET_KEY that is accepted."""
HASH_BYTES = 16
_NONCE_BYTES = 12
_NUMBER_BYTES = 4
_KEY_BYTES = 32
_SHA256_BLOCK = 64


class KeyProblem(Exception):  # noqa: N818 -- each kind below says what is wrong
    """The registry can't be used with this SECRET_KEY; the message says what to do."""


class NoSecretError(KeyProblem):
    """SECRET_KEY is missing or too short to be one."""

    def __init__(self) -> None:
        super().__init__(
            f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )


class WrongKeyError(KeyProblem):
    """The database's hashes were made with another SECRET_KEY."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"SECRET_KEY is not the one this database was filled with (key {wanted}): "
            "put that one back, or run `jamsosbot registry rekey`"
        )
        self.wanted = wanted


class SealBrokenError(Exception):
    """A sealed value was changed, moved to another row, or sealed with another key."""


class KeyRing:
    """What one SECRET_KEY, and the hash keys before it, can do. Shows nothing of itself."""

    __slots__ = ("_chain", "_content", "_macs", "_sealing", "_wrapping", "key_id")

    key_id: str
    """Names the key without telling anything of it: twelve hexadecimal digits."""

    def __init__(self, secret: str | None, earlier: Sequence[bytes] = ()) -> None:
        """Derive the keys. Raises NoSecretError."""
        if secret is None or len(secret) < SHORTEST_SECRET:
            raise NoSecretError
        self._chain = (*earlier, _derived(secret, "nik hash"))
        self._macs = tuple(map(_mac, self._chain))
        self._sealing = AESGCM(_derived(secret, "sealing"))
        self._wrapping = AESGCM(_derived(secret, "wrapping"))
        self._content = _derived(secret, "content")
        self.key_id = _derived(secret, "key id")[:6].hex()

    def __repr__(self) -> str:
        return f"KeyRing({self.key_id})"

    def nik_hash(self, nik: Nik) -> bytes:
        """The hash that stands for a NIK in every table: 16 bytes."""
        return self.hash_of(nik.digits())

    def hash_of(self, digits: str) -> bytes:
        """`nik_hash` of a NIK's digits."""
        value = digits.encode()
        for mac in self._macs:
            value = mac(value)
        return value

    def rotated(self, nik_hash: bytes) -> bytes:
        """What a hash made with the keys before the newest one becomes."""
        return self._macs[-1](nik_hash)

    def followed_by(self, secret: str | None) -> "KeyRing":
        """The ring of a new SECRET_KEY that comes after this one. Raises NoSecretError."""
        return KeyRing(secret, self._chain)

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Encrypt; it opens only with the same `bound_to`. 28 bytes longer than `plain`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, plain, bound_to)

    def sealer(self) -> Callable[[bytes, bytes], bytes]:
        """`seal` for millions of values: nonces are numbers after a random beginning.

        Raises OverflowError after 2**32 values, before a nonce comes twice.
        """
        beginning = os.urandom(_NONCE_BYTES - _NUMBER_BYTES)
        numbers = count()
        encrypt = self._sealing.encrypt

        def seal(plain: bytes, bound_to: bytes) -> bytes:
            nonce = beginning + next(numbers).to_bytes(_NUMBER_BYTES, "big")
            return nonce + encrypt(nonce, plain, bound_to)

        return seal

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Decrypt. Raises SealBrokenError."""
        return _opened(self._sealing, sealed, bound_to)

    def content_digest(self) -> "hashlib.blake2b":
        """A keyed digest to feed with what a list says, so as to know the same list again."""
        return hashlib.blake2b(key=self._content, digest_size=HASH_BYTES)

    def wrapped_chain(self) -> list[bytes]:
        """The hash keys before this one, in order, encrypted under this SECRET_KEY."""
        wrapped = []
        for position, key in enumerate(self._chain[:-1]):
            nonce = os.urandom(_NONCE_BYTES)
            wrapped.append(nonce + self._wrapping.encrypt(nonce, key, _place(position)))
        return wrapped

    def with_earlier(self, secret: str | None, wrapped: Sequence[bytes]) -> "KeyRing":
        """The same ring after the hash keys before it. Raises SealBrokenError, NoSecretError."""
        earlier = [
            _opened(self._wrapping, sealed, _place(position))
            for position, sealed in enumerate(wrapped)
        ]
        return KeyRing(secret, earlier)


def _mac(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SHA-256 (RFC 2104), cut to HASH_BYTES, of keys no longer than a block.

    Both hashes have taken their half of the key in already and are copied for each value: a quarter
    of the price of `hmac.digest`.
    """
    block = key.ljust(_SHA256_BLOCK, b"\0")
    copy_of_inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block)).copy
    copy_of_outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block)).copy

    def hashed(value: bytes) -> bytes:
        inner, outer = copy_of_inner(), copy_of_outer()
        inner.update(value)
        outer.update(inner.digest())
        return outer.digest()[:HASH_BYTES]

    return hashed


def _derived(secret: str, purpose: str) -> bytes:
    derivation = HKDF(
        algorithm=SHA256(), length=_KEY_BYTES, salt=b"jamsosbot registry 1", info=purpose.encode()
    )
    return derivation.derive(secret.encode())


def _opened(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise SealBrokenError("a sealed value does not open here") from None


def _place(position: int) -> bytes:
    return f"hash key {position}".encode()
