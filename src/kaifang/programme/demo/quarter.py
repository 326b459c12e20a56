"""A quarter under way in 示例省: the first closed, of the second some forms in, some returned, some late.

Everything goes through the services that people use, as the officers of invented places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from kaifang.core.observation import Visibility
from kaifang.core.period import Period
from kaifang.facts.form_values import Given
from kaifang.programme.demo.noise import noise
from kaifang.programme.demo.places import CITIES, PROVINCE, ZONE_WITHOUT_DATA, ZONES
from kaifang.programme.moment import playing_on
from kaifang.programme.opening import Programme
from kaifang.programme.people.naming import INVENTED
from kaifang.programme.reporting.acting import standing
from kaifang.programme.reporting.closing import close
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import save_draft, submit
from kaifang.programme.reporting.reviewing import accept, reject
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.viewer import Viewer

ZONE_FORM, CITY_FORM = "demo.zones.quarter", "demo.funds.month"
FUNDS, DOMESTIC = "investment.funds_in_place", "investment.domestic_funds"
FIRST, SECOND = "2023-Q1", "2023-Q2"
MAY, JUNE = "2023-05", "2023-06"
_IN = date(2023, 4, 18), date(2023, 6, 2)
# How the second quarter stands: the first eight zones are through, of the others each stage has some.
THROUGH, WITH_PROVINCE = 8, 12
RETURNED, BEGUN = 15, 16
# Of June's monthly forms so many are accepted, one more waits, one is returned, the rest are late.
MONTHS_THROUGH, MONTHS_WAITING, MONTHS_RETURNED = 10, 11, 12

Values = dict[str, Given]


def officer(org: str, role: Role) -> Actor:
    """The officers of an organisation, as the demo invents them."""
    return Actor(f"{INVENTED}{org}:{role.value}", "演示", (Post(role, org),))


DIVISION, REVIEWER = officer(PROVINCE, Role.DIVISION), officer(PROVINCE, Role.REVIEWER)


def run_quarter(programme: Programme) -> bool:
    """Bring the quarter to where the demo begins; False where it is under way already."""
    from kaifang.store.models import Submission

    if Submission.objects.filter(pack=programme.law.id).exists():
        return False
    programme = programme.for_viewer(Viewer("demo", Visibility.INTERNAL))
    with playing_on(_IN[0]):
        _all_through(programme, ZONE_FORM, FIRST, zones(), zone_values)
        close(DIVISION, programme, ZONE_FORM, FIRST)
    with playing_on(_IN[1]):
        _all_through(programme, CITY_FORM, MAY, cities(), city_values)
        close(DIVISION, programme, CITY_FORM, MAY)
    _second_quarter(programme)
    _june(programme)
    return True


def zones() -> list[str]:
    return [*(zone.id for zone in ZONES), ZONE_WITHOUT_DATA]


def cities() -> list[str]:
    return [city.id for city in CITIES]


def zone_values(programme: Programme, org: str, period: Period) -> Values:
    """What a zone reports to date; one set up this year has nothing to report yet."""
    if org == ZONE_WITHOUT_DATA:
        return {_key(one): Given(None, "今年新设，尚无数据") for one in _ZONE_ROWS}
    funds = _funds(programme, FUNDS, org, period)
    months = Decimal(period.end.month)
    scale = funds / months if funds else Decimal(1)
    signed = 1 + int(scale * months / 3)
    large = signed // 2
    told = {
        FUNDS: funds,
        "zones.gdp": _tenth(scale * months * (8 + _lean("gdp", org))),
        "zones.projects_over_100m": Decimal(large),
        "investment.projects_signed": Decimal(signed),
        "investment.contract_value": _tenth(Decimal(signed) * (3 + _lean("contract", org))),
        "investment.projects_landed": Decimal(signed * 2 // 3),
    }
    return {_key(indicator): Given(value) for indicator, value in told.items()}


def city_values(programme: Programme, org: str, period: Period) -> Values:
    """What a city reports to date."""
    return {_key(one): Given(_funds(programme, one, org, period)) for one in (FUNDS, DOMESTIC)}


_ZONE_ROWS = (
    FUNDS, "zones.gdp", "zones.projects_over_100m", "investment.projects_signed",
    "investment.contract_value", "investment.projects_landed",
)  # fmt: skip

Told = Callable[[Programme, str, Period], Values]


def _all_through(
    programme: Programme, form: str, period: str, orgs: Iterable[str], told: Told
) -> None:
    """Everybody submits, then every level accepts."""
    asked = list(orgs)
    _submit(programme, form, period, asked, told)
    _accept(programme, form, period, asked)


def _second_quarter(programme: Programme) -> None:
    """Submitted by most; the checks of the cities and of the province are under way."""
    listed, half = _how_far(), Period.parse(SECOND)
    with playing_on(date(2023, 7, 11)):
        _submit(programme, ZONE_FORM, SECOND, listed[: RETURNED + 1], zone_values)
        begun = listed[BEGUN]
        funds = zone_values(programme, begun, half)[_key(FUNDS)]
        save_draft(_filler(begun), programme, ZONE_FORM, begun, SECOND, {_key(FUNDS): funds}, 0)
    with playing_on(date(2023, 7, 13)):
        _accept(programme, ZONE_FORM, SECOND, listed[:WITH_PROVINCE], levels=("city",))
        _accept(programme, ZONE_FORM, SECOND, listed[:THROUGH], levels=("province",))
        wrong = {_key("investment.projects_signed"): "与招商系统登记数不符，请逐项核实"}
        _reject(programme, ZONE_FORM, SECOND, listed[RETURNED], wrong)


def _how_far() -> list[str]:
    """The zones from the one furthest on; those of the demo's own officers have most to do."""
    late, waiting, returned, *others = zones()
    at = WITH_PROVINCE
    return [*others[:at], waiting, *others[at : at + 2], returned, *others[at + 2 :], late]


