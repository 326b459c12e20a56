"""Charts that say one thing: a sentence, few lines named at their ends, and the same data as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.site.components.addresses import own_query
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; `low` and `high` draw the interval of a forecast.

    links: where each value leads, a page of its own; "" leads nowhere.
    """

    name: object
    values: Sequence[Decimal | None]
    main: bool = False
    dashed: bool = False
    low: Sequence[Decimal | None] = ()
    high: Sequence[Decimal | None] = ()
    links: Sequence[str] = ()

    @property
    def spec(self) -> dict[str, object]:
        return {
            "name": said(self.name),
            "values": [_number(v) for v in self.values],
            "main": self.main,
            "dashed": self.dashed,
            "low": [_number(v) for v in self.low],
            "high": [_number(v) for v in self.high],
            "links": list(self.links),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A level drawn across, such as a target."""

    name: object
    value: Decimal


@dataclass(frozen=True, slots=True)
class Break:
    """A period at which the definition changed."""

    label: str
    note: object


@dataclass(frozen=True)
class Chart:
    """A chart over `labels`; `says` is the sentence that is its title.

    `kind` is line or bar over periods, or rows: lying bars with a name beside each. With `query`,
    the address of its page, the table of its data can be taken out.
    """

    name: str
    says: object
    labels: Sequence[object]
    series: Sequence[Series]
    unit: object = ""
    digits: int = 1
    kind: str = "line"
    lines: Sequence[Line] = ()
    breaks: Sequence[Break] = ()
    source: object = ""
    label_head: object = field(default="")
    query: QueryDict | None = None

    @property
    def spec(self) -> dict[str, object]:
        """What `chart.js` draws: plain numbers, None where one is missing."""
        return {
            "kind": self.kind,
            "labels": [said(label) for label in self.labels],
            "unit": said(self.unit),
            "digits": self.digits,
            "series": [series.spec for series in self.series],
            "lines": [{"name": said(x.name), "value": float(x.value)} for x in self.lines],
            "breaks": [{"label": x.label, "note": said(x.note)} for x in self.breaks],
        }

    @property
    def table(self) -> Table:
        """The same data for readers who do not see the picture."""
        columns = [Column("label", self.label_head or _("Period"))]
        columns += [
            Column(str(i), s.name, self.unit, kind="number") for i, s in enumerate(self.series)
        ]
        rows = [self._row(place, label) for place, label in enumerate(self.labels)]
        name = f"{self.name}-data"
        if self.query is None:
            return Table(name, self.says, columns, rows, formats=())
        return Table(name, self.says, columns, rows, own_query(self.query, name))

    def _row(self, place: int, label: object) -> Row:
        cells = {
            str(i): Figure(
                s.values[place],
                s.links[place] if s.links and s.values[place] else "",
                digits=self.digits,
                panel=False,
            )
            for i, s in enumerate(self.series)
        }
        return Row({"label": label, **cells})


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
