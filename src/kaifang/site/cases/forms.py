"""What is asked of a list of cases, and the forms that a definition makes of its acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.renaming import EARLIER
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.packs.law import Law
from kaifang.packs.schema.duplicates import MERGED_STATE
from kaifang.packs.schema.processes import CaseField, NamedPart
from kaifang.programme.casework.evidence import LONGEST_NUMBER, CaseFile, file_of
from kaifang.programme.casework.listing import ENDED, OPEN, OVERDUE, CasesWanted
from kaifang.programme.casework.offering import AskedField, OfferedAct
from kaifang.programme.casework.values import (
    LONGEST_VALUE,
    codes_of,
    read_value,
    told_value,
    unit_of,
)
from kaifang.programme.proofs import KINDS
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
from kaifang.site.filters import Filters, choice

REMARK = "remark"
MOST_CHOICES = 40
_ACCEPTED = ",".join(suffix for suffixes, _kind, _holds in KINDS.values() for suffix in suffixes)


class CaseFilters(Filters):
    """Which cases are shown, and in what order."""

    kept = ("paper", "view")

    state = choice(_("State"))
    org = choice(_("Organisation"))
    order = choice(_("Order"))
    q = forms.CharField(label=_("Find"), required=False, max_length=100)

    def __init__(
        self, asked: Asked, own: Definition, orgs: Iterable[Org], earlier: bool = False
    ) -> None:
        super().__init__(asked)
        general = [(id, message(f"case.all.{id}")) for id in (OPEN, OVERDUE, ENDED)]
        states = [(id, own.label("states", id)) for id in own.states]
        if earlier:
            states.append((EARLIER, message("case.state.earlier")))
        if own.process.duplicates:
            states.append((MERGED_STATE, own.label("states", MERGED_STATE)))
        self.offer("state", [("", _("all")), *general, *states])
        self.offer("org", [("", _("all")), *((org.id, org.name) for org in orgs)])
        self.offer("order", [("", _("newest first")), ("late", _("overdue first"))])

    @property
    def wanted(self) -> CasesWanted:
        """What is asked for. Raises: UnknownChoice."""
        text = self.asked.query.get("q", "").strip()[:100]
        late = self.chosen("order") == "late"
        return CasesWanted(self.chosen("state"), self.chosen("org"), text, late)


class Suggested(forms.TextInput):
    """A line to type in, with the codes of a list offered beneath it."""

    def __init__(self, listed: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.listed = listed

    def render(
        self, name: str, value: object, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        id = f"{(attrs or {}).get('id', name)}_list"
        line = super().render(name, value, {**(attrs or {}), "list": id}, renderer)
        options = format_html_join("", '<option value="{} {}"></option>', self.listed)
        return format_html('{}<datalist id="{}">{}</datalist>', line, id, options)


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The controls of one kind of evidence; `kept` is the file that was uploaded before."""

    part: NamedPart
    file: BoundField
    number: BoundField
    day: BoundField
    held: BoundField
    kept: CaseFile | None


Keep = Callable[[str, UploadedFile], CaseFile]
Others = Callable[[str], Sequence[tuple[str, str]]]  # the cases of a process, with their names


