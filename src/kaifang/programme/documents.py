"""Documents: what was drawn from each sentence, and the text with the clauses marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kaifang.core.bilingual import Text
from kaifang.core.citation import Document
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.core.text import repair
from kaifang.packs.kinds import KINDS, LABELS, entry_id
from kaifang.packs.law import Law
from kaifang.packs.quoting import Coverage
from kaifang.packs.schema.base import CiteEntry, Entry
from kaifang.packs.schema.figures import FactEntry, ParameterEntry, TargetEntry
from kaifang.packs.schema.rules import DifferenceEntry, ListEntry, TaskEntry
from kaifang.programme.errors import UnknownDocument
from kaifang.programme.naming import (
    measure_text,
    org_name,
    quantity_text,
    strength_text,
    target_text,
)
from kaifang.programme.opening import Programme
from kaifang.programme.paragraphs import Paragraph, paragraphs
from kaifang.programme.provisions import parameter_text

Cited = tuple[str, Entry, CiteEntry]


@dataclass(frozen=True)
class Drawn:
    """One thing drawn from a quotation: a fact, target, parameter, task or list."""

    kind: str
    entry: Entry
    name: Text
    org: Text | None
    period: Text | None
    value: Text

    @property
    def id(self) -> str:
        return entry_id(self.entry)

    @property
    def label(self) -> Text:
        return LABELS[self.kind]

    @property
    def where(self) -> str:
        return self.entry.where


@dataclass(frozen=True)
class Clause:
    """One quotation and all that is drawn from it; `spans` are places in the text as received."""

    number: int
    quote: str
    printed: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Segment:
    """A stretch of the text as received; `clauses` are the numbers of the clauses it lies in."""

    text: str
    clauses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Disagreement:
    """A difference between documents: its class, what it is, and the figures that differ."""

    label: Text
    note: Text
    figures: tuple[Drawn, ...]
    id: str
    kind: str = ""


@dataclass(frozen=True)
class DocumentView:
    """A document of a programme; `received` is its text where it is attached."""

    law: Law
    document: Document
    received: str | None = None

    @cached_property
    def clauses(self) -> list[Clause]:
        """All quotations: in the order of the text where it is attached, else of the pack."""
        found = [
            self._clause(n, quote, pairs) for n, (quote, pairs) in enumerate(self._quotes(), 1)
        ]
        if self.received is None:
            return found
        placed = sorted(found, key=lambda c: (not c.spans, c.spans[:1]))
        return [Clause(n, c.quote, c.printed, c.drawn, c.spans) for n, c in enumerate(placed, 1)]

    @cached_property
    def segments(self) -> list[Segment]:
        """The text as received, cut at the borders of quotations; empty when not attached."""
        if self.received is None:
            return []
        borders = {0, len(self.received)}
        for clause in self.clauses:
            borders.update(at for span in clause.spans for at in span)
        cuts = sorted(borders)
        return [self._segment(a, b) for a, b in pairwise(cuts)]

    @cached_property
    def uncovered(self) -> int:
        """How many numerals of the attached text nothing covers."""
        return len(self.coverage.uncovered()) if self.received is not None else 0

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The text as received, laid out to be read; empty when not attached."""
        if self.received is None:
            return []
        return paragraphs(self.received, {one.number: one.spans for one in self.clauses})

    @property
    def not_quoted(self) -> list[Drawn]:
        """What cites the document otherwise than by a quotation: an article or a table row."""
        return [
            self._drawn(kind, entry)
            for kind, entry, cite in self.citing
            if not cite.quote and kind in _SHOWN
        ]

    @property
    def differences(self) -> list[Disagreement]:
        """Differences between documents in which figures of this one take part."""
        cited = {entry_id(entry) for _, entry, _ in self.citing}
        return [
            disagreement(self.law, one)
            for one in self.law.differences.values()
            if cited.intersection(one.figures)
        ]

    @property
    def missing_lists(self) -> list[ListEntry]:
        """Lists that the document names and does not give, or not in full."""
        lists = {id(e): e for _, e, _ in self.citing if isinstance(e, ListEntry) and e.missing}
        return list(lists.values())

    @cached_property
    def coverage(self) -> Coverage:
        """The text against the law: what is quoted, what is no figure, what is left."""
        return Coverage(self.law, self.document.id, self.received or "")

    def _segment(self, start: int, end: int) -> Segment:
        assert self.received is not None
        inside = tuple(
            clause.number
            for clause in self.clauses
            if any(a <= start and end <= b for a, b in clause.spans)
        )
        return Segment(self.received[start:end], inside)

    def _quotes(self) -> list[tuple[str, list[Cited]]]:
        grouped: dict[str, list[Cited]] = {}
        for kind, entry, cite in self.citing:
            if cite.quote and kind in _SHOWN:
                grouped.setdefault(repair(cite.quote).text, []).append((kind, entry, cite))
        return list(grouped.items())

    @cached_property
    def citing(self) -> list[Cited]:
        """Each citation of the document with its entry and the kind of that."""
        return citations(self.law).get(self.document.id, [])

    def _clause(self, number: int, quote: str, pairs: list[Cited]) -> Clause:
        printed = tuple(dict.fromkeys(cite.printed for _, _, cite in pairs if cite.printed))
        drawn = tuple(self._drawn(kind, entry) for kind, entry, _ in pairs)
        return Clause(number, quote, printed, drawn, self._spans(quote))

    def _spans(self, quote: str) -> tuple[tuple[int, int], ...]:
        if self.received is None:
            return ()
        repaired = self.coverage.repaired
        return tuple(repaired.received(span) for span in repaired.spans(quote))

    def _drawn(self, kind: str, entry: Entry) -> Drawn:
        return drawn_of(self.law, kind, entry)


