"""Sealing 密封: secrets that the store must read again, kept unreadable in the database.

The key lies outside the database, in the store's folder, so that a copy of the database alone
opens nothing. Text is hidden under a key stream of HMAC-SHA-256 in counter mode and everything
is authenticated by a second HMAC; each purpose has a key of its own drawn from the one on disk.
The standard library alone. An office that must use SM4 gives the two functions `_stream` and
`_tag` another body and the mark `sealed1:` another number; nothing else changes.
"""

from __future__ import annotations

import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from pathlib import Path

from kaifang.store.errors import SealBroken, SealingKeyUnreadable
from kaifang.store.home import home

PREFIX = "sealed1:"
KEY_BYTES = 32
_MARK, _NONCE, _TAG, _BLOCK = 4, 16, 32, 32


def seal(text: str) -> str:
    """Hide a text; sealing it again gives another seal. Raises: SealingKeyUnreadable."""
    key = ensure_key()
    nonce, plain = secrets.token_bytes(_NONCE), text.encode()
    body = _mark(key) + nonce + _crossed(plain, _stream(key, nonce, len(plain)))
    return PREFIX + urlsafe_b64encode(body + _tag(key, body)).decode("ascii")


def open_sealed(text: str) -> str:
    """Read a sealed text. Raises: SealBroken, SealingKeyUnreadable."""
    key = _read()
    whole = _decoded(text)
    body, tag = whole[:-_TAG], whole[-_TAG:]
    if len(whole) < _MARK + _NONCE + _TAG or not hmac.compare_digest(tag, _tag(key, body)):
        raise SealBroken(found=whole[:_MARK].hex() or "—", expected=_mark(key).hex())
    nonce, hidden = body[_MARK : _MARK + _NONCE], body[_MARK + _NONCE :]
    return _crossed(hidden, _stream(key, nonce, len(hidden))).decode()


def key_file() -> Path:
    """Where the key lies; a backup carries it, or what is sealed is lost."""
    return home() / "sealing_key"


def ensure_key() -> bytes:
    """The key, made where the store has none yet; those who make it at once share the first.

    Raises: SealingKeyUnreadable.
    """
    if not key_file().exists():
        _make()
    return _read()


def keyed_digest(text: str) -> str:
    """The digest of a short secret, against which nobody tries guesses without the key."""
    return hmac.digest(_purpose(ensure_key(), "digest"), text.encode(), "sha256").hex()


def _make() -> None:
    """Write it whole under another name first: nobody reads half a key."""
    place = key_file()
    fresh = place.with_name(f"{place.name}.{secrets.token_hex(8)}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)))
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):
            os.link(fresh, place)
    finally:
        fresh.unlink()


def _read() -> bytes:
    try:
        key = urlsafe_b64decode(key_file().read_bytes())
    except (OSError, NotBase64) as refusal:
        raise SealingKeyUnreadable(found=str(key_file())) from refusal
    if len(key) != KEY_BYTES:
        raise SealingKeyUnreadable(found=str(key_file()))
    return key


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else b""
    except ValueError:
        return b""


def _mark(key: bytes) -> bytes:
    """What tells keys apart without telling the key."""
    return _purpose(key, "mark")[:_MARK]


def _stream(key: bytes, nonce: bytes, length: int) -> bytes:
    own = _purpose(key, "encrypt")
    blocks = range(-(-length // _BLOCK))
    stream = (hmac.digest(own, nonce + number.to_bytes(8), "sha256") for number in blocks)
    return b"".join(stream)[:length]


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(_purpose(key, "authenticate"), body, "sha256")


def _purpose(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, f"kaifang sealing 1 {purpose}".encode(), "sha256")


def _crossed(text: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))
