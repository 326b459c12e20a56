"""A draft as DOCX, plain and near GB/T 9704-2012: A4, 22 lines of 28 characters, size-3 FangSong.

The fonts that the standard names are not free: none is embedded, each is named with fallbacks.
Text goes in as text: no field, link or macro can come out of what an organisation wrote.
Source: GB/T 9704-2012, page and text area; red head, seal and
copy list belong to the office's own system.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.exchange.drafts import Draft, DraftPiece, Role, source_line

# 225 mm are 637.8 pt: 22 lines of 29.00 pt would be 0.2 pt too many and lose the last one.
LINE = Pt(28.95)
NOTHING = Pt(0)
SIZE_2, SIZE_3, SIZE_4, SMALL = Pt(22), Pt(16), Pt(14), Pt(12)
_MARGINS = {"top": Mm(37), "left": Mm(28), "right": Mm(26), "bottom": Mm(35)}
# 156 mm are 442.2 pt: 28 characters of at most 15.79 pt, so each stands closer than its size.
# A grid of characters would say so too, but LibreOffice then gives each of them two cells.
_CLOSER = Pt(-0.25)
_TWIPS = 20

FANGSONG, HEITI, KAITI, SONGTI = "FangSong", "SimHei", "KaiTi", "SimSun"
XIAOBIAOSONG = "FZXiaoBiaoSong-B05S"
_LATIN = "Times New Roman"
FALLBACKS: Mapping[str, str] = {
    FANGSONG: "仿宋,FangSong_GB2312,STFangsong,Noto Serif CJK SC",
    HEITI: "黑体,STHeiti,Noto Sans CJK SC",
    KAITI: "楷体,KaiTi_GB2312,STKaiti,Noto Serif CJK SC",
    SONGTI: "宋体,STSong,Noto Serif CJK SC",
    XIAOBIAOSONG: "方正小标宋简体,SimSun,Noto Serif CJK SC",
}
# What XML cannot hold; whoever made the draft has taken it out already.
_NOT_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph of a role is set; indents count characters, `keeps` it with what follows."""

    font: str = FANGSONG
    size: Length = SIZE_3
    line: Length = LINE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    first: int = 0
    right: int = 0
    after: Length = NOTHING
    keeps: bool = False


_RIGHT, _CENTER, _LEFT = (
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
)
LOOKS: Mapping[Role, Look] = {
    "title": Look(XIAOBIAOSONG, SIZE_2, Pt(33), _CENTER, after=LINE),
    "number": Look(align=_CENTER, after=LINE),
    "addressee": Look(align=_LEFT),
    "head": Look(HEITI, first=2, keeps=True),
    "subhead": Look(KAITI, first=2, keeps=True),
    "body": Look(first=2),
    "signature": Look(align=_RIGHT, right=4, keeps=True),
    "date": Look(align=_RIGHT, right=4),
    "note": Look(size=SMALL, line=Pt(18), align=_LEFT),
}


def write_docx(draft: Draft, lang: str = "zh") -> bytes:
    """Write a draft in one language; gaps are marked, sources and origin stand behind the text."""
    file = Document()
    _page(file, draft, lang)
    for one in draft.paragraphs:
        _paragraph(file, LOOKS[one.role], one.in_(lang), lang)
    _annex(file, draft, lang)
    written = io.BytesIO()
    file.save(written)
    return _with_fallbacks(written.getvalue())


# -- the page -------------------------------------------------------------------------------------


def _page(file: DocumentFile, draft: Draft, lang: str) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = _MARGINS["top"], _MARGINS["bottom"]
    section.left_margin, section.right_margin = _MARGINS["left"], _MARGINS["right"]
    section.footer_distance = Mm(28)
    _grid(section._sectPr)
    normal = file.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = SIZE_3
    look = normal.element.get_or_add_rPr()
    _name_fonts(look.get_or_add_rFonts(), FANGSONG, lang)
    if not lang.startswith("en"):
        look.insert_element_before(_element("w:spacing", val=_twips(_CLOSER)), "w:sz", "w:szCs")
    look.append(_element("w:lang", val="en-GB", eastAsia="zh-CN"))
    _page_number(section.footer.paragraphs[0], lang)
    told = file.core_properties
    told.title, told.author, told.comments = draft.title.in_(lang), "", ""


