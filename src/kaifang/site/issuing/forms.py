"""What is asked when figures are given out and checked."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.site.components.markup import said
from kaifang.site.doing import ActForm, LimitFields, words


class CirculateForm(LimitFields, ActForm):
    """Until when the cities may answer."""


class AnswerForm(ActForm):
    """Agree, or object with a reason to some of the items."""

    verdict = forms.ChoiceField(label=pgettext_lazy("checking", "Answer"), widget=forms.RadioSelect)
    items = forms.MultipleChoiceField(
        label=_("Items objected to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = words(_("Reason of the objection"), required=False)

    def __init__(
        self, items: Iterable[tuple[str, Text]], version: int, data: object = None
    ) -> None:
        super().__init__("answer", version, data)
        self.fields["verdict"].choices = [
            (one, said(message(f"dispatch.verdict.{one}"))) for one in ("agreed", "objected")
        ]
        self.fields["items"].choices = [(id, said(name)) for id, name in items]
