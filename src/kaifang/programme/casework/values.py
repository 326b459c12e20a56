"""Values of fields as people give them: read by their kind, with code lists and check digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kaifang.cases.definition import Definition
from kaifang.cases.position import amount
from kaifang.core.bilingual import Text, same
from kaifang.core.codes import CodeList
from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.messages import message
from kaifang.core.party import InvalidCreditCode, credit_code
from kaifang.core.units import Quantity, UnknownUnit, unit
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.code_lists import code_list, code_maps

LONGEST_VALUE = 2000
_EARLIEST = date(1949, 10, 1)
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:(?P<by>[, ])\d{3})(?:(?P=by)\d{3})*)(?:\.\d+)?")
Codes = Callable[[CaseField], CodeList | None]


class ValueUnreadable(KaifangError):
    """What is given for a field is not of its kind."""

    code = "KF-CASE-308"


class CodeUnlisted(KaifangError):
    """A code is not in the list that its field names."""

    code = "KF-CASE-309"


def read_value(law: Law, field: CaseField, given: Any) -> str | int:
    """Read what is given for a field as it is recorded; amounts stay exact, as texts.

    Wide digits, blanks and commas between thousands are put right. A code may be given with its
    name behind it, an organisation by its name.

    Raises: ValueUnreadable, CodeUnlisted.
    """
    text = unicodedata.normalize("NFKC", str(given)).strip() if field.kind != "text" else str(given)
    match field.kind:
        case "integer":
            return _whole(field, text)
        case "amount":
            return _amount(field, text)
        case "date":
            return _day(field, text)
        case "month":
            return _day(field, f"{text}-01")[:7]
        case "choice":
            return _choice(field, text)
        case "code":
            return _code(law, field, text)
        case "org":
            return _org(law, field, text)
        case "credit_code":
            return _credit_code(field, text)
        case "case":
            text = text.split(" ", maxsplit=1)[0]
    if len(text) > LONGEST_VALUE or "\0" in text:
        raise _unreadable(field, text[:40])
    return text.strip()


def read_values(law: Law, definition: Definition, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an event with its declared fields read; what is blank is left out.

    Raises: SeveralErrors with all that is wrong.
    """
    fields = {one.id: one for one in definition.process.fields}
    read: dict[str, Any] = {}
    wrong: list[KaifangError] = []
    for id, value in data.items():
        if value in (None, ""):
            continue
        try:
            read[id] = read_value(law, fields[id], value) if id in fields else value
        except KaifangError as error:
            wrong.append(error)
    if wrong:
        raise SeveralErrors(wrong)
    return read


def told_value(law: Law, field: CaseField, value: Any, codes: Codes | None = None) -> Text:
    """A recorded value in words: the name of a choice, a code or an organisation, an amount's unit.

    `codes` are those of `codes_once`, where many values are told.
    """
    given = str(value)
    if field.kind == "choice":
        return next((one.name.text for one in field.choices if one.id == given), Text(given, given))
    if field.kind == "org" and given in law.orgs:
        return law.orgs[given].name
    if field.kind == "code":
        listed = codes(field) if codes else codes_of(law, field)
        if listed is not None and given in listed:
            name = listed[given].name
            return Text(f"{given} {name.zh}", f"{given} {name.en}")
    number = amount(value) if field.kind == "amount" else None
    return Text(given, given) if number is None else _counted(field, number)


def _counted(field: CaseField, number: Decimal) -> Text:
    """A number as each language counts: 104,900万元, 1,049 million yuan."""
    try:
        told = Quantity(number, unit(field.unit))
    except UnknownUnit:
        shown = f"{number:,}"
        return Text(f"{shown}{field.unit}", f"{shown} {field.unit}".strip())
    return Text(told.text("zh"), told.text("en"))


def unit_of(field: CaseField) -> Text:
    """The unit of a field in words; one that only the pack knows is called as it stands there."""
    try:
        return unit(field.unit).name
    except UnknownUnit:
        return same(field.unit)


def codes_of(law: Law, field: CaseField) -> CodeList | None:
    """The list of a field of codes: the edition that it names, else the newest that is there."""
    id, _, edition = (field.list or "").partition("@")
    if edition:
        return code_list(law, id, edition)
    own = [one.edition for one in law.code_lists.values() if one.id == id]
    mapped = [one.edition for one in code_maps(law).values() if one.list == id]
    for newest in sorted({*own, *mapped}, reverse=True):
        try:
            return code_list(law, id, newest)
        except UnknownName:  # its map is there, and nobody has imported it yet
            continue
    return None


def codes_once(law: Law) -> Codes:
    """Find the lists of fields as `codes_of`, each once."""
    held: dict[str, CodeList | None] = {}

    def found(field: CaseField) -> CodeList | None:
        name = field.list or ""
        if name not in held:
            held[name] = codes_of(law, field)
        return held[name]

    return found


def _whole(field: CaseField, text: str) -> int:
    plain = _ungrouped(text)
    if plain is None or len(plain) > 15 or "." in plain:
        raise _unreadable(field, text)
    return int(plain)


def _amount(field: CaseField, text: str) -> str:
    plain = _ungrouped(text)
    if plain is None or len(plain) > 30 or len(plain.lstrip("+-").partition(".")[0]) > 15:
        raise _unreadable(field, text)
    return plain


def _ungrouped(text: str) -> str | None:
    """A number without what groups its thousands; None of a text such as 1,5 or 12 34."""
    found = _NUMBER.fullmatch(text)
    return re.sub(r"[, ]", "", text) if found else None


def _day(field: CaseField, text: str) -> str:
    try:
        day = date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise _unreadable(field, text) from None
    if day < _EARLIEST:  # 0202-03 for 2022-03: a count would begin in that year
        raise _unreadable(field, text)
    return day.isoformat()


def _choice(field: CaseField, text: str) -> str:
    for one in field.choices:
        if text in (one.id, one.name.zh, one.name.en):
            return one.id
    raise _unreadable(field, text)


def _code(law: Law, field: CaseField, text: str) -> str:
    listed = codes_of(law, field)
    code = text.split(" ", maxsplit=1)[0]
    if listed is not None and code not in listed and not listed.is_sample:
        near = nearest(code, [one.code for one in listed])
        raise CodeUnlisted(name=field.name.text, found=text, expected=listed.name, near=near)
    if not code or len(code) > 40:
        raise _unreadable(field, text)
    return code


def _org(law: Law, field: CaseField, text: str) -> str:
    if text in law.orgs:
        return text
    for one in law.orgs:
        if text in (one.name.zh, one.name.en, one.name.short):
            return one.id
    raise _unreadable(field, text)


def _credit_code(field: CaseField, text: str) -> str:
    try:
        return credit_code(text)
    except InvalidCreditCode:
        raise _unreadable(field, text) from None


def _unreadable(field: CaseField, found: str) -> ValueUnreadable:
    kind = "text" if field.kind == "code" else field.kind
    expected = message(f"case.value.{kind}")
    if field.kind == "choice":
        zh = "、".join(one.name.zh for one in field.choices)
        en = ", ".join(one.name.en for one in field.choices)
        expected = Text(f"{expected.zh}（{zh}）", f"{expected.en} ({en})")
    return ValueUnreadable(name=field.name.text, found=found, expected=expected)
