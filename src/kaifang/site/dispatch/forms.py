"""What is asked and written in dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.programme.dispatch.remarking import FIELDS, MOST
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.dispatch.table import DispatchTable
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
from kaifang.site.doing import ActForm
from kaifang.site.filters import Filters, choice


class DispatchFilters(Filters):
    """Which lines of the table are shown."""

    kept = ("by", "show", "paper")

    period = choice(_("Period"))
    org = choice(_("Organisation"))
    indicator = choice(_("Indicator"))

    def __init__(self, asked: Asked, table: DispatchTable, offered: Iterable[Period]) -> None:
        super().__init__(asked)
        law = asked.law
        periods = {one.code: one.name(cumulative=True) for one in (table.period, *offered)}
        newest = next(iter(offered), table.period)
        told = [(code if code != newest.code else "", name) for code, name in periods.items()]
        orgs = {one.org.id: one.org.name for one in table} | asked.named_org("org")
        ids = dict.fromkeys(one.target.indicator for one in table if one.target.indicator)
        names = [(id, law.indicators[id].name.text) for id in ids]
        self.offer("period", told)
        self.offer("org", [("", _("all")), *orgs.items()])
        self.offer("indicator", [("", _("all")), *names])


class RemarkForm(forms.Form):
    """What an organisation says of an item."""

    org = forms.ChoiceField(label=_("In the words of"))
    problem = forms.CharField(label=_("Problem"), required=False, max_length=MOST)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=MOST)
    proposal = forms.CharField(
        label=_("Proposal"), required=False, max_length=MOST,
        help_text=_("what is asked of the level above"),
    )  # fmt: skip

    def __init__(self, orgs: Sequence[Org], data: object = None, **more: object) -> None:
        super().__init__(data, auto_id="remark_%s", **more)
        self.fields["org"].choices = [(one.id, said(one.name)) for one in orgs]
        for name in FIELDS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "maxlength": MOST})

    @property
    def words(self) -> Words:
        return Words(*(self.cleaned_data[name] for name in FIELDS))

    refuse = ActForm.refuse
