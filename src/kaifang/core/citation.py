"""Citation 出处 and the documents it points to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kaifang.core.bilingual import Text


class Rank(StrEnum):
    """Authority of a document, the highest first."""

    GOVERNMENT_WORK_REPORT = "government_work_report"
    FORMAL_DOCUMENT = "formal_document"
    REPLY = "reply"
    PRESS_CONFERENCE = "press_conference"
    MEETING_REPORT = "meeting_report"
    MEDIA = "media"

    @property
    def place(self) -> int:
        """0 for the highest."""
        return list(Rank).index(self)

    @property
    def label(self) -> Text:
        return _RANKS[self]


class Quality(StrEnum):
    """How well the text reached us."""

    ORIGINAL = "original"
    DAMAGED = "damaged"
    MACHINE_TRANSLATION = "machine_translation"
    MIRROR = "mirror"
    DEMO = "demo"

    @property
    def label(self) -> Text:
        return _QUALITIES[self]

    @property
    def may_drive(self) -> bool:
        """Whether a figure from it may drive a notice or an evaluation."""
        return self not in (Quality.MACHINE_TRANSLATION, Quality.MIRROR)


_RANKS = {
    Rank.GOVERNMENT_WORK_REPORT: Text("政府工作报告", "government work report"),
    Rank.FORMAL_DOCUMENT: Text("正式文件", "formal document"),
    Rank.REPLY: Text("建议提案答复", "reply to a proposal"),
    Rank.PRESS_CONFERENCE: Text("新闻发布会", "press conference"),
    Rank.MEETING_REPORT: Text("会议报道", "report of a meeting"),
    Rank.MEDIA: Text("媒体报道", "media report"),
}
_QUALITIES = {
    Quality.ORIGINAL: Text("原文", "original text"),
    Quality.DAMAGED: Text("文本有缺损", "text damaged in transmission"),
    Quality.MACHINE_TRANSLATION: Text("媒体译文待核", "machine translation, to be checked"),
    Quality.MIRROR: Text("转载文本待核", "mirrored text, to be checked"),
    Quality.DEMO: Text("演示", "demo"),
}
_OWN = {False: Text("估计", "estimate"), True: Text("假设", "assumption")}


@dataclass(frozen=True, slots=True)
class Document:
    """A document that figures are drawn from."""

    id: str
    title: Text
    issuer: Text
    date: date
    rank: Rank
    quality: Quality
    lang: str = "zh"
    number: str = ""
    url: str = ""
    sha256: str = ""
    date_note: Text | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure stands: a quotation, an article, a table row, or an estimate with its author.

    `where` names the pack file and line that carries the figure.
    """

    document: Document | None
    quote: str = ""
    printed: str = ""
    article: str = ""
    table: str = ""
    row: str = ""
    reason: Text | None = None
    author: str = ""
    day: date | None = None
    where: str = ""
    is_assumption: bool = False

    @property
    def dated(self) -> date | None:
        """When the figure was announced: the document's date, or the estimate's."""
        return self.document.date if self.document else self.day

    @property
    def may_drive(self) -> bool:
        return self.document is None or self.document.quality.may_drive

    def text(self, lang: str = "zh") -> str:
        """One line: 《title》（date，rank）：“quote”."""
        english = lang.startswith("en")
        if self.document is None:
            label, reason = _OWN[self.is_assumption].in_(lang), self.reason or Text("", "")
            line = "{}: {} ({})" if english else "{}：{}（{}）"
            return line.format(label, reason.in_(lang), self.author)
        place = f"“{self.quote}”" if self.quote else self._place()
        title, marks = self.document.title.in_(lang), self._marks(lang)
        if english:
            return f"{title} ({', '.join(marks)}): {place}"
        return f"《{title}》（{'，'.join(marks)}）：{place}"

    def _marks(self, lang: str) -> list[str]:
        """Date and rank of the document, and its quality where that is not the best."""
        document = self.document
        if document is None:
            return []
        marks = [document.date.isoformat(), document.rank.label.in_(lang)]
        is_original = document.quality is Quality.ORIGINAL
        return marks if is_original else [*marks, document.quality.label.in_(lang)]

    def json(self, lang: str = "zh") -> dict[str, Any]:
        """All that is known of it as plain values, texts in `lang`."""
        document = self.document
        return {
            "document": document.id if document else None,
            "title": document.title.in_(lang) if document else None,
            "date": document.date.isoformat() if document else None,
            "rank": document.rank.value if document else None,
            "quality": document.quality.value if document else None,
            "quote": self.quote or None,
            "printed": self.printed or None,
            "article": self.article or None,
            "table": self.table or None,
            "row": self.row or None,
            "reason": self.reason.in_(lang) if self.reason else None,
            "author": self.author or None,
            "where": self.where or None,
        }

    def _place(self) -> str:
        return " ".join(part for part in (self.article, self.table, self.row) if part)
