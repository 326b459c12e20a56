"""YAML is read strictly: text stays text, every key keeps its line, nothing is guessed."""

from pathlib import Path

import pytest

from kaifang.core.errors import KaifangError
from kaifang.packs import reading
from kaifang.packs.reading import (
    BadEncoding,
    BadSyntax,
    DuplicateKey,
    EmptyFile,
    FileTooLarge,
    NotPlain,
    read_text,
    read_yaml,
)

ENTRY = """\
# facts of trade
- id: trade.total.2021
  value: 7724.60
  cite:
    doc: press
    quote: 全省货物进出口7724亿元
- id: two
  flags: [yes, 2022-01-25, 0123, 1e3, null, "null", ~]
"""


def test_scalars_stay_text() -> None:
    data = read_text(ENTRY, "x.yaml").data
    assert data[0]["value"] == "7724.60"
    assert data[1]["flags"] == ["yes", "2022-01-25", "0123", "1e3", None, "null", None]
    assert read_text("a:\nb: ''", "x.yaml").data == {"a": None, "b": ""}


def test_every_key_and_item_keeps_its_line() -> None:
    source = read_text(ENTRY, "x.yaml")
    assert source.where(()) == "x.yaml:2"
    assert source.where((0,)) == "x.yaml:2"
    assert source.where((0, "value")) == "x.yaml:3"
    assert source.where((0, "cite", "quote")) == "x.yaml:6"
    assert source.where((1, "flags", 2)) == "x.yaml:8"


def test_what_stands_nowhere_is_placed_at_what_holds_it() -> None:
    source = read_text(ENTRY, "x.yaml")
    assert source.where((0, "printed")) == "x.yaml:2"
    assert source.where((0, "cite", "printed")) == "x.yaml:4"
    # the schema reads one citation as a list of one, and names the branch of a union
    assert source.where((0, "cite", 0, "quote")) == "x.yaml:6"
    assert source.where((0, "cite", "CiteEntry", "quote")) == "x.yaml:6"
    assert source.where((9, "id")) == "x.yaml:2"


@pytest.mark.parametrize(
    ("text", "error", "where", "found"),
    [
        ("", EmptyFile, "x.yaml", None),
        ("# only a comment\n", EmptyFile, "x.yaml", None),
        ("---\n", EmptyFile, "x.yaml", None),
        ("- id: a\n  id: b\n", DuplicateKey, "x.yaml:2", "id"),
        ("a:\n  b: 1\n  c: [1, 2\n", BadSyntax, "x.yaml:4", None),
        ("a: 1\n b: 2\n", BadSyntax, "x.yaml:2", None),
        ("a: 1\nb: \x07\n", BadSyntax, "x.yaml:2", None),
        ("a: &one 1\nb: *one\n", NotPlain, "x.yaml:2", "*one"),
        ("a: &all [*all]\n", NotPlain, "x.yaml:1", "*all"),
        ("a: 1\n---\nb: 2\n", NotPlain, "x.yaml:2", "---"),
        ("a: 1\n? [b]\n: 2\n", NotPlain, "x.yaml:2", "?"),
        ("- " * 100_000, NotPlain, "x.yaml:1", "…"),
        ("[" * 100_000, NotPlain, "x.yaml:1", "…"),
    ],
)
def test_what_is_not_read_is_placed(
    text: str, error: type[KaifangError], where: str, found: str | None
) -> None:
    with pytest.raises(error) as caught:
        read_text(text, "x.yaml")
    assert caught.value.where == where
    assert found is None or caught.value.params["found"] == found
    assert caught.value.text("zh") != caught.value.text("en")


def test_aliases_cannot_multiply() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(NotPlain):
        read_text(bomb, "x.yaml")


def test_a_tag_makes_no_object() -> None:
    assert read_text("a: !!python/object/apply:os.getcwd []\n", "x.yaml").data == {"a": []}


def test_a_mark_of_byte_order_is_no_content(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("\ufeff- id: 辽宁\r\n".encode())
    assert read_yaml(file, "x.yaml").data == [{"id": "辽宁"}]


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"- id: a\n" + "- id: 辽宁\n".encode("gb18030"))
    with pytest.raises(BadEncoding) as caught:
        read_yaml(file, "x.yaml")
    assert caught.value.where == "x.yaml:2"
    assert caught.value.params["found"] == "0xc1"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    with file.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(FileTooLarge) as caught:
        read_yaml(file, "packs/x/x.yaml")
    assert caught.value.params == {"found": 209715200, "expected": reading.LARGEST_FILE}
    assert caught.value.where == "packs/x/x.yaml"
