"""What the columns of a case book take for an actor: his organisations, choices, codes, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaifang.core.bilingual import same
from kaifang.core.codes import CodeList
from kaifang.exchange.case_books.offering import ColumnOffer
from kaifang.exchange.case_books.reading import ORGS, Offers
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import CaseField, ProcessEntry
from kaifang.programme.casework.referring import referable
from kaifang.programme.code_lists import code_lists
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def offers_of(actor: Actor, programme: Programme, process: ProcessEntry) -> Offers:
    """What each column takes; organisations are all of the pack, for others' rows are told so."""
    found = {ORGS: _orgs(programme.law)}
    for field in process.fields:
        offer = _offer(actor, programme, field)
        if offer is not None:
            found[field.id] = offer
    return found


def offers_for_template(actor: Actor, programme: Programme, process: ProcessEntry) -> Offers:
    """The same, with those organisations alone whose cases the actor keeps."""
    law = programme.law
    own = [one.id for one in law.orgs if may(actor, Act.KEEP_CASE, one.id, law.orgs)]
    return {**offers_of(actor, programme, process), ORGS: _named_orgs(law, own)}


def _offer(actor: Actor, programme: Programme, field: CaseField) -> ColumnOffer | None:
    if field.kind == "choice":
        return ColumnOffer.of((one.id, one.name.text) for one in field.choices)
    if field.kind == "org":
        return _orgs(programme.law)
    if field.kind == "code":
        listed = _codes(programme.law, field.list or "")
        if listed is None:
            return None
        named = ((one.code, one.name) for one in listed)
        return ColumnOffer.of(named, with_code=True, takes_more=listed.is_sample)
    if field.kind == "case" and field.of:
        cases = referable(actor, programme, field.of)
        return ColumnOffer.of((case, same(name)) for case, name in cases)
    return None


def _codes(law: Law, named: str) -> CodeList | None:
    """The list of a field of codes: the edition that it names, else the newest."""
    id, _, edition = named.partition("@")
    found = [one for one in code_lists(law) if one.id == id and edition in ("", one.edition)]
    return max(found, key=lambda one: one.edition, default=None)


def _orgs(law: Law) -> ColumnOffer:
    return _named_orgs(law, [one.id for one in law.orgs])


def _named_orgs(law: Law, ids: list[str]) -> ColumnOffer:
    return ColumnOffer.of((id, law.orgs[id].name) for id in ids)
