"""A draft as DOCX: the page of the standard, named fonts, and no way in for a field or a macro."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from kaifang.core.bilingual import Text
from kaifang.exchange.drafts import (
    Draft,
    DraftFigure,
    DraftParagraph,
    DraftPiece,
    Role,
    Sentence,
)
from kaifang.exchange.drafts_docx import write_docx

SAID = '=cmd|" /C calc"!A0 { HYPERLINK "http://x" } <w:fldSimple w:instr="DATE"/>\x00\x13 & 完'


def told(role: Role, zh: str, en: str, kind: str = "plain", figure: DraftFigure | None = None):
    pieces = [(DraftPiece(text, kind, figure),) for text in (zh, en)]
    return DraftParagraph(role, Sentence(*pieces))


@pytest.fixture
def draft() -> Draft:
    figure = DraftFigure(1, Text("全省 · 班列", "Province · trains"), Text("700列", "700 trains"),
                         Text("出处：铁路。", "Source: railways."), "/figure/x/")  # fmt: skip
    return Draft(
        "notice",
        (
            told("title", "关于班列的通报", "Notice on trains"),
            told("addressee", "各市人民政府：", "To all cities:"),
            told("head", "一、总体情况", "1. The whole"),
            told("body", "字" * 28 * 21, "word " * 300),
            told("body", SAID, SAID, "words"),
            told("body", "700列", "700 trains", "figure", figure),
            told("signature", "【发文机关】", "[issuing body]", "gap"),
        ),
        (figure,),
        (Text("据调度表起草", "Drafted from the table"),),
        Text("内部资料 · 导出人 li", "Internal · li"),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_again_with_everything_it_says(draft: Draft, lang: str) -> None:
    file = Document(io.BytesIO(write_docx(draft, lang)))
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == draft.title.in_(lang)
    foot = ["据调度表起草", "内部资料 · 导出人 li"] if lang == "zh" else [
        "Drafted from the table", "Internal · li",
    ]  # fmt: skip
    assert texts[-2:] == foot
    assert file.core_properties.title == draft.title.in_(lang)
    gap = next(one for one in file.paragraphs if "发文机关" in one.text or "issuing" in one.text)
    assert gap.runs[0].font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_the_page_is_that_of_the_standard(draft: Draft) -> None:
    """A4; 37, 28, 26 and 35 mm; 22 lines of 28.95 pt = 636.9 pt fit into 225 mm = 637.8 pt."""
    file = Document(io.BytesIO(write_docx(draft)))
    page = file.sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height)] == [210, 297]
    margins = page.top_margin, page.left_margin, page.right_margin, page.bottom_margin
    assert [round(x.mm) for x in margins] == [37, 28, 26, 35]
    body = next(one for one in file.paragraphs if one.text.startswith("字"))
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert body.runs[0].font.size.pt == 16
    fonts = [one.runs[0].font.name for one in file.paragraphs[:4]]
    assert fonts == ["FZXiaoBiaoSong-B05S", "FangSong", "SimHei", "FangSong"]


def test_fonts_are_named_with_fallbacks_and_none_is_embedded(draft: Draft) -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(draft))) as parts:
        table = parts.read("word/fontTable.xml").decode()
        names = parts.namelist()
    assert '<w:font w:name="FangSong"><w:altName w:val="仿宋,FangSong_GB2312' in table
    assert not [name for name in names if "font" in name.lower() and "fontTable" not in name]


def test_what_an_organisation_wrote_stays_text(draft: Draft) -> None:
    written = write_docx(draft)
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        names = parts.namelist()
        whole = {
            name: parts.read(name).decode() for name in names if name.endswith((".xml", ".rels"))
        }
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
    assert 'TargetMode="External"' not in "".join(whole.values())
    body = whole["word/document.xml"]
    assert not re.search(r"<w:(fldSimple|fldChar|instrText|hyperlink|object|altChunk)\b", body)
    assert re.findall(r"<w:instrText[^>]*>([^<]*)<", whole["word/footer1.xml"]) == ["PAGE"]
    said = next(one.text for one in Document(io.BytesIO(written)).paragraphs if "cmd" in one.text)
    assert said == SAID.replace("\x00", " ").replace("\x13", " ")


@pytest.mark.office
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_office_suite_prints_it(draft: Draft, lang: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    source = tmp_path / "draft.docx"
    source.write_bytes(write_docx(draft, lang))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(tmp_path / "draft.pdf")
    assert [round(side * 25.4 / 72) for side in pages[0].get_size()] == [210, 297]
    first = pages[0].get_textpage().get_text_range()
    assert ("关于班列的通报" if lang == "zh" else "Notice on trains") in first
    assert "— 1 —" in first
    if lang == "zh":  # 28 characters in a full line, and never 29
        lines = [line.strip() for line in first.splitlines() if set(line.strip()) == {"字"}]
        assert max(map(len, lines)) == 28
