"""Export a pack: its figures as flat objects for a notebook, its schema for an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from kaifang.core.numerals import read
from kaifang.core.observation import Measure
from kaifang.core.text import repair
from kaifang.core.units import NotANumber, Quantity, UnknownUnit, unit
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law
from kaifang.packs.quoting import agrees
from kaifang.packs.schema.base import CiteEntry, Entry
from kaifang.packs.schema.figures import FactEntry, Figures, ParameterEntry, TargetEntry
from kaifang.packs.schema.head import PackHead
from kaifang.packs.schema.rules import CodeMapEntry, ListEntry

Record = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def export(law: Law) -> list[Record]:
    """Return one flat object per figure of the pack itself, in file order.

    `value`, `high` and `unit` are as printed, numbers as decimal text; `value` is None where the
    document commits without a number. A figure cited more than once keeps the further quotations
    in `also`, one line each. How many a list has, where no other figure tells it, is one too.
    """
    own = [entry for entry in law.figures if entry.pack == law.id]
    told = {(cite.doc, cite.printed) for entry in own for cite in entry.cite}
    counts = [one for one in _list_records(law) if (one["document"], one["printed"]) not in told]
    return sorted([*(_record(law, entry) for entry in own), *counts], key=_file_order)


def kind_of(entry: Figures) -> str:
    """Name the kind of a figure: count, fact, share, growth_fact, growth_target, rank, date, target.

    A rate standing alone is a growth, also when it is a reduction, a multiple or a lead in points;
    per cent of a whole is a share; 家 项 个 条 列 班 户 天 are counted, all else is an amount.
    """
    if isinstance(entry, TargetEntry):
        return _TARGET_KINDS.get(entry.target.form, "target")
    if isinstance(entry, FactEntry) and entry.measure in _MEASURE_KINDS:
        return _MEASURE_KINDS[entry.measure]
    return _unit_kind(entry.figures[0]) if entry.figures else "fact"


_TARGET_KINDS = {
    "growth": "growth_target",
    "reduction": "growth_target",
    "multiple": "growth_target",
    "growth_above": "growth_target",
    "rank": "rank",
    "by": "date",
}
_MEASURE_KINDS = {
    Measure.GROWTH: "growth_fact",
    Measure.REDUCTION: "growth_fact",
    Measure.CHANGE: "growth_fact",
    Measure.MULTIPLE: "growth_fact",
    Measure.GROWTH_ABOVE: "growth_fact",
    Measure.SHARE: "share",
    Measure.SHARE_KEPT: "share",
    Measure.RANK: "rank",
}
_COUNTED = ("count.", "working_day", "natural_day", "pure")
_CARRIED = ("count.box", "count.visit", "count.step")  # loads, visits and tiers are amounts


def _unit_kind(quantity: Quantity) -> str:
    dimension = quantity.unit.dimension
    if dimension == "share":
        return "share"
    is_counted = dimension.startswith(_COUNTED) and dimension not in _CARRIED
    return "count" if is_counted else "fact"


def _file_order(record: Record) -> tuple[str, int]:
    file, _, line = record["where"].rpartition(":")
    return file, int(line)


def _record(law: Law, entry: Figures) -> Record:
    first, *others = _leading_first(entry)
    return {
        "id": entry.id,
        "kind": kind_of(entry),
        **_citation(first),
        **_subject(law, entry),
        **_amount(entry, first),
        "comparator": entry.comparator,
        "strength": entry.strength,
        **_form(entry),
        "where": entry.where,
        "also": _also(others),
    }


def _list_records(law: Law) -> Iterator[Record]:
    for entry in law.lists.values():
        if entry.pack == law.id and entry.expected is not None:
            yield _list_record(law, entry, entry.expected)


def _list_record(law: Law, entry: ListEntry, expected: Quantity) -> Record:
    """How many a list has, as its document counts them."""
    first, *others = sorted(entry.cite, key=lambda cite: not _prints(cite, (expected,)))
    period = entry.valid or law.head.period
    return {
        "id": entry.id,
        "kind": "count",
        **_citation(first),
        "indicator": None,
        "indicator_name": entry.name.zh,
        "organisation": law.head.org,
        "organisation_name": _organisation_name(law, law.head.org),
        "period": period.code if period else None,
        "part": None,
        "value": _number(expected),
        "high": None,
        "unit": _unit_as_printed(expected, first.printed),
        "from": None,
        "comparator": "eq",
        "strength": "none",
        "measure": "list",
        "base": None,
        "each": None,
        "where": entry.where,
        "also": _also(others),
    }


def _leading_first(entry: Figures) -> list[CiteEntry]:
    """The citations, the first that prints the value itself leading (not the value before)."""
    return sorted(entry.cite, key=lambda cite: not _prints(cite, entry.figures))


def _also(cites: Sequence[CiteEntry]) -> str | None:
    """Further quotations, one line each, after the document that they stand in."""
    return "\n".join(f"{cite.doc}: {cite.quote}" for cite in cites if cite.quote) or None


def _prints(cite: CiteEntry, figures: tuple[Quantity, ...]) -> bool:
    if not (cite.printed and figures):
        return False
    try:
        return agrees(read(repair(cite.printed).text), figures)
    except NotANumber:
        return False


def _citation(cite: CiteEntry) -> Record:
    reason = cite.estimate or cite.assumption
    return {
        "document": cite.doc,
        "quote": cite.quote or None,
        "printed": cite.printed or None,
        "article": cite.article or None,
        "table": cite.table or None,
        "row": cite.row or None,
        "reason": reason.zh if reason else None,
    }


def _subject(law: Law, entry: Figures) -> Record:
    indicator = getattr(entry, "indicator", None)
    organisation = entry.org or law.head.org
    period = entry.valid if isinstance(entry, ParameterEntry) else entry.period
    return {
        "indicator": indicator,
        "indicator_name": _indicator_name(law, entry),
        "organisation": organisation,
        "organisation_name": _organisation_name(law, organisation),
        "period": period.code,
        "part": _part(entry),
    }


def _indicator_name(law: Law, entry: Figures) -> str | None:
    if isinstance(entry, ParameterEntry):
        return entry.name.zh
    if entry.indicator:
        return law.indicator(entry.indicator).name.zh
    milestone = entry.target.milestone if isinstance(entry, TargetEntry) else None
    name = getattr(entry, "name", None) or milestone
    return name.zh if name else None


def _organisation_name(law: Law, id: str | None) -> str | None:
    if id is None:
        return None
    if id in law.orgs:
        return law.orgs[id].name.zh
    if id in law.orgs.groupings:
        return law.orgs.groupings[id].name.zh
    return law.lists[id].name.zh if id in law.lists else id


def _part(entry: Figures) -> str | None:
    if isinstance(entry, ParameterEntry):
        return entry.subject or None
    return entry.part_code or None


def _amount(entry: Figures, cite: CiteEntry) -> Record:
    low, *rest = entry.figures or (None,)
    before = entry.target.from_ if isinstance(entry, TargetEntry) else getattr(entry, "from_", None)
    by = entry.target.by if isinstance(entry, TargetEntry) else None
    return {
        "value": _number(low) or (by.isoformat() if by else None),
        "high": _number(rest[0]) if rest else None,
        "unit": None if low is None else _unit_as_printed(low, cite.printed),
        "from": _number(before),
    }


def _number(quantity: Quantity | None) -> str | None:
    return None if quantity is None else f"{quantity.value:f}"


def _unit_as_printed(quantity: Quantity, printed: str) -> str:
    """The unit's name as the document prints it: 500余名 is counted in 名, not in 人."""
    text = repair(printed).text
    code = quantity.unit.code
    if code in text:
        return code
    for length in range(min(6, len(text)), 0, -1):
        for start in range(len(text) - length + 1):
            if _is_name_of(text[start : start + length], quantity):
                return text[start : start + length]
    return code


