"""Typed: what somebody wrote into a cell of the page, read as a workbook's cell is read."""

from __future__ import annotations

from kaifang.core.errors import KaifangError
from kaifang.exchange.form_books.layout import NO_VALUE
from kaifang.exchange.form_books.numbers import number_in
from kaifang.facts.check_rules import unit_of
from kaifang.facts.form_values import Given
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormRow


def given_in(law: Law, row: FormRow, text: str, reason: str = "") -> Given:
    """The value of a typed text in the unit of the row; what is no number is kept as typed.

    A draft keeps it, submitting refuses it. A dash or 无 is a blank, which is not nought, and
    explains nothing either.
    """
    reason = "" if reason.strip().lower() in NO_VALUE else reason
    try:
        value = number_in(text, unit_of(law, row).code)
    except KaifangError:
        return Given(None, reason, text.strip())
    return Given(value, reason)
