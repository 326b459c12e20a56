"""What a person decides on a suggestion."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.programme.dispatch.deciding import VERDICTS
from kaifang.site.components.markup import said
from kaifang.site.doing import ActForm


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