class CaseActForm(forms.Form):
    """One act upon a case, made from the definition; `version` is the state that its writer saw."""

    act = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        law: Law,
        asked: OfferedAct,
        version: int,
        today: date,
        data: QueryDict | None = None,
        files: Any = None,
        initial: Mapping[str, Any] | None = None,
        name: str = "",
        others: Others | None = None,
    ) -> None:
        self.law, self.asked = law, asked
        self.name = name or asked.event
        self.kept: dict[str, CaseFile] = {}
        first = {"act": self.name, "version": version, "on": today, **(initial or {})}
        own = data.copy() if data is not None else None
        super().__init__(own, files, auto_id=f"{self.name.replace('.', '-')}_%s", initial=first)
        for one in asked.fields:
            self.fields[f"field-{one.field.id}"] = _field(law, one, others or _none)
        if asked.extends:
            self.fields["n"] = _extension(asked)
        if asked.reasons:
            self.fields["reason"] = _reason(asked.reasons)
        for part in asked.evidence:
            self._ask_for(part)
        self.fields["on"] = _day(today, required=True)
        if REMARK not in {one.field.id for one in asked.fields}:
            self.fields[REMARK] = _words(_("Remark (may be left blank)"), required=False)

    def _ask_for(self, part: NamedPart) -> None:
        name = said(part.name.text)
        self.fields[f"file-{part.id}"] = forms.FileField(
            label=_("File"), required=False,
            widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
            help_text=_("PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB"),
        )  # fmt: skip
        self.fields[f"number-{part.id}"] = forms.CharField(
            label=_("Its number or title"), required=False, max_length=LONGEST_NUMBER
        )
        self.fields[f"day-{part.id}"] = forms.DateField(
            label=_("Its day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields[f"kept-{part.id}"] = forms.CharField(
            label=name, required=False, widget=forms.HiddenInput, max_length=64
        )

    def keep_files(self, keep: Keep, known: Callable[[str], CaseFile | None]) -> None:
        """Keep what was uploaded before anything is judged, so that a refusal loses no file."""
        for part in self.asked.evidence:
            held = str(self.data.get(f"kept-{part.id}", ""))
            file = known(held) if held else None
            if fresh := self.files.get(f"file-{part.id}"):
                try:
                    file = keep(fresh.name or "", fresh)
                except KaifangError as error:
                    self.add_error(f"file-{part.id}", _told(error))
            self.data[f"kept-{part.id}"] = file.sha256 if file else ""
            if file:
                self.kept[part.id] = file

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for one in self.asked.fields:
            name = f"field-{one.field.id}"
            if not self.cleaned_data.get(name):
                continue
            try:
                self.cleaned_data[name] = read_value(self.law, one.field, self.cleaned_data[name])
            except KaifangError as error:
                self.add_error(name, ValidationError(_told(error)))

    @property
    def own_fields(self) -> list[BoundField]:
        """What the act needs, but for its evidence."""
        return [self[name] for name, one in self._own.items() if one.required]

    @property
    def more_fields(self) -> list[BoundField]:
        """What may be given beside that."""
        return [self[name] for name, one in self._own.items() if not one.required]

    @property
    def has_more(self) -> bool:
        """Whether something was given or is wrong there, so that it stands open."""
        return any(one.value() or one.errors for one in self.more_fields)

    @property
    def _own(self) -> dict[str, forms.Field]:
        kinds = {f"{what}-{part.id}" for part in self.asked.evidence for what in _PARTS}
        others = {*kinds, *_LAST, "act", "version", "event"}
        return {name: one for name, one in self.fields.items() if name not in others}

    @property
    def last_fields(self) -> list[BoundField]:
        """When it happened, and what else is to be said."""
        return [self[name] for name in _LAST if name in self.fields]

    @property
    def evidence(self) -> list[EvidenceGroup]:
        """The controls of each kind of evidence."""
        return [
            EvidenceGroup(part, *(self[f"{what}-{part.id}"] for what in _PARTS),
                          self.kept.get(part.id))
            for part in self.asked.evidence
        ]  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """The values of fields that were given, by their ids."""
        given = self.cleaned_data
        fields = {one.field.id: given.get(f"field-{one.field.id}") for one in self.asked.fields}
        more = {name: given[name] for name in _MORE if given.get(name)}
        return {**{id: v for id, v in fields.items() if v not in (None, "")}, **more}

    @property
    def proofs(self) -> dict[str, dict[str, str]]:
        """The evidence that was given, by its kind."""
        found = {part.id: self._proof(part.id) for part in self.asked.evidence}
        return {kind: what for kind, what in found.items() if what}

    def _proof(self, kind: str) -> dict[str, str]:
        given, day = self.cleaned_data, self.cleaned_data.get(f"day-{kind}")
        file = self.kept.get(kind)
        told = {
            "file": file.sha256 if file else "",
            "number": given.get(f"number-{kind}") or "",
            "date": day.isoformat() if day else "",
        }
        return {name: what for name, what in told.items() if what}


_PARTS = ("file", "number", "day", "kept")
_MORE = (REMARK, "n", "because")
_LAST = ("on", REMARK, "because")


class NewCaseForm(CaseActForm):
    """The act that begins a case, and of which organisation."""

    def __init__(self, *args: Any, orgs: Iterable[Org], **more: Any) -> None:
        super().__init__(*args, **more)
        own = forms.ChoiceField(label=_("Organisation"))
        own.choices = [(org.id, said(org.name)) for org in orgs]
        self.fields = {"act": self.fields["act"], "version": self.fields["version"], "org": own,
                       **self.fields}  # fmt: skip


class CorrectionForm(CaseActForm):
    """What is right instead of an event; it begins with what that one says."""

    event = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, law: Law, asked: OfferedAct, version: int, today: date,
        data: QueryDict | None = None, files: Any = None,
        *, old: Event, others: Others | None = None,
    ) -> None:  # fmt: skip
        self.old = old
        proofs = old.evidence
        initial = {**_said_before(asked, old), "on": timezone.localtime(old.occurred_at).date()}
        super().__init__(law, asked, version, today, data, files, initial, "correct", others)
        self.fields["because"] = _words(_("Why it is corrected"), required=True)
        if data is None:
            kept = {kind: file_of(what) for kind, what in proofs.items()}
            self.kept = {kind: file for kind, file in kept.items() if file}

    @property
    def unasked(self) -> dict[str, Any]:
        """What the event says beside all that the form asks for: it stays."""
        asked = {one.field.id for one in self.asked.fields} | {"evidence", "reason", *_MORE}
        return {name: value for name, value in self.old.data.items() if name not in asked}

    @property
    def unasked_proofs(self) -> dict[str, Any]:
        """Its evidence of kinds that the form does not ask for."""
        asked = {part.id for part in self.asked.evidence}
        return {kind: what for kind, what in self.old.evidence.items() if kind not in asked}


