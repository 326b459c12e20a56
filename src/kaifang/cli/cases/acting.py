"""Open a case, act upon it, correct what was entered: refused with the rule and its source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from kaifang.cli.cases.asked import At, CaseId, Evidence, Fields, ProcessId, Reason, given_by
from kaifang.cli.cases.showing import print_case
from kaifang.cli.forms import OrgCode, programme_named
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import lang, word


def open_new_case(
    pack: PackName,
    process: ProcessId,
    org: OrgCode,
    event: Annotated[str, typer.Option("--event", metavar="EVENT")] = "",
    fields: Fields = None,
    evidence: Evidence = None,
    reason: Reason = "",
    at: At = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Begin a case of an organisation."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.keeping import open_case

    given = given_by(who, programme, org, fields, evidence, reason, at)
    with _citing():
        found = open_case(who, programme, process, org, given, event)
    print_case(who, programme, found, as_json=as_json)


def act_on_case(
    pack: PackName,
    process: ProcessId,
    case: CaseId,
    event: Annotated[str, typer.Argument(metavar="EVENT")],
    fields: Fields = None,
    evidence: Evidence = None,
    reason: Reason = "",
    at: At = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Move a case by an event of its process."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.keeping import act
    from kaifang.programme.casework.reading import case_state

    before = case_state(who, programme, process, case)
    given = given_by(who, programme, before.org, fields, evidence, reason, at)
    with _citing():
        found = act(who, programme, process, case, event, given, version=before.version)
    print_case(who, programme, found, as_json=as_json)


def correct_case(
    pack: PackName,
    process: ProcessId,
    case: CaseId,
    number: Annotated[int, typer.Argument(metavar="NUMBER")],
    because: Annotated[str, typer.Option("--because", metavar="WORDS")],
    fields: Fields = None,
    evidence: Evidence = None,
    reason: Reason = "",
    at: At = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Replace an event of a case, by its number in the history, with what is right."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.keeping import correct
    from kaifang.programme.casework.reading import case_state

    before = case_state(who, programme, process, case)
    given = given_by(who, programme, before.org, fields, evidence, reason, at)
    given = replace(given, data={**given.data, "because": because})
    with _citing():
        found = correct(who, programme, process, case, number, given, version=before.version)
    print_case(who, programme, found, as_json=as_json)


@contextmanager
def _citing() -> Iterator[None]:
    """Tell what the rule of a refusal rests on, before the refusal itself."""
    from kaifang.programme.casework.errors import ActRefused

    try:
        yield
    except ActRefused as refusal:
        for cite in refusal.cites:
            typer.echo(word("cli.cases.cite", text=cite.text(lang())), err=True)
        raise
