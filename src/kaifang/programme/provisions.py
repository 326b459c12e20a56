"""Provisions: the parameters of rules and the lists that documents name, opened to their clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.core.statement import Explanation, Versions
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import ParameterEntry
from kaifang.packs.schema.rules import ListEntry, TaskEntry
from kaifang.programme.explaining import Explainer
from kaifang.programme.naming import org_name, quantity_text, strength_text

E = TypeVar("E", bound=Entry)


def explain_parameter(law: Law, id: str, versions: Versions) -> Explanation:
    """A figure of a rule: its value, since when, over whom, and the clause. Raises: UnknownName."""
    entry = _entry(law.parameters, "parameters", id)
    citations = law.citations(entry)
    explainer = Explainer(law, versions)
    return Explanation(
        entry.name.text,
        parameter_text(entry),
        citations=citations,
        notes=(
            *_about(law, entry),
            *explainer.checks_of(id),
            *explainer.differences_of(id),
            *(
                message("note.quality", quality=one.document.quality.label)
                for one in citations
                if one.document and not one.may_drive
            ),
        ),
        versions=versions,
    )


def parameter_text(entry: ParameterEntry) -> Text:
    """Its value with comparator and strength, and the value before where the document gives it."""
    strength, value = strength_text(entry.strength), quantity_text(entry.value, entry.comparator)
    if entry.high is not None:
        low, high = quantity_text(entry.value), quantity_text(entry.high)
        value = message("target.range", low=low, high=high)
    if entry.from_ is not None:
        value = message("provision.from_to", before=quantity_text(entry.from_), now=value)
    return Text(strength.zh + value.zh, f"{strength.en} {value.en}".strip())


@dataclass(frozen=True)
class Member:
    """A member of a list; `org` where it is an organisation, "" where it is only named."""

    name: Text
    org: str = ""


@dataclass(frozen=True)
class Roll:
    """A list as its document gives it: who stands on it, and what is missing."""

    entry: ListEntry
    members: Sequence[Member]
    citations: Sequence[Citation]

    @property
    def expected(self) -> Text | None:
        return quantity_text(self.entry.expected) if self.entry.expected else None


def open_list(law: Law, id: str) -> Roll:
    """One list of a law. Raises: UnknownName."""
    entry = _entry(law.lists, "lists", id)
    members = [
        Member(org_name(law, item), item if item in law.orgs else "")
        if isinstance(item, str)
        else Member(item.name.text)
        for item in entry.items
    ]
    return Roll(entry, members, law.citations(entry))


def _about(law: Law, entry: ParameterEntry) -> list[Text]:
    notes = [message("provision.valid", period=entry.valid.name())]
    if entry.org:
        notes.append(message("provision.org", name=org_name(law, entry.org)))
    if entry.subject:
        notes.append(message("provision.subject", name=org_name(law, entry.subject)))
    return [*notes, entry.note.text] if entry.note else notes


def _entry(entries: Mapping[str, E], kind: str, id: str) -> E:
    if id not in entries:
        raise UnknownName(kind=LABELS[kind], found=id, near=nearest(id, entries))
    return entries[id]


def open_task(law: Law, id: str) -> TaskEntry:
    """A numbered measure of a law. Raises: UnknownName."""
    return _entry(law.tasks, "tasks", id)
