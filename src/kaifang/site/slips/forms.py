"""What is written on a slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.programme.dispatch.deadlines import CLOCKS, LONGEST, DayLimit
from kaifang.programme.dispatch.levels import LevelLimit
from kaifang.programme.dispatch.slips import SlipDraft
from kaifang.site.components.markup import said
from kaifang.site.doing import ActForm, LimitFields, MaybeReasonForm, ReasonForm, words


class SlipForm(forms.Form):
    """A slip before it is sent."""

    from_org = forms.ChoiceField(label=pgettext_lazy("letter", "From"))
    to_org = forms.ChoiceField(label=pgettext_lazy("letter", "To"))
    level = forms.ChoiceField(label=_("Level"))
    days = forms.IntegerField(
        label=pgettext_lazy("limit", "Days"), min_value=1, max_value=LONGEST, required=False,
        help_text=_("empty for the usual limit of the level"),
    )  # fmt: skip
    clock = forms.ChoiceField(label=_("Counted in"))
    title = forms.CharField(label=_("Matter"), max_length=200)
    body = words(_("What is asked"), rows=5, required=False)
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
        if levels and (usual := levels[0].limit):
            self.fields["clock"].initial = usual.clock
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
    field_order = ("act", "version", "level", "reason")

    def __init__(self, levels: Iterable[LevelLimit], version: int, data: object = None) -> None:
        super().__init__("raise", version, data)
        self.fields["level"].choices = [(one.id, said(one.name)) for one in levels]


class ExtendForm(LimitFields, ReasonForm):
    """How many days more, and why."""
