"""Rounds of consultation when a target is split over cities; each is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kaifang.core.period import Period
from kaifang.store.models import SplitRound
from kaifang.store.writing import one_writer


def add_round(
    indicator: str, org: str, period: Period, content: Mapping[str, Any], *, who: str, reason: str
) -> SplitRound:
    """Keep what a round proposed for splitting the target of `org`; rounds are numbered from 1.

    Decimals in `content` are kept as texts, to the last digit.
    """
    with one_writer():
        last = rounds(indicator, org, period)[-1:]
        added = SplitRound(
            indicator=indicator,
            org=org,
            period=period.code,
            number=last[0].number + 1 if last else 1,
            content=dict(content),
            who=who,
            at=timezone.now(),
            reason=reason,
        )
        added.save()
    return added


def rounds(indicator: str, org: str, period: Period) -> list[SplitRound]:
    """Return all rounds about one target, the first one first."""
    about = SplitRound.objects.filter(indicator=indicator, org=org, period=period.code)
    return list(about.order_by("number"))