def _said_before(asked: OfferedAct, old: Event) -> dict[str, Any]:
    said_of = {f"field-{one.field.id}": old.data.get(one.field.id) for one in asked.fields}
    more = {name: old.data.get(name) for name in ("reason", REMARK, "n")}
    proofs: dict[str, Any] = {}
    for kind, what in old.evidence.items():
        told = what if isinstance(what, Mapping) else {"number": what}
        for name, key in (("kept", "file"), ("number", "number"), ("day", "date")):
            proofs[f"{name}-{kind}"] = told.get(key)
    return {"event": old.seq, **said_of, **more, **proofs}


def _told(error: KaifangError) -> str:
    return f"{said(error.says)} {said(error.remedy)}"


def _none(_process: str) -> Sequence[tuple[str, str]]:
    return ()


def _field(law: Law, one: AskedField, others: Others) -> forms.Field:
    field = one.field
    label = said(field.name.text)
    about = {
        "label": said(message("case.with_unit", name=label, unit=unit_of(field)))
        if field.unit
        else label,
        "required": one.needed,
        "help_text": _help(law, one),
    }
    match field.kind:
        case "choice":
            choices = [("", "—"), *((each.id, said(each.name.text)) for each in field.choices)]
            return forms.ChoiceField(choices=choices, **about)
        case "org":
            top = law.head.org
            orgs = law.orgs.within(top) if top else list(law.orgs)
            return forms.ChoiceField(
                choices=[("", "—"), *((org.id, said(org.name)) for org in orgs)], **about
            )
        case "code":
            return _code(law, field, about)
        case "case":
            listed = others(field.of or "")
            return forms.CharField(widget=Suggested(listed), max_length=LONGEST_VALUE, **about)
        case "date" | "month":
            return forms.CharField(widget=forms.DateInput(attrs={"type": field.kind}), **about)
    numeric = {"inputmode": "decimal"} if field.kind in ("amount", "integer") else {}
    widget = forms.TextInput(attrs=numeric)
    return forms.CharField(widget=widget, max_length=LONGEST_VALUE, **about)


def _code(law: Law, field: CaseField, about: Mapping[str, Any]) -> forms.Field:
    listed = [(one.code, said(one.name)) for one in codes_of(law, field) or ()]
    if 0 < len(listed) <= MOST_CHOICES:
        named = [(code, f"{code} {name}") for code, name in listed]
        return forms.ChoiceField(choices=[("", "—"), *named], **about)
    return forms.CharField(widget=Suggested(listed), max_length=200, **about)


def _help(law: Law, one: AskedField) -> object:
    """What is to be written, and what is known already."""
    if one.known is not None:
        return _("Known so far: %(value)s; leave it blank to keep that.") % {
            "value": said(told_value(law, one.field, one.known))
        }
    if one.field.kind in ("choice", "org", "date", "month"):
        return ""
    if one.field.kind == "code":
        return _("A code of the list; type part of its name to find it.")
    return "" if one.field.kind == "text" else said(message(f"case.value.{one.field.kind}"))


def _reason(parts: Sequence[NamedPart]) -> forms.ChoiceField:
    named = [(part.id, said(part.name.text)) for part in parts]
    return forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *named])


def _extension(asked: OfferedAct) -> forms.IntegerField:
    clock = asked.extends
    assert clock is not None
    assert clock.extend is not None
    most = clock.extend.n
    unit = said(message(f"case.unit.{clock.counted_in}", n=most))
    return forms.IntegerField(
        label=_("By how much"), min_value=1, max_value=most, initial=most,
        help_text=_("At most %(most)s") % {"most": unit},
    )  # fmt: skip


def _day(today: date, **more: Any) -> forms.DateField:
    attrs = {"type": "date", "max": today.isoformat()}
    return forms.DateField(label=_("Day on which it happened"),
                           widget=forms.DateInput(attrs=attrs, format="%Y-%m-%d"), **more)  # fmt: skip


def _words(label: object, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST_VALUE, **more
    )
