"""Documents whose text comes with the pack: quotations are looked up in it without being asked."""

import hashlib
from pathlib import Path

import pytest

from kaifang.packs.law import UnknownName, compose
from kaifang.packs.linting import lint
from kaifang.packs.loading import StrangeFile
from kaifang.packs.quoting import NumeralUncovered, QuoteNotFound
from kaifang.packs.reading import BadEncoding
from kaifang.packs.texts import OtherText
from tests.packs.authors import altered

TEXT = "培育资金预拨80%,\n一是加强领导。"
HEAD = "id: small\nkind: library\nversion: 1.0.0\nname: {zh: 小包, en: Small pack}\n"
DOCUMENTS = """\
- id: notice
  title: {zh: 通知, en: Notice}
  issuer: {zh: 某厅, en: A department}
  date: 2023-02-27
  rank: formal_document
"""
PARAMETERS = """\
- id: fund.advance
  name: {zh: 预拨比例, en: Advance}
  value: 80%
  valid: "2023"
  cite: {doc: notice, quote: 培育资金预拨80%, printed: 80%}
"""
NOT_FIGURES = "- {doc: notice, text: 一是, kind: enumeration}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A pack of one figure, with the text of its document."""
    folder = tmp_path / "small"
    (folder / "texts").mkdir(parents=True)
    for name, content in {
        "pack.yaml": HEAD,
        "documents.yaml": DOCUMENTS,
        "parameters.yaml": PARAMETERS,
        "not_figures.yaml": NOT_FIGURES,
        "texts/notice.txt": TEXT,
    }.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def test_text_of_the_pack_is_read(small: Path) -> None:
    law = compose(small)
    assert law.texts == {"notice": TEXT}
    assert lint(law) == []


def test_quotation_that_does_not_stand_in_it_is_found(small: Path) -> None:
    altered(small / "parameters.yaml", "quote: 培育资金预拨80%", "quote: 培育资金先拨80%")
    kinds = {type(finding) for finding in lint(compose(small))}
    assert kinds == {QuoteNotFound, NumeralUncovered}


def test_numeral_that_nothing_covers_is_found(small: Path) -> None:
    (small / "not_figures.yaml").unlink()
    (finding,) = lint(compose(small))
    assert isinstance(finding, NumeralUncovered)


def test_text_that_somebody_attached_goes_before(small: Path) -> None:
    assert lint(compose(small), {"notice": "培育资金预拨80%"})


def test_text_other_than_registered_is_refused(small: Path) -> None:
    wanted = hashlib.sha256(TEXT.encode()).hexdigest()
    altered(small / "documents.yaml", "  rank:", f"  sha256: {wanted}\n  rank:")
    assert lint(compose(small)) == []
    altered(small / "texts" / "notice.txt", "领导", "领导力")
    (finding,) = lint(compose(small))
    assert isinstance(finding, OtherText)
    assert finding.where == "packs/small/texts/notice.txt"


def test_text_of_a_document_that_nobody_registers_is_refused(small: Path) -> None:
    (small / "texts" / "notise.txt").write_text("一是", "utf-8")
    (finding,) = lint(compose(small))
    assert isinstance(finding, UnknownName)
    assert finding.where == "packs/small/texts/notise.txt"
    assert finding.near == ("notice",)


def test_text_in_an_unknown_encoding_is_refused(small: Path) -> None:
    (small / "texts" / "notice.txt").write_bytes(b"80\0%")
    (finding,) = compose(small).findings
    assert isinstance(finding, BadEncoding)
    assert finding.where == "packs/small/texts/notice.txt"


def test_text_of_another_kind_is_a_strange_file(small: Path) -> None:
    (small / "texts" / "notice.docx").write_text("一是", "utf-8")
    (finding,) = compose(small).findings
    assert isinstance(finding, StrangeFile)
