"""What is asked and written in dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.programme.dispatch.deadlines import CLOCKS, LONGEST, DayLimit
from kaifang.programme.dispatch.deciding import VERDICTS
from kaifang.programme.dispatch.levels import LevelLimit
from kaifang.programme.dispatch.remarking import FIELDS, MOST
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.dispatch.slips import SlipDraft
from kaifang.programme.dispatch.table import DispatchTable
from kaifang.programme.rights import NotAllowed
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
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


def _words(label: object, rows: int = 3, **more: object) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=2000, **more)


class ActForm(forms.Form):
    """One act; `version` is the state that the writer had before him."""

    act = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, act: str, version: int, data: object = None, **more: object) -> None:
        first = {"act": act, "version": version, **more}
        super().__init__(data, auto_id=f"{act}_%s", initial=first)

    def refuse(self, error: KaifangError) -> None:
        """Say what was refused, above the form; who may not is told so on a page of its own."""
        if isinstance(error, NotAllowed):
            raise error
        self.add_error(None, f"{said(error.says)} {said(error.remedy)}")


class ReasonForm(ActForm):
    """Why."""

    reason = _words(_("Reason"))


class MaybeReasonForm(ActForm):
    """Why, where a reason is needed."""

    reason = _words(_("Reason"), required=False)


class LimitFields(forms.Form):
    """So many days by a clock."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST)
    clock = forms.ChoiceField(label=_("Counted in"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].choices = [(c, said(message(f"dispatch.clock.{c}"))) for c in CLOCKS]

    @property
    def limit(self) -> DayLimit:
        return DayLimit(self.cleaned_data["days"], self.cleaned_data["clock"])


class CirculateForm(LimitFields, ActForm):
    """Until when the cities may answer."""


class AnswerForm(ActForm):
    """Agree, or object with a reason to some of the items."""

    verdict = forms.ChoiceField(label=pgettext_lazy("checking", "Answer"), widget=forms.RadioSelect)
    items = forms.MultipleChoiceField(
        label=_("Items objected to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _words(_("Reason of the objection"), required=False)

    def __init__(
        self, items: Iterable[tuple[str, Text]], version: int, data: object = None
    ) -> None:
        super().__init__("answer", version, data)
        self.fields["verdict"].choices = [
            (one, said(message(f"dispatch.verdict.{one}"))) for one in ("agreed", "objected")
        ]
        self.fields["items"].choices = [(id, said(name)) for id, name in items]


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


class SlipForm(forms.Form):
    """A slip before it is sent."""

    from_org = forms.ChoiceField(label=pgettext_lazy("letter", "From"))
    to_org = forms.ChoiceField(label=pgettext_lazy("letter", "To"))
    level = forms.ChoiceField(label=_("Level"))
    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=LONGEST, required=False,
        help_text=_("empty for the usual limit of the level"),
    )  # fmt: skip
    clock = forms.ChoiceField(label=_("Counted in"))
    title = forms.CharField(label=_("Matter"), max_length=200)
    body = _words(_("What is asked"), rows=5, required=False)
    matter = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        senders: Iterable[Org],
        receivers: Iterable[Org],
        levels: Sequence[LevelLimit],
        data: object = None,
        **more: object,
    ) -> None:
        super().__init__(data, auto_id="slip_%s", **more)
        self.fields["from_org"].choices = [(one.id, said(one.name)) for one in senders]
        self.fields["to_org"].choices = [(one.id, said(one.name)) for one in receivers]
        self.fields["level"].choices = [(one.id, _with_limit(one)) for one in levels]
        self.fields["clock"].choices = [
            (one, said(message(f"dispatch.clock.{one}"))) for one in CLOCKS
        ]

    @property
    def draft(self) -> SlipDraft:
        given = self.cleaned_data
        limit = DayLimit(given["days"], given["clock"]) if given["days"] else None
        return SlipDraft(
            given["to_org"], given["title"], given["body"], given["level"], limit, given["matter"]
        )

    refuse = ActForm.refuse


def _with_limit(one: LevelLimit) -> str:
    return f"{said(one.name)} · {said(one.limit.text)}" if one.limit else said(one.name)


class RaiseForm(MaybeReasonForm):
    """To which level, and why where it is not overdue yet."""

    level = forms.ChoiceField(label=_("Level"))

    def __init__(self, levels: Iterable[LevelLimit], version: int, data: object = None) -> None:
        super().__init__("raise", version, data)
        self.fields["level"].choices = [(one.id, said(one.name)) for one in levels]


class ExtendForm(LimitFields, ReasonForm):
    """How many days more, and why."""


class DecideForm(forms.Form):
    """What a person decides on a suggestion."""

    rule = forms.CharField(widget=forms.HiddenInput)
    org = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Decision"))
    named = forms.BooleanField(label=_("With its name"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, key: str, first: Mapping[str, object], data: object = None) -> None:
        super().__init__(data, auto_id=f"{key}_%s", initial=first)
        self.fields["verdict"].choices = [
            (one, said(message(f"suggest.measure.{one}"))) for one in VERDICTS
        ]

    refuse = ActForm.refuse
