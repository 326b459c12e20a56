"""What is typed on the page of a form: the cells of the grid, files, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kaifang.facts.form_values import Given
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry
from kaifang.programme.reporting.typed import given_in

MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What stands in the two fields of a cell, and what stood there when the page was made."""

    value: str
    reason: str
    was: tuple[str, str]

    @property
    def is_touched(self) -> bool:
        return (self.value, self.reason) != self.was


class GridPost:
    """The cells of a posted grid; only those that were touched are changes."""

    def __init__(self, law: Law, form: FormEntry, post: QueryDict) -> None:
        self._law, self._form, self._post = law, form, post
        self.cells: Mapping[str, TypedCell] = {
            row.key: self._cell(row.key) for row in form.rows if f"value:{row.key}" in post
        }

    @property
    def version(self) -> int:
        """The version that the page was made of."""
        text = self._post.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def reason(self) -> str:
        return self._text("why")[:MOST_LETTERS]

    def changes(self) -> dict[str, Given]:
        """What was typed, read as a workbook's cells are read."""
        return {
            row.key: given_in(self._law, row, one.value, one.reason)
            for row in self._form.rows
            if (one := self.cells.get(row.key)) is not None and one.is_touched
        }

    def returned(self) -> dict[str, str]:
        """The rows that a reviewer ticked, with the reason of each."""
        rows = [row.key for row in self._form.rows if f"back:{row.key}" in self._post]
        return {row: self._text(f"why:{row}")[:MOST_LETTERS] for row in rows}

    def _cell(self, key: str) -> TypedCell:
        was = (self._text(f"was:{key}"), self._text(f"wasreason:{key}"))
        return TypedCell(self._text(f"value:{key}"), self._text(f"reason:{key}"), was)

    def _text(self, name: str) -> str:
        return self._post.get(name, "").strip()[:MOST_LETTERS]


class BookForm(forms.Form):
    """A workbook that comes back."""

    act = forms.CharField(widget=forms.HiddenInput, initial="upload")
    book = forms.FileField(
        label=_("Workbook"), help_text=_("The .xlsx file of this form, or .xls; up to 20 MB")
    )


class ScanForm(forms.Form):
    """The scan of a signed sheet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("Signed sheet"), help_text=_("PDF, PNG or JPEG, up to 20 MB"))
