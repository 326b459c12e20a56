"""Channels 绿色通道: which projects are above the threshold of a service, whatever their currency."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaifang.core.units import unit
from kaifang.packs.schema.channels import ProcessChannel
from kaifang.programme.projects.fields import amount
from kaifang.programme.projects.portfolio import Portfolio, Project

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {"ge": operator.ge, "gt": operator.gt}


@dataclass(frozen=True, slots=True)
class Admission:
    """A project above a threshold; `worth` is its amount in the threshold's own unit."""

    project: Project
    worth: Decimal


@dataclass(frozen=True, slots=True)
class ChannelList:
    """Who may use a channel, and those of whom that cannot be told: no amount, or no rate."""

    channel: ProcessChannel
    admitted: Sequence[Admission]
    unknown: Sequence[Project]


def channel_lists(portfolio: Portfolio) -> list[ChannelList]:
    """Each channel of the process with its projects, the largest on top; ended ones are out."""
    return [_list(portfolio, one) for one in portfolio.process.channels]


def _list(portfolio: Portfolio, channel: ProcessChannel) -> ChannelList:
    among = [one for one in portfolio.projects if not one.ended and _is_meant(channel, one)]
    worths = [(one, _worth(portfolio, channel, one)) for one in among]
    least, sign = channel.threshold.value, _SIGNS[channel.comparator]
    admitted = [
        Admission(one, worth) for one, worth in worths if worth is not None and sign(worth, least)
    ]
    admitted.sort(key=lambda one: (-one.worth, one.project.case))
    return ChannelList(channel, admitted, [one for one, worth in worths if worth is None])


def _is_meant(channel: ProcessChannel, project: Project) -> bool:
    return all(project.told(field) in values for field, values in channel.where.items())


def _worth(portfolio: Portfolio, channel: ProcessChannel, project: Project) -> Decimal | None:
    """What a project plans, in the unit of the threshold; None where that is not known."""
    own, currency = amount(project, (channel.amount,)), project.told(channel.currency)
    if own is None or currency is None:
        return None
    threshold = channel.threshold.unit
    whole = own * _factor(portfolio, channel)
    if f"money.{currency}" != threshold.dimension:
        rate = amount(project, (channel.rate,))
        if not rate or rate < 0:
            return None
        whole /= rate
    return whole / threshold.factor


def _factor(portfolio: Portfolio, channel: ProcessChannel) -> Decimal:
    """How many units of its currency an amount of the field is: 10,000 for 万."""
    field = next(one for one in portfolio.process.fields if one.id == channel.amount)
    return unit(field.unit).factor
