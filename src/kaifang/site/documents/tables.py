"""The tables of the documents area, and the text with its clauses marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.citation import Citation, Quality
from kaifang.packs.kinds import LABELS
from kaifang.programme.coverage import NotFigure
from kaifang.programme.documents import Clause, Disagreement, DocumentView, Drawn, Summary
from kaifang.programme.paragraphs import Paragraph, Piece
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.statements import clause_id, document_address
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.site.linking import IN_PANEL, SEVERAL, drawn_address

COUNTED = ("facts", "targets", "parameters", "tasks", "lists")


def shelf(asked: Asked, found: Sequence[Summary], query: QueryDict) -> Table:
    """The documents that the pack itself names."""
    return Table(
        "documents",
        _("Documents of the programme"),
        _shelf_columns(),
        [_shelf_row(asked, one) for one in found if one.own],
        query,
        source_line(asked.programme, asked.figures.versions),
        empty=_("The pack names no document of its own."),
    ).sorted()


def libraries(asked: Asked, found: Sequence[Summary], query: QueryDict) -> Table:
    """The documents of the packs that the programme stands on."""
    columns = [column for column in _shelf_columns() if column.key not in COUNTED]
    rows = [_shelf_row(asked, one) for one in found if not one.own]
    return Table("library-documents", _("Documents of the packs it stands on"),
                 [*columns, Column("holds", _("Carries"))], rows, query)  # fmt: skip


def _shelf_columns() -> list[Column]:
    counts = [
        Column(kind, SEVERAL[kind], kind="number", sort=True, group=_("Drawn from it"))
        for kind in COUNTED
    ]
    return [
        Column("title", _("Document")),
        Column("issuer", _("Issuer")),
        Column("date", _("Date"), sort=True),
        Column("rank", pgettext("document", "Rank")),
        Column("quality", _("Quality")),
        Column("quotations", _("Quotations"), kind="number", sort=True),
        *counts,
        Column("text", _("Text")),
    ]


def _shelf_row(asked: Asked, one: Summary) -> Row:
    document = one.document
    counts = {kind: Figure(Decimal(one.drawn.get(kind, 0)), digits=0) for kind in COUNTED}
    return Row({
        "title": named(document.title, asked.address(f"/documents/{document.id}/"), document.number),
        "issuer": named(document.issuer),
        "date": whole(document.date.isoformat()),
        "rank": element("span", said(document.rank.label), class_="unbroken"),
        "quality": quality_mark(document.quality),
        "quotations": Figure(Decimal(one.quotations), digits=0),
        **counts,
        "text": whole(_("attached")) if one.is_attached else note(whole(_("not attached"))),
        "holds": whole(", ".join(f"{said(LABELS[k])} {n}" for k, n in one.drawn.items())),
    }, key=document.id)  # fmt: skip


def whole(text: object) -> SafeString:
    """Write a short text in one line."""
    return element("span", said(text), class_="whole")


def quality_mark(quality: Quality) -> SafeString:
    """How well a text reached us; what may not drive a notice stands out."""
    kind = "quiet" if quality is Quality.ORIGINAL else "" if quality.may_drive else "doubtful"
    return element("span", said(quality.label), class_=f"unbroken {kind}".strip())


@dataclass(frozen=True, slots=True)
class Line:
    """One thing drawn from a clause, with the address of its page."""

    drawn: Drawn
    href: str

    @property
    def in_panel(self) -> bool:
        return self.drawn.kind in IN_PANEL


@dataclass(frozen=True, slots=True)
class Card:
    """A clause with all that is drawn from it; `is_lost` where the attached text lacks it."""

    clause: Clause
    lines: Sequence[Line]
    is_lost: bool = False

    @property
    def anchor(self) -> str:
        return clause_id(self.clause.quote)


def cards(asked: Asked, view: DocumentView) -> list[Card]:
    """All clauses of a document."""
    return [
        Card(one, lines(asked, one.drawn), view.received is not None and not one.spans)
        for one in view.clauses
    ]


def lines(asked: Asked, drawn: Sequence[Drawn]) -> list[Line]:
    """Things drawn from a document, each with its page."""
    return [Line(one, drawn_address(asked, one)) for one in drawn]


def text_of(view: DocumentView) -> SafeString:
    """The text as received, in paragraphs, each clause a link to itself."""
    anchors = {one.number: clause_id(one.quote) for one in view.clauses}
    return joined([_paragraph(one, anchors) for one in view.paragraphs], "\n")


def _paragraph(one: Paragraph, anchors: Mapping[int, str]) -> SafeString:
    pieces = joined([_piece(piece, anchors) for piece in one.pieces])
    return element("p", pieces, class_="text-heading" if one.is_heading else "")


def _piece(piece: Piece, anchors: Mapping[int, str]) -> SafeString | str:
    if not piece.clauses:
        return element("span", piece.text, class_=piece.role) if piece.role else piece.text
    first, *more = piece.begins or (None,)
    inside: object = element("mark", piece.text)
    for number in more:
        inside = element("span", inside, id=anchors[number])
    return element(
        "a", inside, class_="clause", id=anchors.get(first), href=f"#{anchors[piece.clauses[0]]}",
        data_clauses=" ".join(map(str, piece.clauses)), data_row=first is not None,
        tabindex=None if first else "-1",
    )  # fmt: skip


def differences(
    asked: Asked, found: Sequence[Disagreement], query: QueryDict, *, flat: bool = False
) -> Table:
    """Each difference above the figures that differ; `flat` repeats it in every row, for files."""
    columns = [
        Column("name", _("What is stated")),
        Column("org", _("Organisation")),
        Column("period", _("Period"), kind="short"),
        Column("value", _("Value")),
        Column("clause", _("Clause")),
    ]
    if flat:
        columns += [Column("class", _("Class")), Column("note", _("What differs"))]
    rows: list[Row] = []
    for one in found:
        if not flat:
            rows.append(Row({"name": _difference(one)}, band=True))
        told = {"class": one.label, "note": one.note} if flat else {}
        rows += [_side(asked, drawn, told) for drawn in one.figures]
    return Table("differences", _("Figures that differ"), columns, rows, query,
                 source_line(asked.programme, asked.figures.versions),
                 empty=_("The documents of this programme do not differ."))  # fmt: skip


def _difference(one: Disagreement) -> SafeString:
    tag = element("span", said(one.label), class_="tag")
    return element("span", tag, " ", said(one.note), class_="difference-note", id=one.id)


def _side(asked: Asked, drawn: Drawn, told: Mapping[str, object]) -> Row:
    clauses = [_clause(asked, one) for one in asked.law.citations(drawn.entry)]
    return Row({
        "name": named(drawn.name, drawn_address(asked, drawn)),
        "org": drawn.org or "",
        "period": drawn.period or "",
        "value": element("a", said(drawn.value), href=drawn_address(asked, drawn), class_="figure",
                         data_panel=drawn.kind in IN_PANEL),
        "clause": joined(clauses),
        **told,
    }, key=drawn.id)  # fmt: skip


def _clause(asked: Asked, citation: Citation) -> SafeString:
    """The sentence, a link to where it stands, with its document beneath."""
    document = citation.document
    if document is None:
        return element("span", said(citation.reason or ""), class_="clause-words")
    words = citation.quote or f"{citation.article} {citation.table} {citation.row}".strip()
    link = element("a", words or said(document.title), lang=document.lang,
                   href=document_address(citation, asked.address("")))  # fmt: skip
    return element("span", link, note(f"{said(document.title)} · {document.date.isoformat()}"),
                   class_="clause-words")  # fmt: skip


def leftovers(found: Sequence[NotFigure], language: str, query: QueryDict) -> Table:
    """Numerals that are no figures, with the reason of each."""
    columns = [
        Column("words", _("Words of the text")),
        Column("kind", _("Kind")),
        Column("count", _("Times"), kind="number"),
        Column("reason", _("Reason")),
    ]
    rows = [_leftover(one, language) for one in found]
    return Table("not-figures", _("Numerals that are no figures"), columns, rows, query)


def _leftover(one: NotFigure, language: str) -> Row:
    words = ("、" if language == "zh" else ", ").join(one.words) + ("…" if one.is_cut else "")
    count = None if one.count is None else Decimal(one.count)
    return Row({
        "words": element("span", words, class_="quoted-words", lang=language),
        "kind": one.kind,
        "count": Figure(count, digits=0, reason=_("no text is attached")),
        "reason": one.reason or "",
    })  # fmt: skip
