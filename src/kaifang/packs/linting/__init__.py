"""Lint: everything that a pack can be wrong about, told at once with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law
from kaifang.packs.linting.agreement import failing_checks, overlaps
from kaifang.packs.linting.asking import asked_once, form_rows
from kaifang.packs.linting.bands import bands
from kaifang.packs.linting.case_fields import case_fields
from kaifang.packs.linting.driving import driving, levels
from kaifang.packs.linting.feeds import feed_findings
from kaifang.packs.linting.names import duplicates, references, returns, unregistered_texts
from kaifang.packs.linting.notices import notices
from kaifang.packs.linting.processes import processes
from kaifang.packs.linting.rates import rates
from kaifang.packs.linting.shape import circles, codes, grids, lists, patterns, seasons
from kaifang.packs.linting.values import citations, dates, figures, signs
from kaifang.packs.mapping import check_map
from kaifang.packs.quoting import Coverage

Texts = Mapping[str, str]


def lint(law: Law, texts: Texts | None = None) -> list[KaifangError]:
    """Return all findings of a composed pack; `texts` maps document ids to texts as received.

    With the text of a document at hand, or in a pack's own texts/, quotations must stand in it and
    every numeral of it must be covered. What could not be read comes first, alone: the rest would
    only repeat it.
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


def _maps(law: Law) -> Iterator[KaifangError]:
    for map in law.maps.values():
        yield from check_map(law, map)


_CHECKS: tuple[Callable[[Law], Iterator[KaifangError]], ...] = (
    duplicates,
    references,
    returns,
    unregistered_texts,
    citations,
    figures,
    signs,
    dates,
    overlaps,
    circles,
    grids,
    seasons,
    lists,
    codes,
    _maps,
    patterns,
    form_rows,
    asked_once,
    driving,
    levels,
    processes,
    notices,
    bands,
    case_fields,
    feed_findings,
    rates,
    failing_checks,
)
