"""A book of cases that comes back, and the confirmation of one that was looked at."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

CHECK, CONFIRM = "check", "confirm"


class TicketField(forms.CharField):
    """The word under which a page follows its own upload."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, max_length=60, required=False)


class CheckForm(forms.Form):
    """A filled-in book."""

    act = forms.CharField(widget=forms.HiddenInput, initial=CHECK)
    ticket = TicketField()
    book = forms.FileField(
        label=_("Filled-in workbook"), help_text=_("The .xlsx file of this process, up to 20 MB")
    )


class ConfirmForm(forms.Form):
    """A book that was looked at: where it is held, and its name."""

    act = forms.CharField(widget=forms.HiddenInput, initial=CONFIRM)
    secret = forms.CharField(widget=forms.HiddenInput, max_length=60)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    ticket = TicketField()