def drawn_of(law: Law, kind: str, entry: Entry) -> Drawn:
    """An entry as something drawn from a document: what, of whom, when, how much."""
    match entry:
        case FactEntry():
            about = law.indicator(entry.indicator).name.text
            org, period = org_name(law, entry.org), entry.period.name()
            return Drawn(kind, entry, about, org, period, _fact_value(entry))
        case TargetEntry():
            org, period = org_name(law, entry.org), entry.period.name()
            return Drawn(kind, entry, target_name(law, entry), org, period, _asked(law, entry))
        case ParameterEntry():
            value = parameter_text(entry)
            return Drawn(kind, entry, entry.name.text, None, entry.valid.name(), value)
        case TaskEntry():
            lead = "、".join(org_name(law, id).zh for id in entry.lead)
            lead_en = ", ".join(org_name(law, id).en for id in entry.lead)
            return Drawn(
                kind, entry, entry.name.text, None, entry.valid.name(), Text(lead, lead_en)
            )
        case ListEntry():
            return Drawn(kind, entry, entry.name.text, None, None, _members(entry))
    name = getattr(entry, "name", None)
    return Drawn(
        kind,
        entry,
        name.text if name else Text(entry_id(entry), entry_id(entry)),
        None,
        None,
        Text("", ""),
    )


def disagreement(law: Law, entry: DifferenceEntry) -> Disagreement:
    """A difference with the figures that take part in it."""
    kinds = {FactEntry: "facts", TargetEntry: "targets", ParameterEntry: "parameters"}
    figures = [law.figure(id) for id in entry.figures]
    return Disagreement(
        message(f"difference.{entry.class_}"),
        entry.note.text,
        tuple(drawn_of(law, kinds[type(one)], one) for one in figures),
        entry.id,
        entry.class_,
    )


def disagreements(law: Law) -> list[Disagreement]:
    """All differences between the documents of a law, in the order of its files."""
    return [disagreement(law, one) for one in law.differences.values()]


@dataclass(frozen=True)
class Summary:
    """A document of a law, and how much is drawn from it; `own` where the pack itself names it."""

    document: Document
    own: bool
    quotations: int
    drawn: Mapping[str, int]
    is_attached: bool


def summaries(law: Law, texts: Collection[str]) -> list[Summary]:
    """All documents that something of a law cites, the pack's own first, the newest first."""
    views = [DocumentView(law, document) for document in law.documents.values()]
    found = [_summary(view, texts) for view in views if any(view.citing)]
    return sorted(found, key=lambda one: (not one.own, -one.document.date.toordinal()))


def _summary(view: DocumentView, texts: Collection[str]) -> Summary:
    id = view.document.id
    entries = {(kind, entry_id(entry)) for kind, entry, _ in view.citing}
    return Summary(
        view.document,
        id in view.law.pack.entries["documents"],
        len({repair(cite.quote).text for _, _, cite in view.citing if cite.quote}),
        Counter(kind for kind, _ in entries),
        id in texts or id in view.law.texts,
    )


_SHOWN = ("facts", "targets", "parameters", "tasks", "lists", "orgs", "indicators")


_cited: dict[str, dict[str, list[Cited]]] = {}


def citations(law: Law) -> dict[str, list[Cited]]:
    """All citations of a law by document, gathered once a law."""
    if law.hash not in _cited:
        found: dict[str, list[Cited]] = {}
        for pack in law.packs:
            for kind in KINDS:
                for entry in pack.entries[kind].values():
                    for cite in getattr(entry, "cite", None) or ():
                        found.setdefault(cite.doc or "", []).append((kind, entry, cite))
        _cited[law.hash] = found
    return _cited[law.hash]


def view_document(law: Law, id: str, texts: Mapping[str, str]) -> DocumentView:
    """A document of a law, with its text where one is attached. Raises: UnknownDocument."""
    if id not in law.documents:
        raise UnknownDocument(found=id, near=nearest(id, law.documents))
    return DocumentView(law, law.documents[id], texts.get(id) or law.texts.get(id))


def open_document(programme: Programme, id: str) -> DocumentView:
    """A document as a programme shows it; the same text is laid out once.

    Raises: UnknownDocument.
    """
    fresh = view_document(programme.law, id, programme.records.texts())
    key = programme.law.hash, id
    known = _opened.get(key)
    if known is None or known.received != fresh.received:
        _opened[key] = known = fresh
    return known


_opened: dict[tuple[str, str], DocumentView] = {}


def target_name(law: Law, target: TargetEntry) -> Text:
    """What a target is about: its indicator, or its own name."""
    if target.indicator:
        return law.indicator(target.indicator).name.text
    named = target.name or target.target.milestone
    assert named is not None
    return named.text


def _asked(law: Law, target: TargetEntry) -> Text:
    strength, asked = strength_text(target.strength), target_text(law, target)
    return Text(strength.zh + asked.zh, f"{strength.en} {asked.en}".strip())


def _fact_value(fact: FactEntry) -> Text:
    label = measure_text(fact.measure)
    if fact.value is None:
        return label
    strength, value = strength_text(fact.strength), quantity_text(fact.value, fact.comparator)
    if fact.measure == "level":
        return Text(strength.zh + value.zh, f"{strength.en} {value.en}".strip())
    return Text(f"{label.zh}{strength.zh}{value.zh}", f"{label.en} {strength.en} {value.en}")


def _members(entry: ListEntry) -> Text:
    known = len(entry.items)
    expected = entry.expected.text() if entry.expected else ""
    if entry.missing:
        text = entry.missing.text
        return Text(
            f"已知{known}，应有{expected or '—'}：{text.zh}",
            f"{known} known of {expected or '—'}: {text.en}",
        )
    return Text(f"{known}", f"{known}")
