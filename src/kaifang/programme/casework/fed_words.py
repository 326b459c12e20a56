"""What a number that a register made rests on, in words, with the sentence of its process."""

from __future__ import annotations

from collections.abc import Iterable

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.citation import Citation
from kaifang.core.messages import message
from kaifang.core.observation import REGISTER, Observation
from kaifang.packs.law import Law
from kaifang.packs.schema.feeds import ProcessFeed
from kaifang.packs.schema.processes import ProcessEntry


def fed_by(law: Law, observation: Observation) -> tuple[ProcessEntry, ProcessFeed] | None:
    """The register that made a number and how; None where it came otherwise, or feeds no more."""
    if not observation.figure.startswith(REGISTER):
        return None
    process = law.processes.get(observation.figure.removeprefix(REGISTER))
    own = process.feeds if process else ()
    found = next((one for one in own if one.indicator == observation.indicator), None)
    return (process, found) if process and found else None


def register_citations(law: Law, observation: Observation) -> tuple[Citation, ...]:
    """The sentences that the register rests on."""
    found = fed_by(law, observation)
    return law.citations(found[0]) if found else ()


def register_notes(law: Law, observation: Observation) -> list[Text]:
    """What was counted, and of which register."""
    found = fed_by(law, observation)
    if found is None:
        return []
    process, wanted = found
    notes = [wanted.note.text] if wanted.note else []
    return [_counted(process, wanted), *notes]


def _counted(process: ProcessEntry, wanted: ProcessFeed) -> Text:
    events = {id: name.text for id, name in process.events.items()}
    states = {one.id: one.name.text for one in process.states}
    fields = {one.id: one.name.text for one in process.fields}
    what = message(
        f"register.note.{wanted.kind}",
        events=_named(events[id] for id in wanted.events),
        states=_named(states[id] for id in wanted.count_in),
        field=fields.get(wanted.sum or "", same("")),
    )
    where = joined([_where(process, name, wanted) for name in wanted.where], "", "")
    return message("register.note", name=process.name.text, what=what, where=where)


def _where(process: ProcessEntry, name: str, wanted: ProcessFeed) -> Text:
    field = next(one for one in process.fields if one.id == name)
    choices = {one.id: one.name.text for one in field.choices}
    values = _named(choices.get(one, same(one)) for one in wanted.where[name])
    return message("register.note.where", field=field.name.text, values=values)


def _named(names: Iterable[Text]) -> Text:
    return joined(list(names), "、", ", ")
