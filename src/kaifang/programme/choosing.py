"""Choose the programme that answers for a figure, where nobody names one."""

from __future__ import annotations

from collections.abc import Sequence

from kaifang.core.errors import nearest
from kaifang.core.period import Period
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.figures import FactEntry, TargetEntry
from kaifang.programme.sources import all_laws


def choose_pack(indicator: str, org: str, period: Period) -> Law:
    """The programme pack that says most of a figure; of equals the one of the latest year.

    Raises: UnknownName when no pack knows the indicator.
    """
    programmes = [law for law in all_laws() if law.head.kind == "programme"]
    knowing = [law for law in programmes if indicator in law.indicators]
    if not knowing:
        known = {id for law in programmes for id in law.indicators}
        near = nearest(indicator, known)
        raise UnknownName(kind=LABELS["indicators"], found=indicator, near=near)
    return max(knowing, key=lambda law: (*_says(law, indicator, org, period), _year(law), law.id))


def _says(law: Law, indicator: str, org: str, period: Period) -> Sequence[bool]:
    """What a pack has to do with a figure, the strongest first."""
    own = [*law.pack.entries["facts"].values(), *law.pack.entries["targets"].values()]
    about = [
        one
        for one in own
        if isinstance(one, FactEntry | TargetEntry) and (one.indicator, one.org) == (indicator, org)
    ]
    runs = law.head.org is not None and law.orgs.is_within(org, law.head.org)
    return any(one.period == period for one in about), bool(about), runs, org in law.orgs


def _year(law: Law) -> int:
    return law.head.period.end.year if law.head.period else 0
