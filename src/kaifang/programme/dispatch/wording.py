"""Wording of drafts: every sentence is a template of the catalogue over figures, names and gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from string import Formatter

from kaifang.core.bilingual import LANGUAGES, Lang, Text, same
from kaifang.core.messages import message, template
from kaifang.core.period import Period
from kaifang.exchange.drafts import DraftFigure, DraftParagraph, DraftPiece, Sentence, together
from kaifang.packs.law import Law
from kaifang.programme.naming import org_name

Part = Sentence | Text | str | int

# A person's text may hold what no document can: control signs, marks of direction, private signs.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000-\uf8ff\ud800-\udfff]+")  # fmt: skip


def sentence(key: str, **parts: Part) -> Sentence:
    """Fill a template; what is a sentence itself keeps its pieces."""
    zh, en = (_filled(template(key).in_(lang), parts, lang) for lang in LANGUAGES)
    return Sentence(zh, en)


def plain(text: Text) -> Sentence:
    """Names and dates, as they are."""
    return Sentence((DraftPiece(text.zh),), (DraftPiece(text.en),))


def gap(key: str, **parts: object) -> Sentence:
    """What only a person can fill in, in brackets."""
    text = message(key, **parts)
    return Sentence((DraftPiece(f"【{text.zh}】", "gap"),), (DraftPiece(f"[{text.en}]", "gap"),))


def words(text: str) -> Sentence:
    """Somebody's own words, in one line and without what cannot be printed."""
    piece = DraftPiece(printable(text), "words")
    return Sentence((piece,), (piece,))


def printable(text: str) -> str:
    """A text in one line, without control signs.

    >>> printable("缺口\\x0012亿元\\n请支持")
    '缺口 12亿元 请支持'
    """
    return _UNPRINTABLE.sub(" ", text).strip()


def figure(one: DraftFigure, *, size: bool = False) -> Sentence:
    """A figure; only its size where the sentence itself says up or down.

    A doubtful one is followed by a gap, so that nobody sends it out unread.
    """
    zh, en = (one.text.in_(lang).lstrip("−-") if size else one.text.in_(lang) for lang in LANGUAGES)
    told = Sentence((DraftPiece(zh, "figure", one),), (DraftPiece(en, "figure", one),))
    return together([told, gap("notice.doubtful")]) if one.is_doubtful else told


def day_text(day: date | None) -> Text:
    """A day as a document writes it: 2023年7月15日, 15 July 2023."""
    assert day is not None
    return Period.day(day).name()


def signed(law: Law, org: str | None, on: str = "") -> Iterator[DraftParagraph]:
    """Who issues a document and when; a gap for what is not known.

    The head of the programme signs as the body that its pack names.
    """
    if org == law.head.org:
        org = law.head.signs_as or org
    name = plain(org_name(law, org)) if org else gap("notice.signature")
    day = plain(day_text(date.fromisoformat(on))) if on else gap("notice.date")
    yield DraftParagraph("signature", name)
    yield DraftParagraph("date", day)


def dashed(name: Text) -> Text:
    """The name of a period as a document writes it: 2023年1—6月."""
    return Text(name.zh.replace("-", "—"), name.en)


def _filled(words: str, parts: dict[str, Part], lang: Lang) -> tuple[DraftPiece, ...]:
    found: list[DraftPiece] = []
    for before, name, _, _ in Formatter().parse(words):
        found += [DraftPiece(before)] if before else []
        found += _pieces(parts[name], lang) if name else ()
    return tuple(found)


def _pieces(part: Part, lang: Lang) -> tuple[DraftPiece, ...]:
    if isinstance(part, Sentence):
        return part.in_(lang)
    text = part if isinstance(part, Text) else same(str(part))
    return (DraftPiece(text.in_(lang)),) if text.in_(lang) else ()
