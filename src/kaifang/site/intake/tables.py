"""What is wrong with a book, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaifang.facts.form_values import Finding
from kaifang.site.asking import spoken
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named

MOST = 100  # findings that a page lists; the marked copy has them all


def finding_table(findings: Sequence[Finding]) -> Table:
    """One row a wrong cell, from the top of the book down."""
    columns = [
        Column("where", _("Cell"), kind="short"),
        Column("says", _("What is wrong")),
        Column("found", _("Found")),
        Column("expected", _("Expected")),
        Column("column", _("Column")),
        Column("cite", _("Source")),
    ]
    rows = [_row(one) for one in findings[:MOST]]
    return Table("findings", _("Findings"), columns, rows, formats=())


def _row(one: Finding) -> Row:
    return Row({
        "where": one.where.rpartition("!")[2],
        "column": named(one.cell.row, below=one.cell.org),
        "found": said(one.found),
        "expected": said(one.expected),
        "says": named(said(one.says), below=f"{said(one.remedy) if one.remedy else ''} {one.rule}"),
        "cite": _source(one),
    }, key=f"{one.where} {one.rule}")  # fmt: skip


def _source(one: Finding) -> str:
    return one.cite.text(spoken()) if one.cite else ""