def _june(programme: Programme) -> None:
    """Most cities are in; one is returned, one waits, the rest are late."""
    listed = cities()
    with playing_on(date(2023, 7, 4)):
        _submit(programme, CITY_FORM, JUNE, listed[:MONTHS_RETURNED], city_values)
    with playing_on(date(2023, 7, 7)):
        _accept(programme, CITY_FORM, JUNE, listed[:MONTHS_THROUGH])
        wrong = {_key(DOMESTIC): "与上月相比变化较大，请附到账凭证核对"}
        _reject(programme, CITY_FORM, JUNE, listed[MONTHS_WAITING], wrong)


def _submit(programme: Programme, form: str, period: str, orgs: Iterable[str], told: Told) -> None:
    for org in orgs:
        values = told(programme, org, Period.parse(period))
        submit(_filler(org), programme, form, org, period, values, 0)


def _accept(
    programme: Programme,
    form: str,
    period: str,
    orgs: Iterable[str],
    levels: tuple[str, ...] = ("city", "province"),
) -> None:
    for org in orgs:
        for level in levels:
            sheet = standing(duty_of(programme.law, form, org, period))
            if sheet.level == level:
                actor = _reviewer(programme, org, level)
                accept(actor, programme, form, org, period, sheet.version)


def _reject(
    programme: Programme, form: str, period: str, org: str, cells: Mapping[str, str]
) -> None:
    sheet = standing(duty_of(programme.law, form, org, period))
    actor = _reviewer(programme, org, sheet.level)
    reject(actor, programme, form, org, period, cells, sheet.version)


def _filler(org: str) -> Actor:
    return officer(org, Role.ZONE if ".zone." in org else Role.CITY)


def _reviewer(programme: Programme, org: str, level: str) -> Actor:
    if level == "province":
        return REVIEWER
    city = programme.law.orgs.ancestor(org, "city")
    return officer(city.id if city else org, Role.CITY)


def _funds(programme: Programme, indicator: str, org: str, period: Period) -> Decimal:
    """What the records of the demo come to, announced later than it was reported; else zero."""
    to_date = Period.to_date(period.end.year, period.end.month)
    figures = programme.figures(programme.law.head.today)
    quantity = figures.statement(indicator, org, to_date).quantity
    return _tenth(quantity.value) if quantity else Decimal(0)


def _lean(what: str, org: str) -> Decimal:
    return Decimal(round(100 * noise("quarter", what, org))) / 100


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def _key(indicator: str) -> str:
    return f"{indicator}:to_date"
