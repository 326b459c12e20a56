"""Which case of which process, and what comes with an act upon it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kaifang.cli.edge import BadWord

if TYPE_CHECKING:
    from kaifang.programme.casework.keeping import Given
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

ProcessId = Annotated[str, typer.Argument(metavar="PROCESS")]
CaseId = Annotated[str, typer.Argument(metavar="CASE")]
Fields = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE")]
Evidence = Annotated[list[str] | None, typer.Option("--evidence", metavar="KIND=FILE|NUMBER")]
Reason = Annotated[str, typer.Option("--reason", metavar="REASON")]
At = Annotated[str, typer.Option("--at", metavar="DATE|TIME")]


def given_by(
    actor: Actor,
    programme: Programme,
    org: str,
    fields: list[str] | None,
    evidence: list[str] | None,
    reason: str,
    at: str,
) -> Given:
    """What comes with an act; evidence that names a file on this machine is kept as one.

    Raises: BadWord, NotAllowed, EvidenceTooLarge, EvidenceOfOtherKind.
    """
    from kaifang.programme.casework.keeping import Given

    kept = dict(_pair(one, "--evidence KIND=FILE|NUMBER") for one in evidence or ())
    given = {kind: _proof(actor, programme, org, what) for kind, what in kept.items()}
    data = dict(_pair(one, "--set FIELD=VALUE") for one in fields or ())
    return Given(given, data, reason, _instant(at, ZoneInfo(programme.law.head.zone)))


def _pair(text: str, expected: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise BadWord(found=text, expected=expected)
    return name.strip(), value


def _proof(actor: Actor, programme: Programme, org: str, what: str) -> Any:
    path = Path(what)
    if not path.is_file():
        return what
    from kaifang.programme.casework.evidence import keep_file

    with path.open("rb") as source:
        return {"file": keep_file(actor, programme, org, path.name, source).sha256}


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment of the pack's zone, blank for now."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadWord(found=text, expected="2023-05-04 | 2023-05-04T10:00") from None
    return found if found.utcoffset() is not None else found.replace(tzinfo=zone)
