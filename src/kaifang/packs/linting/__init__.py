"""Lint: everything that a pack can be wrong about, told at once with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.units import Quantity, UnitMismatch, round_half_up
from kaifang.packs.checking import compute
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.loading import DuplicateId, Pack
from kaifang.packs.mapping import check_map
from kaifang.packs.quoting import BadPattern, Coverage, check_figure, check_quote
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry, Figures, IndicatorEntry, TargetEntry
from kaifang.packs.schema.rules import CheckEntry, DifferenceEntry, TaskEntry
from kaifang.packs.texts import OtherText, check_registered


class UnitUnfit(KaifangError):
    code = "KF-PACK-018"


class CheckFails(KaifangError):
    code = "KF-PACK-019"


class AheadOfItsText(KaifangError):
    """A fact is about a time after the document that states it."""

    code = "KF-PACK-027"


class Overlap(KaifangError):
    code = "KF-PACK-022"


Texts = Mapping[str, str]


def lint(law: Law, texts: Texts | None = None) -> list[KaifangError]:
    """Return all findings of a composed pack; `texts` maps document ids to texts as received.

    With the text of a document at hand, or in a pack's own texts/, quotations must stand in it and
    every numeral of it must be covered.
    """
    findings = law.findings
    if findings:
        return _in_order(findings)
    for check in _CHECKS:
        findings += check(law)
    for document, text in {**law.texts, **(texts or {})}.items():
        if document in law.documents:
            findings += Coverage(law, document, text).findings()
    return _in_order(findings)


def _in_order(findings: list[KaifangError]) -> list[KaifangError]:
    def place(finding: KaifangError) -> tuple[str, int]:
        file, _, line = finding.where.rpartition(":")
        return file, int(line) if line.isdigit() else 0

    return sorted(findings, key=place)


def _duplicates(law: Law) -> Iterator[KaifangError]:
    """An id that two packs define, unless the later one extends the earlier."""
    for kind in KINDS:
        first: dict[str, Entry] = {}
        for pack in law.packs:
            for id, entry in pack.entries[kind].items():
                if id in first and pack.head.extends != first[id].pack:
                    where = first[id].where
                    yield DuplicateId.at(entry.where, found=id, expected=where, kind=LABELS[kind])
                first[id] = entry


def _references(law: Law) -> Iterator[KaifangError]:
    """Names that nothing defines."""
    for pack in law.packs:
        yield from _head_references(law, pack)
        for entry in pack:
            for kind, name in _names_in(entry):
                if name not in _known(law, kind):
                    near = nearest(name, _known(law, kind))
                    yield UnknownName.at(entry.where, kind=LABELS[kind], found=name, near=near)


def _head_references(law: Law, pack: Pack) -> Iterator[KaifangError]:
    head = pack.head
    named = [("orgs", head.org), ("grids", head.grid), ("lights", head.lights)]
    named += [("indicators", id) for id in head.headline]
    if "nation" in head.model_fields_set:
        named.append(("orgs", head.nation))
    for kind, name in named:
        if name and name not in _known(law, kind):
            near = nearest(name, _known(law, kind))
            yield UnknownName.at(head.where, kind=LABELS[kind], found=name, near=near)


def _known(law: Law, kind: str) -> Mapping[str, object]:
    if kind == "figures":
        return {**law.facts, **law.targets, **law.parameters}
    if kind == "wholes":
        return {**_known(law, "orgs"), **_known(law, "indicators")}
    if kind == "orgs":
        return {
            **{org.id: org for org in law.orgs},
            **law.orgs.groupings,
            **law.lists,
            "own_city": 1,
        }
    return {id: entry for pack in law.packs for id, entry in pack.entries[kind].items()}


def _names_in(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every reference of an entry: (kind, id)."""
    for cite in getattr(entry, "cite", None) or ():
        if cite.doc:
            yield "documents", cite.doc
    for field, kind in _REFERENCES:
        value = getattr(entry, field, None)
        for name in (value,) if isinstance(value, str) else value or ():
            if isinstance(name, str) and name:
                yield (
                    ("tasks" if isinstance(entry, TaskEntry) and field == "parent" else kind),
                    name,
                )
    if isinstance(entry, FactEntry):
        yield from (("wholes", name) for name in entry.of)
    if isinstance(entry, TargetEntry):
        yield from _target_names(entry)
    if isinstance(entry, IndicatorEntry) and entry.formula:
        yield from (("indicators", name) for name in entry.formula.operands)
    if isinstance(entry, DifferenceEntry):
        yield from (("figures", name) for name in entry.figures)


def _target_names(entry: TargetEntry) -> Iterator[tuple[str, str]]:
    form = entry.target
    yield from (("orgs", name) for name in form.growth_above)
    if form.share_not_below:
        yield "orgs", form.share_not_below
    if form.each:
        yield "orgs", form.each


_REFERENCES = (
    ("indicator", "indicators"),
    ("org", "orgs"),
    ("parent", "orgs"),
    ("lead", "orgs"),
    ("partners", "orgs"),
    ("members", "orgs"),
    ("doc", "documents"),
    ("task", "tasks"),
    ("light", "lights"),
    ("difference", "differences"),
)


