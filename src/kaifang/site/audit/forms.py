"""Which entries are shown; which head is held against the chain."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.programme.auditing.reading import AuditFilter
from kaifang.programme.auditing.wording import act_in_words
from kaifang.site.components.markup import said


class EntriesForm(forms.Form):
    """The filter of the list; days and numbers also bound an export."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    subject = forms.CharField(label=_("Record"), required=False, max_length=300)
    person = forms.CharField(label=_("User name"), required=False, max_length=150)
    from_day = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    to_day = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    first = forms.IntegerField(label=_("From no."), required=False, min_value=1, max_value=2**62)
    last = forms.IntegerField(label=_("To no."), required=False, min_value=1, max_value=2**62)

    def __init__(self, data: object, acts: Iterable[str] = ()) -> None:
        super().__init__(data, auto_id="filter_%s")
        words = sorted(((one, said(act_in_words(one))) for one in acts), key=lambda pair: pair[1])
        self.fields["act"].choices = [("", _("all")), *words]

    @property
    def wanted(self) -> AuditFilter:
        """What can be read of the filter; a field written wrongly asks for nothing."""
        if not self.is_bound:
            return AuditFilter()
        self.full_clean()
        return AuditFilter(**{name: value for name, value in self.cleaned_data.items() if value})


class VerifyForm(forms.Form):
    """A head as it was printed; empty to verify the chain alone."""

    head = forms.CharField(
        label=_("Printed head"), required=False, max_length=100,
        help_text=_("as on a notice, an export or a backup, such as 128-3f9a1c0b7d2e4f56; empty to verify the chain by itself"),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
