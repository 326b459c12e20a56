"""The map: tiles and ranking, every measure, missing shown as missing."""

import json

import pytest

from tests.site.pages import Reader


@pytest.mark.parametrize("measure", ["level", "growth", "share", "attainment"])
def test_each_measure_is_drawn(demo, read, measure: str) -> None:
    page = read(f"/map/?indicator=trade.total&measure={measure}")
    assert 'class="tiles"' in page
    assert "石原" in page


def test_missing_is_missing_and_has_no_rank(demo, client) -> None:
    told = json.loads(client.get("/map/?indicator=trade.total&format=json").content)
    known = [row for row in told["rows"] if row["value"]["value"]]
    missing = [row for row in told["rows"] if not row["value"]["value"]]
    assert [row["rank"]["value"] for row in known] == ["1", "2"]
    assert len(missing) == 12
    assert all(row["rank"]["value"] is None for row in missing)


def test_the_nation_is_another_grid(liaoning, read) -> None:
    page = read("/map/?indicator=trade.total&org=100000")
    assert "新疆" in page
    assert "7,724.0" in page


def test_what_is_missing_everywhere_may_be_asked_for(liaoning, read) -> None:
    page = read("/map/?indicator=trade.exports")
    assert page.count("shade-0") >= 14


def test_an_earlier_period_stands_in_the_address(demo, read) -> None:
    segments = [one for one in Reader(read("/map/?indicator=trade.total")).named("a")
                if "period=" in (one.get("href") or "")]  # fmt: skip
    assert segments
    assert "2023年1-5月" in read("/map/?indicator=trade.total&period=2023-01/2023-05")


@pytest.mark.parametrize(
    "query",
    ["indicator=nothing", "measure=mood", "org=520000", "period=soon&indicator=trade.total"],
)
def test_an_unknown_wish_is_refused(liaoning, read, query: str) -> None:
    assert read(f"/map/?{query}", status=400)
