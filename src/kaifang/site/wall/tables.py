"""The parts of the wall: headline figures, counts of lights, the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.facts.lights import Colour
from kaifang.packs.schema.figures import IndicatorEntry, TargetEntry
from kaifang.programme.boards import BoardRow, leading
from kaifang.programme.documents import target_name
from kaifang.programme.naming import strength_text, target_text
from kaifang.programme.progress import Progress
from kaifang.site.asking import Asked
from kaifang.site.components.charts import Chart, Line, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.targets import light

MONTHS = 12
FIRMEST = ("ensure", "hold", "aim", "expect", "none")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure in large type."""

    row: BoardRow
    latest: Figure
    growth: Figure
    light: Light | None
    is_shown: bool = False


def headlines(asked: Asked, shown: str) -> list[Headline]:
    """The headline indicators of which something is known; `shown` is the one mapped and drawn."""
    law = asked.law
    view = asked.programme.board(
        asked.moment.as_of, asked.moment.seen_at, orgs=[law.head.org or ""],
        indicators=law.head.headline,
    )  # fmt: skip
    return [
        Headline(
            row,
            asked.figure(row.latest),
            asked.figure(row.growth),
            light(row.progress) if row.progress else None,
            bool(row.indicator and row.indicator.id == shown),
        )
        for row, _more in leading(view, law.head.period)
    ]


def counts(asked: Asked, targets: Sequence[TargetEntry]) -> list[tuple[Light, int]]:
    """How many targets shine in each colour."""
    figures = asked.figures
    colours = Counter(Progress.of(figures, one, one.org).light.colour for one in targets)
    order = (Colour.GREEN, Colour.AMBER, Colour.RED, Colour.GREY)
    return [(Light(colour.value), colours[colour]) for colour in order]


def pressing(asked: Asked, targets: Sequence[TargetEntry], most: int) -> list[tuple[Text, Light]]:
    """The targets that lag most, red before amber."""
    found = [Progress.of(asked.figures, one, one.org) for one in targets if one.indicator]
    late = [one for one in found if one.light.colour in (Colour.RED, Colour.AMBER)]
    late.sort(key=lambda one: one.light.colour is not Colour.RED)
    return [(_about(asked, one), light(one)) for one in late[:most]]


def _about(asked: Asked, one: Progress) -> Text:
    org, name = asked.law.orgs[one.org].name, asked.law.indicators[one.target.indicator].name
    return Text(f"{org.zh} · {name.zh}", f"{org.en} · {name.en}")


def promised(asked: Asked, targets: Sequence[TargetEntry], most: int) -> list[tuple[Text, Text]]:
    """What the programme's organisation set itself for the period in numbers, the firmest first."""
    law = asked.law
    wanted = (law.head.org, law.head.period)
    own = [one for one in targets if (one.org, one.period) == wanted and one.figures]
    own.sort(key=lambda one: FIRMEST.index(one.strength))
    return [(target_name(law, one), _asked(asked, one)) for one in own[:most]]


def _asked(asked: Asked, one: TargetEntry) -> Text:
    strength, words = strength_text(one.strength), target_text(asked.law, one)
    return Text(f"{strength.zh}{words.zh}", f"{strength.en} {words.en}".strip())


def course(asked: Asked, entry: IndicatorEntry) -> Chart | None:
    """This year to date beside last year's, month by month; None where too little is known."""
    levels = dict(asked.figures.snapshot.points(entry.id, asked.law.head.org or ""))
    newest = max((one.end for one in levels), default=None)
    if newest is None:
        return None
    told = Period.to_date if entry.kind == "flow" else Period.month
    years = (newest.year - 1, newest.year)
    lines = {year: [levels.get(told(year, m)) for m in range(1, MONTHS + 1)] for year in years}
    if sum(value is not None for value in lines[newest.year]) < 2:
        return None
    return Chart(
        "course",
        _course_of(entry, newest.year),
        [str(month) for month in range(1, MONTHS + 1)],
        [
            Series(str(years[0]), lines[years[0]]),
            Series(str(years[1]), lines[years[1]], main=True),
        ],
        unit=entry.unit,
        digits=entry.digits,
        lines=_target(asked, entry, years[1]),
        label_head=_("Month"),
    )  # fmt: skip


def _course_of(entry: IndicatorEntry, year: int) -> Text:
    """货物进出口总额 2023年逐月累计."""
    key = "course.to_date" if entry.kind == "flow" else "course.monthly"
    return message(key, name=entry.name.text, year=year)


def _target(asked: Asked, entry: IndicatorEntry, year: int) -> list[Line]:
    """The level that the year is to come to, where a target tells it."""
    for target in asked.programme.targets_known(asked.moment.as_of):
        about = target.indicator, target.org, target.period
        if about == (entry.id, asked.law.head.org, Period.year(year)) and target.figures:
            level = Progress.of(asked.figures, target, target.org).stands.target_level
            return [Line(_("target"), Decimal(level.to(entry.unit).value))] if level else []
    return []
