"""The meeting: one organisation after another; the address holds the position."""

from datetime import date

from tests.programme.memory import level
from tests.site.pages import Reader


def turns(page: str) -> dict[str | None, str | None]:
    links = [one for one in Reader(page).named("a") if "data-turn" in one]
    return {one["data-turn"]: one["href"] for one in links}


def test_it_begins_with_the_first_city(demo, read) -> None:
    page = read("/meeting/")
    assert "<h1>石原市</h1>" in page
    assert "1 / 14" in page
    assert turns(page)["next"] == "?at=2"
    assert "prev" not in turns(page)


def test_the_address_holds_the_position(demo, read) -> None:
    page = read("/meeting/?at=14")
    assert "14 / 14" in page
    assert "next" not in turns(page)
    assert turns(page)["prev"] == "?at=13"


def test_a_position_that_does_not_exist_is_the_nearest(demo, read) -> None:
    assert "14 / 14" in read("/meeting/?at=99")
    assert "1 / 14" in read("/meeting/?at=-3")
    assert "1 / 14" in read("/meeting/?at=next")


def test_zones_are_gone_through_too(demo, read) -> None:
    page = read("/meeting/?kind=zone")
    assert "开发区</h1>" in page


def test_each_target_is_on_exactly_one_screen(liaoning, read) -> None:
    first = read("/meeting/?kind=province")
    screens = int(first.split("1 / ")[1].split("<")[0])
    pages = [read(f"/meeting/?kind=province&at={at}") for at in range(1, screens + 1)]
    rows = [row for page in pages for row in Reader(page).named("tr") if "data-row" in row]
    from kaifang.packs.law import load

    own = [one for one in load("liaoning-2022").targets.values() if one.org == "210000"]
    assert len(rows) == len(own)


def test_what_lags_is_said(demo, read) -> None:
    pages = [read(f"/meeting/?at={at}") for at in (1, 2)]
    assert any("突出问题" in page or "没有滞后的指标" in page for page in pages)


def test_without_data_nothing_is_called_in_time(liaoning, read) -> None:
    first = read("/meeting/?kind=province")
    screens = int(first.split("1 / ")[1].split("<")[0])
    pages = [read(f"/meeting/?kind=province&at={at}") for at in range(1, screens + 1)]
    assert any("无法判断" in page for page in pages)


def test_figures_show_where_only_milestones_are_asked(liaoning, read) -> None:
    """Shenyang's targets name no figure; what customs says of it stands beside them."""
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    told = level("trade.total", "210100", "2022-01/2022-05", "500.3", date(2022, 6, 18))
    append([told], kind=Batch.Kind.IMPORT, reason="月报")
    page = read("/meeting/")
    assert "<h1>沈阳市</h1>" in page
    assert "货物进出口总额" in page
    assert "中欧班列" in page
