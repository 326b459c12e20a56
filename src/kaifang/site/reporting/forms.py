"""What is asked on the lists of forms: filters, and why a period is closed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaifang.core.period import Period
from kaifang.programme.reporting.due import Owed
from kaifang.programme.reporting.history import STATES
from kaifang.programme.reporting.telling import state_text
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice

NOT_BEGUN, LATE = "none", "late"
MOST_LETTERS = 500


class FormFilters(Filters):
    """Which forms are listed."""

    kept = ("order",)

    form = choice(pgettext_lazy("report", "Form"))
    period = choice(_("Period"))
    org = choice(_("Organisation"))
    state = choice(_("State"))

    def __init__(self, asked: Asked, owed: list[Owed]) -> None:
        super().__init__(asked)
        law = asked.law
        listed = {one.duty.form.id: one.duty.form.name.text for one in owed}
        periods = {one.duty.period.code: one.duty.period.name() for one in owed}
        orgs = {one.duty.org: law.orgs[one.duty.org].name for one in owed}
        self.offer("form", [("", _("all")), *listed.items()])
        latest = sorted(periods.items(), key=lambda one: Period.parse(one[0]).end, reverse=True)
        self.offer("period", [("", _("all")), *latest])
        in_order = sorted(orgs.items(), key=lambda one: law.orgs.place(one[0]))
        self.offer("org", [("", _("all")), *in_order])
        self.offer("state", [
            ("", _("all")), (LATE, _("overdue")), (NOT_BEGUN, _("not begun")),
            *((state, state_text(state)) for state in STATES),
        ])  # fmt: skip

    def keeps(self, one: Owed) -> bool:
        """Whether a form is among those asked for. Raises: UnknownChoice."""
        state = self.chosen("state")
        if state == LATE and one.timeliness.value != LATE:
            return False
        if state == NOT_BEGUN and one.state:
            return False
        known = {"form": one.duty.form.id, "period": one.duty.period.code, "org": one.duty.org}
        if state not in ("", LATE, NOT_BEGUN):
            known["state"] = one.state
        return all(self.chosen(name) in ("", value) for name, value in known.items())


class CloseForm(forms.Form):
    """A form's period to be closed; where forms are missing the reason is asked for."""

    form = forms.CharField(widget=forms.HiddenInput)
    period = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, where forms are missing"), required=False, max_length=MOST_LETTERS
    )
