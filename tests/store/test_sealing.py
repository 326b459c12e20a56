"""Sealed secrets open with their key only, and show every change."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaifang.store.errors import SealBroken, SealingKeyUnreadable
from kaifang.store.sealing import ensure_key, key_file, open_sealed, seal
from tests.store.conftest import OtherStore

KEY = bytes(range(32))
KEY_TEXT = urlsafe_b64encode(KEY)
TEXT = "第二因素 second factor: JBSWY3DPEHPK3PXP"


def opened(sealed: str) -> bytes:
    return urlsafe_b64decode(sealed.removeprefix("sealed1:"))


def closed(whole: bytes) -> str:
    return "sealed1:" + urlsafe_b64encode(whole).decode()


def own(purpose: str) -> bytes:
    return hmac.new(KEY, f"kaifang sealing 1 {purpose}".encode(), "sha256").digest()


def test_a_secret_comes_back_and_is_not_seen() -> None:
    sealed = seal(TEXT)
    assert open_sealed(sealed) == TEXT
    assert sealed.startswith("sealed1:")
    assert b"second" not in opened(sealed)
    assert seal(TEXT) != sealed


def test_the_key_is_its_owners_alone(home: Path) -> None:
    seal("x")
    assert key_file() == home / "sealing_key"
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert len(urlsafe_b64decode(key_file().read_bytes())) == 32
    assert [one.name for one in home.iterdir()] == ["sealing_key"]


def test_a_seal_taken_apart_by_hand() -> None:
    """Mark of the key, nonce, text under the key stream, tag over all before it."""
    key_file().write_bytes(KEY_TEXT)
    whole = opened(seal(TEXT))
    mark, nonce, hidden, tag = whole[:4], whole[4:20], whole[20:-32], whole[-32:]
    assert mark == own("mark")[:4]
    assert tag == hmac.new(own("authenticate"), whole[:-32], "sha256").digest()
    blocks = [
        hmac.new(own("encrypt"), nonce + bytes([0] * 7 + [number]), "sha256").digest()
        for number in range(2)
    ]
    text = bytes(a ^ b for a, b in zip(hidden, b"".join(blocks), strict=False))
    assert text.decode() == TEXT


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), place=st.integers(0), bit=st.integers(0, 7))
def test_one_changed_bit_breaks_the_seal(text: str, place: int, bit: int) -> None:
    whole = bytearray(opened(seal(text)))
    assert open_sealed(closed(whole)) == text
    whole[place % len(whole)] ^= 1 << bit
    with pytest.raises(SealBroken):
        open_sealed(closed(whole))


@pytest.mark.parametrize("text", ["", "sealed1:", "whsec_plain", "sealed1:AAAA", "密"])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    ensure_key()
    with pytest.raises(SealBroken):
        open_sealed(text)


def test_another_key_opens_nothing_and_is_told_apart() -> None:
    sealed = seal("secret")
    key_file().write_bytes(KEY_TEXT)
    with pytest.raises(SealBroken) as refusal:
        open_sealed(sealed)
    assert refusal.value.params["expected"] == own("mark")[:4].hex()
    assert refusal.value.params["found"] == opened(sealed)[:4].hex()


def test_without_the_key_nothing_opens_and_none_is_made_to_open_it() -> None:
    sealed = seal("secret")
    key_file().unlink()
    with pytest.raises(SealingKeyUnreadable):
        open_sealed(sealed)
    assert not key_file().exists()
    key_file().write_bytes(b"short")
    with pytest.raises(SealingKeyUnreadable):
        seal("secret")


def test_those_who_make_the_key_together_share_one() -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(seal, map(str, range(40))))
    assert [open_sealed(one) for one in sealed] == [str(number) for number in range(40)]


def test_the_key_is_made_with_the_store(new_store: OtherStore) -> None:
    new_store.run("")
    assert (new_store.home / "sealing_key").stat().st_mode & 0o777 == 0o600