def _texts(law: Law) -> Iterator[KaifangError]:
    """Texts of documents that the pack does not register, or registers with another digest."""
    for pack in law.packs:
        documents = pack.entries["documents"]
        for id, received in pack.texts.items():
            place = f"packs/{pack.folder.name}/texts/{id}.txt"
            if id not in documents:
                near = nearest(id, documents)
                yield UnknownName.at(place, kind=LABELS["documents"], found=id, near=near)
                continue
            try:
                check_registered(received, law.documents[id], Path(place))
            except OtherText as error:
                yield error


def _citations(law: Law) -> Iterator[KaifangError]:
    for pack in law.packs:
        for entry in pack:
            for cite in getattr(entry, "cite", None) or ():
                document = law.documents.get(cite.doc or "")
                yield from check_quote(entry, cite, document.lang if document else "zh")


def _figures(law: Law) -> Iterator[KaifangError]:
    for figure in law.figures:
        yield from check_figure(figure)
        yield from _unit_fits(law, figure)


def _unit_fits(law: Law, figure: Figures) -> Iterator[KaifangError]:
    """Levels convert into the indicator's unit; growth and shares are per cent."""
    indicator = law.indicators.get(getattr(figure, "indicator", None) or "")
    if indicator is None:
        return
    expected = _expected_unit(figure, indicator)
    for quantity in figure.figures:
        if expected is None:
            continue
        try:
            quantity.to(expected)
        except UnitMismatch:
            yield UnitUnfit.at(
                figure.where,
                found=quantity.unit.code,
                expected=expected,
                indicator=indicator.id,
            )


def _expected_unit(figure: Figures, indicator: IndicatorEntry) -> str | None:
    if isinstance(figure, FactEntry):
        return _MEASURE_UNITS.get(figure.measure.value, indicator.unit.code)
    if isinstance(figure, TargetEntry):
        return _MEASURE_UNITS.get(figure.target.form, indicator.unit.code)
    return None


_MEASURE_UNITS = {
    "growth": "%",
    "share": "%",
    "rank": "位",
    "multiple": "倍",
    "reduction": "%",
    "growth_above": "个百分点",
    "change": None,
}


def _dates(law: Law) -> Iterator[KaifangError]:
    """Facts about a time that their document could not know; what is expected may lie ahead."""
    for fact in law.facts.values():
        told = [cite.dated for cite in law.citations(fact) if cite.dated]
        if told and fact.period.start > max(told) and fact.strength != "expect":
            yield AheadOfItsText.at(fact.where, found=fact.period.code, expected=max(told))


def _overlaps(law: Law) -> Iterator[KaifangError]:
    """Two facts about the same thing with different values, in no difference."""
    explained = [set(entry.figures) for entry in law.differences.values()]
    first: dict[tuple[object, ...], FactEntry] = {}
    for fact in law.facts.values():
        documents = tuple(sorted({cite.doc or "" for cite in fact.cite}))
        key = (
            fact.indicator,
            fact.org,
            fact.period,
            fact.measure,
            fact.base,
            fact.part_code,
            fact.authority,
            documents,
        )
        other = first.setdefault(key, fact)
        declared = any({fact.id, other.id} <= known for known in explained)
        if other is not fact and other.figures != fact.figures and not declared:
            yield Overlap.at(
                fact.where, found=_values(fact), expected=f"{_values(other)} ({other.where})"
            )


def _values(fact: FactEntry) -> str:
    return "~".join(str(quantity) for quantity in fact.figures) or "—"


def _checks(law: Law) -> Iterator[KaifangError]:
    for check in law.checks.values():
        yield from _run_check(law, check)


def _run_check(law: Law, check: CheckEntry) -> Iterator[KaifangError]:
    try:
        found = compute(check.compute, lambda name: law.figure(name).figures[0])
        expected = _stated(law, check.gives, found)
    except (KaifangError, ArithmeticError, IndexError) as error:
        if isinstance(error, KaifangError):
            error.where = check.where
            yield error
        else:
            yield CheckFails.at(check.where, found=repr(error), expected=check.gives)
        return
    same = round_half_up(found.value, check.digits) == round_half_up(expected, check.digits)
    if same != check.agrees:
        shown = f"{round_half_up(found.value, check.digits + 2)}{found.unit.code}"
        yield CheckFails.at(check.where, found=shown, expected=f"{expected}{found.unit.code}")


def _stated(law: Law, gives: str, found: Quantity) -> Decimal:
    known = gives in law.facts or gives in law.targets or gives in law.parameters
    stated = law.figure(gives).figures[0] if known else Quantity.parse(gives)
    return stated.to(found.unit).value


def _maps(law: Law) -> Iterator[KaifangError]:
    for map in law.maps.values():
        yield from check_map(law, map)


def _patterns(law: Law) -> Iterator[KaifangError]:
    for entry in law.not_figures:
        if entry.pattern:
            try:
                re.compile(entry.pattern)
            except re.error as error:
                yield BadPattern.at(entry.where, found=str(error))


_CHECKS: tuple[Callable[[Law], Iterator[KaifangError]], ...] = (
    _duplicates,
    _references,
    _texts,
    _citations,
    _figures,
    _dates,
    _overlaps,
    _maps,
    _patterns,
    _checks,
)
