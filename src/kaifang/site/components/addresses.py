"""Addresses that hold the whole state of a page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import QueryDict


def keep(query: QueryDict, **changes: object) -> str:
    """Return the page's own address with some parameters changed; None takes one away."""
    fresh = query.copy()
    for name, value in changes.items():
        if value is None or value == "":
            fresh.pop(name, None)
        else:
            fresh[name] = str(value)
    return f"?{fresh.urlencode()}" if fresh else "?"


def own_query(query: QueryDict, table: str) -> QueryDict:
    """The address of a page for one of its several tables: a download names the table."""
    own = query.copy()
    own["table"] = table
    return own


def figure_address(indicator: str, org: str, period: str, **state: object) -> str:
    """Return where a figure is explained; `state` is measure, pack, as_of, seen_at.

    >>> figure_address("trade.total", "210000", "2022-01/2022-07", measure="growth", pack=None)
    '/figure/trade.total/210000/2022-01--2022-07/?measure=growth'
    """
    path = "/".join(quote(part, safe="") for part in (indicator, org, period.replace("/", "--")))
    held = {k: v for k, v in state.items() if v not in (None, "")}
    return f"/figure/{path}/" + (f"?{urlencode(held)}" if held else "")
