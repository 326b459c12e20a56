"""Places 分市: the projects of each city of the programme's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaifang.core.orgs import Org
from kaifang.packs.schema.places import GridEntry
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.atlas import grids_of
from kaifang.programme.casework.reading import sees
from kaifang.programme.projects.pipeline import Sums, sums
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.programme.projects.rates import members_of
from kaifang.programme.reach import may_show
from kaifang.programme.rights import Actor


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A city: its projects, zones included. `is_seen` False: another's, of which nothing is told.

    signed and landed: of all cohorts together, as of the day.
    """

    org: Org
    column: int
    row: int
    is_seen: bool
    projects: Sequence[Project]
    signed: int
    landed: int
    stalled: int
    overdue: int
    planned: Sums

    @property
    def open(self) -> int:
        return sum(not one.ended for one in self.projects)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.landed, self.signed) if self.signed else None

    @property
    def yuan(self) -> Decimal | None:
        return self.planned.yuan


def place_rows(
    actor: Actor, portfolio: Portfolio, rate: ProcessRate | None
) -> tuple[GridEntry | None, list[PlaceRow]]:
    """The grid of the programme and its places in administrative order."""
    law = portfolio.law
    grid = next(iter(grids_of(law)), None)
    if grid is None:
        return None, []
    at = {tile.org: (tile.col, tile.row) for tile in grid.tiles if may_show(law, tile.org)}
    placed = sorted(at, key=law.orgs.place)
    return grid, [_row(actor, portfolio, rate, law.orgs[id], at[id]) for id in placed]


def _row(
    actor: Actor, portfolio: Portfolio, rate: ProcessRate | None, org: Org, at: tuple[int, int]
) -> PlaceRow:
    here = portfolio.only(of_place(portfolio, org.id))
    members = members_of(here, rate, None, portfolio.day) if rate else []
    return PlaceRow(
        org,
        *at,
        is_seen=bool(here.projects) or sees(actor, portfolio.programme, org.id),
        projects=here.projects,
        signed=len(members),
        landed=sum(one.outcome == "reached" for one in members),
        stalled=sum(one.state in portfolio.paused for one in here.projects),
        overdue=sum(one.is_overdue for one in here.projects),
        planned=sums([one for one in here.projects if not one.ended]),
    )


def of_place(portfolio: Portfolio, org: str) -> list[Project]:
    """The projects of an organisation and of those below it."""
    orgs = portfolio.law.orgs
    return [
        one
        for one in portfolio.projects
        if one.org == org or (one.org in orgs and org in orgs and orgs.is_within(one.org, org))
    ]
