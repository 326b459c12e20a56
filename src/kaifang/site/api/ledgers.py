"""Operations on ledgers of cases: what one entered month by month, and what all come to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Path, Query, Router, Schema

from kaifang.programme.projects.funds import ledger, ledger_of, ledger_totals
from kaifang.programme.projects.funds_telling import tell_ledger, tell_sum
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_PROCESS = "/packs/{pack}/processes/{process}"


class LedgerQuery(Schema):
    """Of which ledger; the first that the process declares if empty."""

    ledger: Id = ""


class SumQuery(LedgerQuery):
    """Whose sums."""

    org: Id = Field("", description="one organisation alone; those below it count in its sums")


@router.get(
    f"{_PROCESS}/ledger", response=READ_LIST, summary=_("Sums of a ledger (signed-in users)")
)
def list_sums(
    request: HttpRequest,
    pack: str,
    process: str,
    wanted: Query[SumQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """By organisation, month and origin, over the cases that one may see."""
    programme = programme_of(request, pack)
    law = programme.law
    declared = ledger_of(law, process, wanted.ledger)
    found = ledger_totals(acting(request), programme, process, declared.id, wanted.org)
    return listed(found, part, lambda one: tell_sum(law, process, declared, one, speech.lang))


@router.get(
    f"{_PROCESS}/cases/{{case}}/ledger",
    response=READ_ONE,
    summary=_("The ledger of a case (signed-in users)"),
)
def show_ledger(
    request: HttpRequest,
    pack: str,
    process: str,
    case: Path[Id],
    wanted: Query[LedgerQuery],
    speech: Query[Speech],
) -> Told:
    """Every entry, with what stood there before it was corrected."""
    programme = programme_of(request, pack)
    found = ledger(acting(request), programme, process, case, wanted.ledger)
    return tell_ledger(programme.law.processes[process], found, speech.lang)