def _grid(section: BaseOxmlElement) -> None:
    """22 lines a page."""
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(_element("w:docGrid", type="lines", linePitch=_twips(LINE)))


def _page_number(paragraph: Paragraph, lang: str) -> None:
    """— 1 — in the middle of the foot; the only field of the document."""
    paragraph.alignment = _CENTER
    for part in ("— ", "begin", "PAGE", "end", " —"):
        run = paragraph.add_run(part if "—" in part else "")
        _set_font(run, SONGTI, SIZE_4, lang)
        if part in ("begin", "end"):
            run._r.append(_element("w:fldChar", fldCharType=part))
        elif part == "PAGE":
            instruction = OxmlElement("w:instrText")
            instruction.text = part
            run._r.append(instruction)


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraph(
    file: DocumentFile, look: Look, pieces: Iterable[DraftPiece], lang: str
) -> Paragraph:
    paragraph = file.add_paragraph()
    set_ = paragraph.paragraph_format
    set_.line_spacing_rule, set_.line_spacing = WD_LINE_SPACING.EXACTLY, look.line
    set_.space_before, set_.space_after = NOTHING, look.after
    set_.keep_with_next = look.keeps or None
    paragraph.alignment = look.align
    _indent(paragraph, look)
    if look.line != LINE:
        _leave_grid(paragraph)
    for piece in pieces:
        run = paragraph.add_run(_NOT_XML.sub(" ", piece.text))
        _set_font(run, look.font, look.size, lang)
        if piece.kind == "gap":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def _indent(paragraph: Paragraph, look: Look) -> None:
    """Indents in characters, with the width beside for programs that do not count them."""
    told = paragraph.paragraph_format
    if look.first:
        told.first_line_indent = Pt(look.first * look.size.pt)
    if look.right:
        told.right_indent = Pt(look.right * look.size.pt)
    if look.first or look.right:
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(look.first * 100))
        indent.set(qn("w:rightChars"), str(look.right * 100))


def _leave_grid(paragraph: Paragraph) -> None:
    """Larger and smaller lines than those of the text keep their own height."""
    off = _element("w:snapToGrid", val=0)
    paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc")


def _set_font(run: Run, font: str, size: Length, lang: str) -> None:
    run.font.size = size
    _name_fonts(run._r.get_or_add_rPr().get_or_add_rFonts(), font, lang)


def _name_fonts(fonts: BaseOxmlElement, font: str, lang: str) -> None:
    latin = _LATIN if lang.startswith("en") else font
    for script, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", font), ("cs", latin)):
        fonts.set(qn(f"w:{script}"), name)


# -- sources and origin ---------------------------------------------------------------------------


def _annex(file: DocumentFile, draft: Draft, lang: str) -> None:
    if draft.figures:
        head = _plain(file, LOOKS["head"], message("notice.annex"), lang)
        head.paragraph_format.page_break_before = True
    for figure in draft.figures:
        _plain(file, LOOKS["note"], source_line(figure), lang)
    for number, line in enumerate(one for one in (*draft.foot, draft.watermark) if one):
        paragraph = _plain(file, LOOKS["note"], line, lang)
        if not number:
            paragraph.paragraph_format.space_before = LINE


def _plain(file: DocumentFile, look: Look, text: Text, lang: str) -> Paragraph:
    return _paragraph(file, look, [DraftPiece(text.in_(lang))], lang)


# -- XML ------------------------------------------------------------------------------------------


def _element(name: str, **attributes: object) -> BaseOxmlElement:
    made = cast("BaseOxmlElement", OxmlElement(name))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _twips(length: Length) -> int:
    twips: int = round(length.pt * _TWIPS)
    return twips


def _with_fallbacks(written: bytes) -> bytes:
    """Name in the table of fonts what stands in for each font that a machine does not have."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            held = old.read(member)
            new.writestr(
                member, _font_table() if member.filename == "word/fontTable.xml" else held,
                zipfile.ZIP_DEFLATED,
            )  # fmt: skip
    return out.getvalue()


def _font_table() -> bytes:
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/></w:font>"
        for name, others in FALLBACKS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()
