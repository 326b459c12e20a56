"""Finding: what a programme knows by some words — indicators, places, targets, tasks, documents.

All words have to stand in a thing's names, numbers or sentence. Query and names are repaired
alike: widths, traditional characters, upper case and white space make no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text, same
from kaifang.core.text import repair
from kaifang.packs.kinds import LABELS, entry_id
from kaifang.packs.law import Law
from kaifang.packs.schema.base import Entry
from kaifang.programme.documents import DocumentView, target_name
from kaifang.programme.naming import org_name, target_text
from kaifang.programme.reach import orgs_of

QUOTATIONS = "quotations"
KINDS = ("indicators", "orgs", "targets", "tasks", "documents", QUOTATIONS)
MOST_WORDS = 8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: its kind, its entry (a document's for a quotation), name and context."""

    kind: str
    entry: Entry
    name: Text
    about: Text
    quote: str = ""

    @property
    def id(self) -> str:
        return entry_id(self.entry)


@dataclass(frozen=True, slots=True)
class Known:
    """Something that can be found, by its names, and by all the words it answers to."""

    found: Found
    names: tuple[str, ...]
    words: str


def find(law: Law, query: str, most: int = 20) -> dict[str, tuple[int, Sequence[Found]]]:
    """Return how many things of each kind answer to a query, and the best of them.

    Names that begin with the words stand before names that hold them, those before the rest;
    of equals the order of the law decides. A blank query finds nothing.
    """
    words = words_of(query)
    if not words:
        return {}
    grouped: dict[str, list[tuple[int, int, Found]]] = {kind: [] for kind in KINDS}
    for place, known in enumerate(_known(law)):
        if all(word in known.words for word in words):
            grouped[known.found.kind].append((_distance(known, words), place, known.found))
    return {
        kind: (len(rows), [found for *_, found in sorted(rows, key=lambda row: row[:2])[:most]])
        for kind, rows in grouped.items()
        if rows
    }


def words_of(query: str) -> list[str]:
    """The words of a query, repaired.

    >>> words_of("  進出口 Ｔｒａｄｅ ")
    ['进出口', 'trade']
    """
    return [_repaired(word) for word in query[:LONGEST].split()][:MOST_WORDS]


def _distance(known: Known, words: list[str]) -> int:
    """How far the names are from the words: 0 the same, 1 begin with them, 2 hold them, else 3."""
    query = "".join(words)
    if query in known.names:
        return 0
    if any(name.startswith(words[0]) for name in known.names):
        return 1
    return 2 if any(all(word in name for word in words) for name in known.names) else 3


def _repaired(text: str) -> str:
    return repair(text).text.lower()


_shelves: dict[str, list[Known]] = {}


def _known(law: Law) -> list[Known]:
    """Everything of a law that can be found, gathered once a law."""
    if law.hash not in _shelves:
        _shelves[law.hash] = list(_gather(law))
    return _shelves[law.hash]


def _gather(law: Law) -> Iterator[Known]:
    yield from _indicators(law)
    yield from _orgs(law)
    yield from _targets(law)
    yield from _tasks(law)
    for id in law.pack.entries["documents"]:
        yield from _document(law, id)


def _indicators(law: Law) -> Iterator[Known]:
    for entry in law.indicators.values():
        found = Found("indicators", entry, entry.name.text, entry.unit.name)
        yield _as_known(found, entry.id, entry.name.short)


def _orgs(law: Law) -> Iterator[Known]:
    entries = {id: one for pack in law.packs for id, one in pack.entries["orgs"].items()}
    for org in orgs_of(law):
        above = org_name(law, org.parent) if org.parent else same("")
        found = Found("orgs", entries[org.id], org.name, above)
        yield _as_known(found, org.id, org.name.short, *org.codes.values())


def _targets(law: Law) -> Iterator[Known]:
    for entry in law.targets.values():
        org, asked = org_name(law, entry.org), target_text(law, entry)
        about = _joined(org, entry.period.name(), asked)
        yield _as_known(Found("targets", entry, target_name(law, entry), about), entry.id)


def _tasks(law: Law) -> Iterator[Known]:
    for entry in law.tasks.values():
        leads = [org_name(law, id) for id in entry.lead]
        about = _joined(same(entry.no), *leads)
        quotes = [cite.quote for cite in entry.cite]
        yield _as_known(Found("tasks", entry, entry.name.text, about), entry.id, *quotes)


def _document(law: Law, id: str) -> Iterator[Known]:
    document, entry = law.documents[id], law.pack.entries["documents"][id]
    about = _joined(document.issuer, same(document.date.isoformat()))
    yield _as_known(Found("documents", entry, document.title, about), id, document.number)
    for clause in DocumentView(law, document).clauses:
        quote = Found(QUOTATIONS, entry, same(clause.quote), document.title, clause.quote)
        words = _repaired(clause.quote)
        yield Known(quote, (words,), words)


def _as_known(found: Found, *more: str) -> Known:
    texts = (found.name.zh, found.name.en, found.about.zh, found.about.en, *more)
    names = (found.name.zh, found.name.en, found.name.short)
    return Known(
        found,
        tuple(_repaired(name) for name in names if name),
        "\n".join(_repaired(text) for text in texts if text),
    )


def _joined(*parts: Text) -> Text:
    return Text(
        " · ".join(part.zh for part in parts if part.zh),
        " · ".join(part.en for part in parts if part.en),
    )


def label_of(kind: str) -> Text:
    """What the things of a kind are called."""
    return Text("引句", "quotation") if kind == QUOTATIONS else LABELS[kind]
