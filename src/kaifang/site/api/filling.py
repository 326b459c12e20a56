"""Operations on one form: filled in, submitted, reviewed, corrected."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from kaifang.facts.form_values import Given
from kaifang.packs.law import Law
from kaifang.programme.reporting import correcting, reviewing
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import save_draft, submit
from kaifang.programme.reporting.plain import tell_saved
from kaifang.programme.reporting.typed import given_in
from kaifang.site.acting import acting
from kaifang.site.api.answers import ACTED, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import (
    CellGiven,
    CorrectionAsked,
    Expected,
    Explained,
    FormCells,
    Rejection,
)
from kaifang.site.api.reporting import period_of, programme_of

router = Router(auth=SIGNED_IN)
_FORM = "/packs/{pack}/forms/{form}/{org}/{period}"


@router.post(f"{_FORM}/draft", response=ACTED, summary=_("Save a draft"))
def save(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: FormCells
) -> Told:
    """Unchecked, into unlocked cells."""
    programme, code = programme_of(request, pack), period_of(period)
    given = _given(programme.law, form, org, code, asked.cells)
    return tell_saved(
        save_draft(acting(request), programme, form, org, code, given, asked.expected_version)
    )


@router.post(f"{_FORM}/submit", response=ACTED, summary=_("Submit a form"))
def send(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: FormCells
) -> Told:
    """With some last changes; all or nothing, every fault of every cell at once."""
    programme, code = programme_of(request, pack), period_of(period)
    given = _given(programme.law, form, org, code, asked.cells)
    return tell_saved(
        submit(acting(request), programme, form, org, code, given, asked.expected_version)
    )


@router.post(f"{_FORM}/accept", response=ACTED, summary=_("Accept a form"))
def accept(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Expected
) -> Told:
    """At the level whose turn it is."""
    return tell_saved(
        reviewing.accept(
            acting(request), programme_of(request, pack), form, org, period_of(period),
            asked.expected_version,
        )
    )  # fmt: skip


@router.post(f"{_FORM}/reject", response=ACTED, summary=_("Return cells of a form"))
def reject(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Rejection
) -> Told:
    """Only these unlock; each has its reason."""
    return tell_saved(
        reviewing.reject(
            acting(request), programme_of(request, pack), form, org, period_of(period),
            asked.cells, asked.expected_version,
        )
    )  # fmt: skip


@router.post(f"{_FORM}/correction", response=ACTED, summary=_("Ask for a correction"))
def ask_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: CorrectionAsked
) -> Told:
    """Of what was accepted or closed; nothing moves before it is approved."""
    programme, code = programme_of(request, pack), period_of(period)
    given = _given(programme.law, form, org, code, asked.cells)
    return tell_saved(
        correcting.ask_correction(
            acting(request), programme, form, org, code, given, asked.reason,
            asked.expected_version,
        )
    )  # fmt: skip


@router.post(f"{_FORM}/correction/approve", response=ACTED, summary=_("Approve a correction"))
def approve_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Expected
) -> Told:
    """Revisions are recorded; what was shown before stays on record."""
    return tell_saved(
        correcting.approve_correction(
            acting(request), programme_of(request, pack), form, org, period_of(period),
            asked.expected_version,
        )
    )  # fmt: skip


@router.post(f"{_FORM}/correction/refuse", response=ACTED, summary=_("Refuse a correction"))
def refuse_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Explained
) -> Told:
    """With a reason; everything stays as it was."""
    return tell_saved(
        correcting.refuse_correction(
            acting(request), programme_of(request, pack), form, org, period_of(period),
            asked.reason, asked.expected_version,
        )
    )  # fmt: skip


def _given(
    law: Law, form: str, org: str, period: str, cells: Mapping[str, CellGiven]
) -> dict[str, Given]:
    """Cells as typed; a row that the form does not have is left to the programme to refuse."""
    duty = duty_of(law, form, org, period)
    rows = {key: duty.row(key) for key in cells}
    return {
        key: given_in(law, row, cells[key].value or "", cells[key].reason) if row else Given(None)
        for key, row in rows.items()
    }
