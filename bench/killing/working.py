"""What the processes do until they are killed: import tables, collect books, review, send."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, cycle
from pathlib import Path

from django.utils import timezone

from bench.killing.telling import Teller
from kaifang.facts.form_values import Given
from kaifang.packs.law import Law
from kaifang.programme.importing import import_table
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import standing
from kaifang.programme.reporting.books import template
from kaifang.programme.reporting.collecting import Book, collect
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.history import ACCEPTED, SUBMITTED, Filled
from kaifang.programme.reporting.reviewing import accept, reject
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.worker import Worker
from tests.exchange.customs import PLACES, Customs, values
from tests.programme.reporting.books import filled_in

FORM, REVIEWED, COLLECTED = "demo.zones.quarter", "2023-Q1", "2023-Q2"
FUNDS = "investment.funds_in_place:to_date"
OTHERS = {
    "zones.gdp:to_date": "145.6",
    "zones.projects_over_100m:to_date": "4",
    "investment.projects_signed:to_date": "12",
    "investment.contract_value:to_date": "80.5",
    "investment.projects_landed:to_date": "7",
}
VARIANTS = ("31.1", "31.2")  # what the books say by turns
FINAL = 12  # so many forms are accepted for good; the others go round
LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class House:
    """The programmes and the people of a run; `books` by city, and in each its zones."""

    folder: Path
    programme: Programme
    customs: Law
    books: Mapping[str, Mapping[str, Book]]

    @property
    def zones(self) -> list[str]:
        return list(self.programme.law.members(["demo.all_zones"]))

    def city_of(self, zone: str) -> str:
        found = self.programme.law.orgs.ancestor(zone, "city")
        return found.id if found else ""

    def zones_of(self, city: str) -> list[str]:
        return [zone for zone in self.zones if self.city_of(zone) == city]

    @property
    def officer(self) -> Actor:
        return Actor("11", "区经办", tuple(Post(Role.ZONE, zone) for zone in self.zones))

    @property
    def city(self) -> Actor:
        cities = dict.fromkeys(map(self.city_of, self.zones))
        return Actor("21", "市审核", tuple(Post(Role.REVIEWER, one) for one in cities))

    @property
    def province(self) -> Actor:
        return Actor("31", "省处室", (Post(Role.DIVISION, "demo"),))

    def sheet(self, period: str, zone: str) -> Filled:
        return standing(duty_of(self.programme.law, FORM, zone, period))


def made_books(house: House) -> dict[str, dict[str, Book]]:
    """One workbook for all zones of a city, in two variants."""
    alone = Actor("1", "", solo=True)
    found: dict[str, dict[str, Book]] = {}
    for city in dict.fromkeys(map(house.city_of, house.zones)):
        empty = template(alone, house.programme, FORM, house.zones_of(city), COLLECTED)
        for funds in VARIANTS:
            typed = {row: float(one) for row, one in {**OTHERS, FUNDS: funds}.items()}
            data = filled_in(empty, typed)
            book = Book(f"{city}-{funds}.xlsx", lambda data=data: data)  # type: ignore[misc]
            found.setdefault(city, {})[funds] = book
    return found


def importing(house: House, tell: Teller, round: int) -> None:
    """Import one month after the other; every third table revises the one before."""
    for n in count(round * 60):
        month, k = n // 3 * 2 + n % 3 % 2, n % 3 // 2
        year, number = 1200 + month // 11, month % 11 + 2  # of January both columns are one figure
        rows = [
            [name, *(one + k for one in values(at, number))] for at, name in enumerate(PLACES, 1)
        ]
        place = house.folder / f"{round}-{n}"
        place.mkdir()
        path = Customs(month=f"{year}年{number}月", rows=rows).csv(place)
        day = date(year + 1, number, 1 + k)
        with tell.act("import", [f"第{n}张表"]):
            import_table(
                house.customs, path, "customs.monthly", announced=day, reason=f"第{n}张表",
                actor=Actor("41", "", (Post(Role.DIVISION, "210000"),)),
            )  # fmt: skip


def collecting(house: House, tell: Teller, round: int) -> None:
    """Collect the book of one city after the other; what stands already is returned before."""
    cities = list(house.books)
    for city in cycle(cities[round % len(cities) :] + cities[: round % len(cities)]):
        zones = house.zones_of(city)
        for zone in zones:
            sheet = house.sheet(COLLECTED, zone)
            if sheet.state == SUBMITTED:
                returned(house, tell, house.city, COLLECTED, zone, sheet)
        stands = house.sheet(COLLECTED, zones[0]).values.get(FUNDS)
        known = stands.value if stands else None
        funds = next(one for one in VARIANTS if Decimal(one) != known)
        with tell.act("collect", [f"{COLLECTED}/{zone}" for zone in zones]):
            book = house.books[city][funds]
            (outcome,) = collect(house.officer, house.programme, [book], house.folder / "marked")
            assert outcome.is_new, outcome


def reviewing(house: House, tell: Teller, round: int) -> None:
    """Each form goes round: submitted, passed by the city, returned or accepted by the province."""
    dice = random.Random(round)
    for n in count():
        zone = dice.choice(house.zones)
        sheet = house.sheet(REVIEWED, zone)
        about = (FORM, zone, REVIEWED)
        if sheet.state == ACCEPTED:
            continue
        if sheet.state != SUBMITTED:
            cells = {FUNDS: Given(20 + Decimal(round * 1000 + n + 1) / 100_000)}
            cells |= (
                {} if sheet.values else {row: Given(Decimal(one)) for row, one in OTHERS.items()}
            )
            with tell.act("submit", [f"{REVIEWED}/{zone}"]):
                submit(house.officer, house.programme, *about, cells, sheet.version)
        elif sheet.level == "city":
            passed(house, tell, house.city, zone, sheet)
        elif house.zones.index(zone) < FINAL and not dice.randrange(4):
            passed(house, tell, house.province, zone, sheet)
        else:
            returned(house, tell, house.province, REVIEWED, zone, sheet)


def passed(house: House, tell: Teller, actor: Actor, zone: str, sheet: Filled) -> None:
    with tell.act("accept", [f"{REVIEWED}/{zone}"]):
        accept(actor, house.programme, FORM, zone, REVIEWED, sheet.version)


def returned(
    house: House, tell: Teller, actor: Actor, period: str, zone: str, sheet: Filled
) -> None:
    with tell.act("reject", [f"{period}/{zone}"]):
        reject(actor, house.programme, FORM, zone, period, {FUNDS: "再核"}, sheet.version)


def sending(_: House, __: Teller, round: int) -> None:
    """Send what waits, and what a worker that was killed before had in its hands."""
    Worker(ticks={}, clock=lambda: timezone.now() + (round + 1) * LEASE).run()


Work = Callable[[House, Teller, int], None]
WORK: Mapping[str, Work] = {
    "import": importing,
    "collect": collecting,
    "review": reviewing,
    "send": sending,
}
