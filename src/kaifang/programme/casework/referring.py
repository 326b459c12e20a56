"""Refer 引用: which cases of another process somebody may name in a field, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kaifang.cases.definition import Definition
from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import CaseView, all_cases, case_list
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


class CaseNotReferable(KaifangError):
    """A field names a case that is not there, or not this person's to name."""

    code = "KF-CASE-435"


def referable(actor: Actor, programme: Programme, process: str) -> list[tuple[str, str]]:
    """The cases that an actor may name, each with what it is called, the one begun last on top.

    Those he may see; where the process tells the names of its cases to all, whoever keeps cases
    of the programme is told every name, and nothing else of them.

    Raises: UnknownProcess, NotCommanded.
    """
    found = [(one.case, case_name(one)) for one in case_list(actor, programme, process)]
    told = programme.law.processes[process].named_to_all
    if not told or not _keeps_cases(actor, programme.law):
        return found
    views = [one for one in all_cases(programme, process)[::-1] if not one.state.is_merged]
    return [(one.case, _called(one, told)) for one in views]


def check_references(
    actor: Actor,
    programme: Programme,
    own: Definition,
    data: Mapping[str, Any],
    known: Mapping[str, Any],
) -> None:
    """Refuse a case that the actor may not name, whether it is there or not.

    `known` are the values that the case has already: what stands there may be said again.
    Raises: CaseNotReferable.
    """
    for field in own.process.fields:
        value = data.get(field.id)
        if field.kind != "case" or value in (None, "", known.get(field.id)):
            continue
        if field.of and value not in {case for case, _ in referable(actor, programme, field.of)}:
            raise CaseNotReferable(name=field.name.text, found=str(value)[:40])


def _keeps_cases(actor: Actor, law: Law) -> bool:
    return any(may(actor, Act.KEEP_CASE, one.id, law.orgs) for one in law.orgs)


def _called(one: CaseView, told: str) -> str:
    return str(one.state.values.get(told) or one.case)