def _is_name_of(word: str, quantity: Quantity) -> bool:
    try:
        return word == word.strip() and unit(word) == quantity.unit
    except UnknownUnit:
        return False


def _form(entry: Figures) -> Record:
    """What is said of the indicator, and over or of what."""
    if isinstance(entry, FactEntry):
        return {"measure": entry.measure.value, "base": entry.base or None, "each": None}
    if isinstance(entry, TargetEntry):
        form = entry.target
        base = form.over or form.than or "+".join(form.growth_above) or form.share_not_below
        return {"measure": form.form, "base": base or None, "each": form.each}
    return {"measure": "parameter", "base": None, "each": None}


# -- JSON Schema --------------------------------------------------------------------------------


def json_schema(kind: str | None = None) -> Record:
    """Return the JSON Schema of the files of a pack, for editors.

    `$defs` has one definition per kind of file (`pack`, `documents`, `facts`, …); with `kind` the
    schema is that of one such file. YAML's bare numbers, dates and booleans stand for texts, as
    they do when a pack is read.
    """
    models: dict[str, type[Entry]] = {**KINDS, "pack": PackHead, "code_maps": CodeMapEntry}
    references, shared = models_json_schema(
        [(model, "validation") for model in models.values()],
        ref_template="#/$defs/{model}",
    )
    entries = {name: references[(model, "validation")] for name, model in models.items()}
    files = {kind: _file_schema(kind, entries) for kind in KINDS}
    head = {"title": "政策包 · policy pack", **entries["pack"]}
    own = {"pack": head, **files}
    wanted = own if kind is None else {kind: own[kind]}
    definitions = _with_all_it_names(wanted, _loosened(shared["$defs"]))
    schema: Record = {"$schema": DIALECT, "title": "Kaifang policy pack", "$defs": definitions}
    return schema if kind is None else {**schema, "$ref": f"#/$defs/{kind}"}


def _with_all_it_names(schema: Record, shared: Record) -> Record:
    """The definitions, with those of the shared ones that they refer to, however far down."""
    waiting, found = [schema], dict(schema)
    while waiting:
        for name in _names_in(waiting.pop()):
            if name not in found:
                found[name] = shared[name]
                waiting.append(shared[name])
    return found


def _names_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if reference := schema.get("$ref"):
            yield reference.removeprefix("#/$defs/")
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from _names_in(one)


def _file_schema(kind: str, entries: Mapping[str, Record]) -> Record:
    label = LABELS[kind]
    items = entries[kind]
    if kind == "maps":
        items = {"anyOf": [items, entries["code_maps"]]}
    title = f"{label.zh} · {label.en}"
    return {"title": title, "type": "array", "items": items}


def _loosened(schema: Any) -> Any:
    """Let a number or a boolean stand where the reader keeps the text of any scalar."""
    if isinstance(schema, list):
        return [_loosened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _loosened(one) for key, one in schema.items()}
    kind = loose.get("type")
    if kind == "string" and "enum" not in loose and "const" not in loose:
        loose["type"] = ["string", "number", "boolean"]
    if kind in ("integer", "number"):
        loose["type"] = [kind, "string"]
    return loose
