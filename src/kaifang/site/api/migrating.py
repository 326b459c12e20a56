"""Operations that take cases over to the present version of their process."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Schema
from pydantic import Field

from kaifang.programme.casework import migrating
from kaifang.programme.casework.telling import tell_case_whole
from kaifang.site.acting import acting
from kaifang.site.api.answers import CLASHED, WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Body, Expected, Id, Words
from kaifang.site.api.reporting import programme_of

router = Router(auth=SIGNED_IN)
_PROCESS = "/packs/{pack}/processes/{process}"


class MigrationAsked(Body):
    """Which state becomes which, where they are called otherwise, and why."""

    states: dict[Id, Id] = Field({}, max_length=100, description="present state by former state")
    reason: Words


class CaseMigrationAsked(MigrationAsked, Expected):
    """The same for one case as it was read."""


class CasesMigrated(Schema):
    """How many cases were taken over."""

    migrated: int


@router.post(
    f"{_PROCESS}/cases/{{case}}/migration",
    response=WROTE,
    summary=_("Take a case over to the present version of its process"),
)
def migrate_case(
    request: HttpRequest, pack: str, process: str, case: Path[Id], asked: CaseMigrationAsked
) -> Told:
    """What happened before stays judged as it was; refused where its state would be nowhere."""
    actor, programme = acting(request), programme_of(request, pack)
    found = migrating.migrate(
        actor, programme, process, case, asked.states, asked.reason,
        version=asked.expected_version,
    )  # fmt: skip
    return tell_case_whole(actor, programme, found, "zh")


@router.post(
    f"{_PROCESS}/migration",
    response={200: CasesMigrated, **CLASHED},
    summary=_("Take all open cases over to the present version of their process"),
)
def migrate_cases(
    request: HttpRequest, pack: str, process: str, asked: MigrationAsked
) -> CasesMigrated:
    """All or none."""
    actor, programme = acting(request), programme_of(request, pack)
    count = migrating.migrate_all(actor, programme, process, asked.states, asked.reason)
    return CasesMigrated(migrated=count)
