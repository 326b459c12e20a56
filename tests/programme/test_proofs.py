"""Uploads are taken as what they hold; one that no reader could open is refused, never an error of ours."""

import io
import random
import zipfile

import pytest

from kaifang.programme.proofs import EvidenceOfOtherKind, read_proof


def office_file() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
        packed.writestr("证明.xml", "<x/>")  # a name in UTF-8, marked so
    return file.getvalue()


def refused(data: bytes) -> bool:
    try:
        read_proof("证明.docx", io.BytesIO(data))
    except EvidenceOfOtherKind:
        return True
    return False


def test_office_file_is_taken() -> None:
    assert read_proof("C:\\材料\\..\\证明.docx", io.BytesIO(office_file())).name == "证明.docx"


@pytest.mark.parametrize(
    ("place", "byte"),
    [
        (6, 200),  # needs a version of zip that there is not
        (46, 0xFF),  # a name that is no UTF-8
    ],
)
def test_broken_package_is_refused(place: int, byte: int) -> None:
    """Both bytes stand in the second entry of the package's list."""
    data = bytearray(office_file())
    data[data.rfind(b"PK\1\2") + place] = byte
    assert refused(bytes(data))


def test_no_damage_is_an_error_of_ours() -> None:
    dice, good = random.Random(2022), office_file()
    for _ in range(3_000):
        data = bytearray(good)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        refused(bytes(data[: dice.randrange(len(data))] if dice.random() < 0.2 else data))
