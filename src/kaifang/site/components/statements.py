"""Turn the statements of the programme into figures of a page."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from django.utils.translation import get_language

from kaifang.core.citation import Citation
from kaifang.core.statement import Explanation, Statement
from kaifang.core.text import repair
from kaifang.site.components.addresses import figure_address
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said


def figure_of(statement: Statement | None, **state: Any) -> Figure:
    """Show a statement as a figure; `state` (pack, as_of, seen_at, part) goes into its address."""
    if statement is None:
        return Figure(None)
    quantity, high = statement.quantity, statement.high
    return Figure(
        value=quantity.value if quantity else None,
        href=address_of(statement, **state),
        unit=quantity.unit if quantity else "",
        digits=statement.digits,
        authority=statement.authority.value if statement.authority else "published",
        reason=statement.missing or "",
        comparator=statement.comparator,
        high=high.value if high else None,
    )


def address_of(statement: Statement, **state: Any) -> str:
    """Return the address where a statement is explained."""
    asked = statement.query | state
    return figure_address(statement.indicator, statement.org, statement.period.code, **asked)


def cited(explanation: Explanation) -> str:
    """Write an answer with its citations, ready to be pasted into a paper."""
    language = (get_language() or "zh")[:2]
    sources = "; ".join(cite.text(language) for cite in explanation.leaves())
    answer = f"{said(explanation.title)} {said(explanation.answer)}"
    return f"{answer} [{sources}]" if sources else answer


def clause_id(quote: str) -> str:
    """Name a clause in the address of its document: the same words, the same name.

    >>> clause_id("全省货物进出口7724亿元") == clause_id(" 全省貨物进出口 ７７２４亿元")
    True
    """
    words = re.sub(r"\s+", "", repair(quote).text)
    return "c" + sha256(words.encode()).hexdigest()[:10]


def document_address(citation: Citation, state: str = "") -> str:
    """Return where the clause of a citation is shown in its document; `state` begins with "?"."""
    if citation.document is None:
        return ""
    anchor = f"#{clause_id(citation.quote)}" if citation.quote else ""
    return f"/documents/{citation.document.id}/{state}{anchor}"
