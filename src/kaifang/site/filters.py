"""Filters of a page: a form whose state stands in the address, with what else stands there."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from kaifang.core.errors import nearest
from kaifang.programme.errors import UnknownChoice
from kaifang.site.asking import STATE, Asked
from kaifang.site.components.markup import said

Choices = Iterable[tuple[str, object]]


class Filters(forms.Form):
    """A GET form; `kept` names further parameters that stay in the address."""

    kept: tuple[str, ...] = ()

    def __init__(self, asked: Asked) -> None:
        filtered = any(asked.query.get(name) for name in self.base_fields)
        super().__init__(asked.query if filtered else None, auto_id="filter_%s")
        self.asked = asked
        for name in (*STATE, *self.kept):
            if held := asked.query.get(name):
                self.fields[name] = forms.CharField(
                    required=False, widget=forms.HiddenInput, initial=held
                )

    def offer(self, name: str, choices: Choices) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = [(value, said(label)) for value, label in choices]

    def chosen(self, name: str) -> str:
        """What was chosen, "" for all. Raises: UnknownChoice."""
        value = self.asked.query.get(name, "")
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and value:
            known = [str(choice) for choice, _ in field.choices]
            if value not in known:
                near = nearest(value, known)
                raise UnknownChoice(name=str(field.label), found=value, near=near)
        return value

    @property
    def clear(self) -> str:
        """The address without any filter."""
        return self.asked.address("") or "?"


def choice(label: object) -> forms.ChoiceField:
    """A field of which one value may be chosen."""
    return forms.ChoiceField(label=label, required=False)
