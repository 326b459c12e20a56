"""Every address of site and API, asked by several people: no digit stands where it must not.

Four figures are planted: one of two firms, one under embargo, one internal, one a work secret.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest
from django.test import Client
from django.urls import get_resolver
from typer.testing import CliRunner

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.packs.law import load
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.extracts import Extract, extract_observations
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import INTERNAL, PUBLIC
from kaifang.store.models import Batch
from kaifang.store.observations import append
from tests.site.api.province import clients

pytestmark = pytest.mark.django_db

HALF, MONTH = "2023-01/2023-06", "2023-06"
SMALL, EMBARGOED, INSIDE, SECRET = "73419.7", "84513.6", "95627.4", "61738.2"
CITY = {SMALL: "demo.biwan", EMBARGOED: "demo.hemei", INSIDE: "demo.shiyuan", SECRET: "demo.lanpu"}
# Who may read what; nobody reads a small cell, an embargoed figure or a work secret.
READERS = {
    "nobody": set(),
    "city": {INSIDE},
    "city of others": set(),
    "division": {INSIDE},
}
# In English 73419.7亿元 is 7,341.97 billion.
ALSO = {SMALL: "7341.9", EMBARGOED: "8451.3", INSIDE: "9562.7", SECRET: "6173.8"}
EMBARGO = datetime(2099, 1, 1, tzinfo=UTC)

NAMES = {
    "pack": ("demo",),
    "indicator": ("trade.total",),
    "org": tuple(CITY.values()),
    "period": ("2023-01--2023-06",),
    "form": ("demo.zones.quarter",),
    "target": ("trade.total.2023",),
    "item": ("trade.total.shiyuan.2023",),
}
UNKNOWN = "1"  # for what the store of this test has none of
IDS = {"indicators": ("trade.total",), "orgs": tuple(CITY.values()), "targets": NAMES["target"]}
# These ask for something that the store of this test has not: a document, a message, a secret.
NOT_HERE = re.compile(r"<(?:str:|int:)?(?:sha256|secret|number|hook|pk)>|/docs/|logout|setlang")
QUERIES = (
    "?as_of=2023-07-15&indicator=trade.total&org=demo.biwan",
    "?indicator=trade.total&period=2023-01/2023-06&measure=share",
    "?q=trade&format=csv",
    "?format=xlsx",
    "?format=json&lang=en",
)


def planted() -> list[Observation]:
    more = {
        SMALL: {"firms": 2},
        EMBARGOED: {"embargo": EMBARGO},
        INSIDE: {"visibility": Visibility.INTERNAL},
        SECRET: {"visibility": Visibility.SECRET},
    }
    return [
        Observation("trade.total", CITY[value], Period.parse(period), Decimal(value), "亿元",
                    authority=Authority.ANNUAL, announced=date(2023, 7, 10), reason=value, **more[value])
        for value, period in product(more, (HALF, MONTH))
    ]  # fmt: skip


@pytest.fixture
def house(demo, settings, tmp_path) -> None:
    settings.SOLO = False
    append(planted(), kind=Batch.Kind.DEMO, reason="试验")


def addresses() -> Iterator[str]:
    for pattern in _patterns(get_resolver()):
        if "styleguide" in pattern or NOT_HERE.search(pattern):
            continue
        names = re.findall(r"<(?:str:)?(\w+)>", pattern)
        area = pattern.split("<")[0].rstrip("/").rpartition("/")[2]
        known = dict.fromkeys(names, (UNKNOWN,))
        known |= {**NAMES, "id": IDS.get(area, ("trade.total",))}
        for filled in product(*(known[name] for name in names)):
            address = pattern
            for name, value in zip(names, filled, strict=True):
                address = re.sub(rf"<(?:str:)?{name}>", value, address)
            yield f"/{address}"


def _patterns(resolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one, here)
        else:
            yield here


def read(client: Client, address: str, language: str) -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code < 500, address
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return re.sub(r"<[^>]*>|[,，\s]", "", content.decode("utf-8", "replace")) + content.decode(
        "utf-8", "replace"
    )


def told(text: str) -> set[str]:
    return {value for value, also in ALSO.items() if value in text or also in text}


def test_no_address_tells_what_the_reader_may_not_know(house) -> None:
    everybody = {name: one for name, one in clients().items() if name in READERS}
    asked = sorted(set(addresses()))
    seen: dict[str, set[str]] = {name: set() for name in READERS}
    wrong = []
    for number, address in enumerate(asked):
        for query in ("", QUERIES[number % len(QUERIES)]):
            for name, client in everybody.items():
                found = told(read(client, address + query, ("zh-hans", "en")[number % 2]))
                seen[name] |= found
                wrong += [(name, address + query, one) for one in found - READERS[name]]
    assert not wrong
    assert seen == READERS  # what may be read is: the walk reaches the figures
    assert len(asked) > 70


@pytest.mark.parametrize("viewer", [PUBLIC, INTERNAL])
def test_programme_extracts_and_dispatch_withhold_a_small_cell(house, viewer) -> None:
    programme = Programme.of(load("demo"), viewer=viewer)
    statement = programme.statement("trade.total", CITY[SMALL], HALF)
    assert str(statement.missing) == "涉及企业少于三家，不予显示"
    assert SMALL not in statement.explain().text() + statement.explain().text("en")
    for measure in ("month", "growth", "growth_computed", "share_of_nation"):
        one = programme.statement("trade.total", CITY[SMALL], HALF, measure)
        assert one.quantity is None, measure
    extract = Extract(programme.figures(), "trade.total")
    about = [one for one in extract_observations(programme, extract) if one.org == CITY[SMALL]]
    assert {(one.value, one.withheld, one.firms) for one in about} == {(None, True, None)}
    if viewer is INTERNAL:
        assert SMALL not in repr(dispatch_table(programme, Period.parse(HALF)))


@pytest.mark.parametrize("command", [
    ["board", "demo"], ["board", "demo", "--json"],
    ["explain", "trade.total", "--org", CITY[SMALL], "--period", HALF, "--pack", "demo"],
])  # fmt: skip
def test_the_command_line_withholds_a_small_cell(house, command) -> None:
    from kaifang.cli.main import app

    for viewer in ("public", "internal"):
        said = CliRunner().invoke(app, [*command, "--as", viewer])
        assert said.exit_code == 0, said.output
        assert SMALL not in said.output.replace(",", "")


def test_a_second_city_is_withheld_under_the_total_of_the_province(demo) -> None:
    """10 of two firms + 30 + 20 = 60: the smallest other, 20, goes with it."""
    values = {"demo": 60, "demo.biwan": 10, "demo.hemei": 30, "demo.shiyuan": 20}
    told_of = [
        Observation("trade.exports", org, Period.parse(MONTH), Decimal(value), "亿元",
                    announced=date(2023, 7, 10), firms=2 if value == 10 else None)
        for org, value in values.items()
    ]  # fmt: skip
    append(told_of, kind=Batch.Kind.DEMO, reason="试验")
    programme = Programme.of(load("demo"), viewer=INTERNAL)
    said = {org: programme.statement("trade.exports", org, MONTH).text() for org in values}
    assert said == {
        "demo": "60.0亿元", "demo.biwan": "—", "demo.hemei": "30.0亿元", "demo.shiyuan": "—",
    }  # fmt: skip
