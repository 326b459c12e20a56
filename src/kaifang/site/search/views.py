"""What is found by some words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.core.bilingual import Text, joined
from kaifang.programme.finding import KINDS, QUOTATIONS, Found, find, label_of
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.components.statements import clause_id
from kaifang.site.linking import SEVERAL, entry_address

A_KIND, ONE_KIND = 8, 200
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `more` leads to all of it."""

    kind: str
    label: object
    count: int
    found: Sequence[tuple[str, Found]]
    more: str = ""


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Group what is found by kind, the nearest names first."""
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    answer = find(asked.law, query, ONE_KIND if kind else A_KIND)
    groups = [
        Group(each, SEVERAL[each], count, [(_address(asked, one), one) for one in found],
              keep(request.GET, kind=each) if count > len(found) else "")
        for each, (count, found) in answer.items()
        if kind in ("", each)
    ]  # fmt: skip
    return render(request, "search/index.html", {
        "query": query,
        "groups": groups,
        "total": sum(group.count for group in groups),
        "kinds": joined([label_of(each) for each in KINDS]),
        "examples": _examples(asked),
        "whole": keep(request.GET, kind=None) if kind else "",
    })  # fmt: skip


def _address(asked: Asked, one: Found) -> str:
    """The page of what was found; a sentence is found in its document."""
    if one.kind == QUOTATIONS:
        return f"{asked.address(f'/documents/{one.id}/')}#{clause_id(one.quote)}"
    return entry_address(asked, one.kind, one.entry)


def _examples(asked: Asked) -> list[tuple[Text, str]]:
    """A few words that find something here."""
    names = [asked.law.indicators[id].name.text for id in asked.law.head.headline[:EXAMPLES]]
    return [(name, asked.address("/search/", q=name.zh)) for name in names]
