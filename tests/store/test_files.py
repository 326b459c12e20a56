"""Files by their hash: kept once, read back whole, missed when gone."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest

from kaifang.store import files
from kaifang.store.errors import FileGone
from kaifang.store.models import StoredFile

pytestmark = pytest.mark.django_db

BYTES = "凭证".encode()
SHA256 = hashlib.sha256(BYTES).hexdigest()


def test_file_lies_under_its_hash_and_comes_back(home: Path) -> None:
    kept = files.put(BYTES, name="凭证.txt", media_type="text/plain")
    assert (kept.sha256, kept.size) == (SHA256, len(BYTES))
    assert (home / "files" / SHA256[:2] / SHA256[2:]).read_bytes() == BYTES
    assert files.read(kept) == BYTES


def test_same_bytes_are_one_file_under_their_first_name() -> None:
    files.put(BYTES, name="凭证.txt", media_type="text/plain")
    again = files.put(BytesIO(BYTES), name="other.txt", media_type="text/plain")
    assert again.name == "凭证.txt"
    assert StoredFile.objects.count() == 1


def test_large_stream_is_kept_without_a_trace(home: Path) -> None:
    data = bytes(range(256)) * 10_000
    kept = files.put(BytesIO(data), name="big.bin", media_type="application/octet-stream")
    assert files.read(kept) == data
    assert not list((home / "files").glob("*.new"))


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"other")])
def test_file_that_is_gone_or_altered_is_missed(change: object) -> None:
    kept = files.put(BYTES, name="凭证.txt", media_type="text/plain")
    change(files.place_of(SHA256))  # type: ignore[operator]
    with pytest.raises(FileGone, match=SHA256[:12]):
        files.read(kept)


def test_lost_bytes_are_put_back_by_adding_the_file_again() -> None:
    kept = files.put(BYTES, name="凭证.txt", media_type="text/plain")
    files.place_of(SHA256).unlink()
    files.put(BYTES, name="凭证.txt", media_type="text/plain")
    assert files.read(kept) == BYTES


def test_full_disk_keeps_nothing_half(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "put_in_place", full)
    with pytest.raises(OSError, match="No space left"):
        files.put(BYTES, name="凭证.txt", media_type="text/plain")
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()
