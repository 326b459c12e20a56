"""Operations on one form: filled in, submitted, reviewed, corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from kaifang.facts.form_values import Given
from kaifang.programme.reporting import correcting, reviewing
from kaifang.programme.reporting.acting import Saved
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
    duty = _Duty(request, pack, form, org, period)
    return duty.do(save_draft, asked, duty.given(asked.cells))


@router.post(f"{_FORM}/submit", response=ACTED, summary=_("Submit a form"))
def send(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: FormCells
) -> Told:
    """With some last changes; all or nothing, every fault of every cell at once."""
    duty = _Duty(request, pack, form, org, period)
    return duty.do(submit, asked, duty.given(asked.cells))


@router.post(f"{_FORM}/accept", response=ACTED, summary=_("Accept a form"))
def accept(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Expected
) -> Told:
    """At the level whose turn it is."""
    return _Duty(request, pack, form, org, period).do(reviewing.accept, asked)


@router.post(f"{_FORM}/reject", response=ACTED, summary=_("Return cells of a form"))
def reject(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Rejection
) -> Told:
    """Only these unlock; each has its reason."""
    return _Duty(request, pack, form, org, period).do(reviewing.reject, asked, asked.cells)


@router.post(f"{_FORM}/correction", response=ACTED, summary=_("Ask for a correction"))
def ask_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: CorrectionAsked
) -> Told:
    """Of what was accepted or closed; nothing moves before it is approved."""
    duty = _Duty(request, pack, form, org, period)
    return duty.do(correcting.ask_correction, asked, duty.given(asked.cells), asked.reason)


@router.post(f"{_FORM}/correction/approve", response=ACTED, summary=_("Approve a correction"))
def approve_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Expected
) -> Told:
    """Revisions are recorded; what was shown before stays on record."""
    return _Duty(request, pack, form, org, period).do(correcting.approve_correction, asked)


@router.post(f"{_FORM}/correction/refuse", response=ACTED, summary=_("Refuse a correction"))
def refuse_correction(
    request: HttpRequest, pack: str, form: str, org: str, period: str, asked: Explained
) -> Told:
    """With a reason; everything stays as it was."""
    duty = _Duty(request, pack, form, org, period)
    return duty.do(correcting.refuse_correction, asked, asked.reason)


class _Duty:
    """The form that an address names, and whoever acts on it."""

    def __init__(self, request: HttpRequest, pack: str, form: str, org: str, period: str) -> None:
        self.actor, self.programme = acting(request), programme_of(request, pack)
        self.key = form, org, period_of(period)

    def do(self, act: Callable[..., Saved], asked: Expected, *words: object) -> Told:
        """Do an act on the version that was read, and tell what it came to."""
        done = act(self.actor, self.programme, *self.key, *words, asked.expected_version)
        return tell_saved(done)

    def given(self, cells: Mapping[str, CellGiven]) -> dict[str, Given]:
        """Cells as typed; a row that the form does not have is the programme's to refuse."""
        law = self.programme.law
        duty = duty_of(law, *self.key)
        rows = {key: duty.row(key) for key in cells}
        return {
            key: given_in(law, row, cells[key].value or "", cells[key].reason)
            if row
            else Given(None)
            for key, row in rows.items()
        }
