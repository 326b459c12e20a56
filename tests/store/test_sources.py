"""Texts of documents: attached as received, read in the encodings offices use."""

import hashlib

import pytest

from kaifang.store import files, sources
from kaifang.store.errors import OtherText, UnreadableText
from kaifang.store.models import SourceText

pytestmark = pytest.mark.django_db

TEXT = "全省货物进出口7724亿元\r\n"
PRESS = "press-2022-01-25"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    data = TEXT.encode(encoding)
    attached = sources.attach(PRESS, data, name="000.txt")
    assert sources.text_of(PRESS) == TEXT
    assert files.read(attached.file) == data


def test_last_text_attached_holds() -> None:
    for text in ("one", "two", "one"):
        sources.attach(PRESS, text.encode(), name="000.txt")
    sources.attach("other", b"three", name="001.txt")
    assert sources.texts() == {PRESS: "one", "other": "three"}
    assert SourceText.objects.count() == 4


def test_same_text_again_changes_nothing() -> None:
    first = sources.attach(PRESS, TEXT.encode(), name="000.txt")
    assert sources.attach(PRESS, TEXT.encode(), name="copy.txt") == first
    assert SourceText.objects.count() == 1


def test_document_without_a_text_has_none() -> None:
    assert sources.text_of(PRESS) is None
    assert sources.texts() == {}


def test_another_text_than_the_pack_names_is_refused() -> None:
    right = hashlib.sha256(TEXT.encode()).hexdigest()
    sources.attach(PRESS, TEXT.encode(), name="000.txt", sha256=right)
    with pytest.raises(OtherText, match=right[:12]):
        sources.attach(PRESS, b"other", name="001.txt", sha256=right)
    assert sources.text_of(PRESS) == TEXT


@pytest.mark.parametrize(
    ("data", "place"), [(b"ok\xff\xff", "2"), (b"PK\x03\x04\x00\x00", "4"), (b"\xff\xfea", "2")]
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(UnreadableText, match=f"byte {place}\\."):
        sources.attach(PRESS, data, name="000.txt")
    assert not SourceText.objects.exists()
