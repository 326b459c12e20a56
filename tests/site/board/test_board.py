"""The board: every row, filtered, ordered, exported, and only what the viewer may see."""

import csv
import io
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from kaifang.core.observation import Visibility
from tests.programme.memory import level
from tests.site.tables import bands_of, rows_of, text_of


def names(page: str) -> list[str]:
    return [row[0] for row in rows_of(page, "board") if row[0]]


def test_rows_stand_under_their_organisation_in_administrative_order(demo, read) -> None:
    bands = bands_of(read("/board/"))
    assert bands[:3] == ["示例省", "石原市", "石原经济技术开发区"]


def test_a_row_shows_target_figures_and_light(demo, read) -> None:
    row = rows_of(read("/board/?org=demo"), "board")[0]
    assert row[0] == "货物进出口总额亿元增长6%左右"
    # the demo's figures of June 2023: to date, growth with the computed beneath it
    assert row[1:3] == ["4,928.6 演示2023年1-6月", "7.3 演示测算 7.3%"]
    # 4928.6 / (9289.2 x 1.06) = 50.05%; half of the year has passed
    assert row[3:5] == ["50.1 演示", "0.1 演示"]
    assert row[6] == "正常超序时进度0.1个百分点"
    # the single month, the share of the nation, the base of the target
    assert row[7:10] == ["872.0 演示", "12.3 演示", "9,289.2 演示"]


def test_a_further_target_of_the_same_indicator_does_not_repeat_the_figures(demo, read) -> None:
    first, second = rows_of(read("/board/?org=demo&area=trade"), "board")[:2]
    assert first[0].startswith("货物进出口总额")
    assert second[0] == "占示例全国（演示）份额不减"
    assert first[1] != ""
    assert second[1] == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("area=clearance", {"进口整体通关时间小时", "出口整体通关时间小时"}),
        ("kind=none&area=investment", {"实际利用外资亿美元", "实际到位内资亿元"}),
        ("strength=hold", {"货物进出口总额亿元"}),
    ],
)
def test_filters_keep_what_they_say(liaoning, read, query: str, expected: set[str]) -> None:
    listed = names(read(f"/board/?{query}"))
    assert all(any(one.startswith(name) for one in listed) for name in expected)
    assert len(names(read(f"/board/?{query}"))) < len(names(read("/board/")))


def test_light_filter_shows_only_that_light(demo, read) -> None:
    lights = {row[6][:2] for row in rows_of(read("/board/?light=green"), "board")}
    assert lights == {"正常"}


def test_no_row_passes_and_the_page_says_so(liaoning, read) -> None:
    assert "没有符合条件的行" in read("/board/?light=red")


def test_rank_order_ranks_like_with_like(demo, read) -> None:
    page = read("/board/?by=rank&area=trade")
    assert bands_of(page)[:2] == ["货物进出口总额亿元省", "货物进出口总额亿元市（州）"]
    ranked = [(row[0][:3], row[1]) for row in rows_of(page, "board")]
    # 1,478.7 stands before 1,018.8; the province alone has no rank
    assert ranked[0] == ("示例省", "—")
    assert ("岚浦市", "1 演示") in ranked
    assert ("石原市", "2 演示") in ranked


def test_long_lists_are_cut_into_pages_that_keep_the_filters(liaoning, read) -> None:
    first, second = read("/board/?kind=words"), read("/board/?kind=words&page=2")
    assert len(rows_of(first, "board")) == 50
    assert rows_of(first, "board")[0] != rows_of(second, "board")[0]
    assert 'href="?kind=words&amp;page=2"' in first


def test_each_figure_is_a_link_to_its_explanation(liaoning, read) -> None:
    page = read("/board/")
    assert 'href="/figure/trade.total/210000/2021/" data-panel' in page
    assert 'href="/figure/trade.total/210000/2021/?measure=growth" data-panel' in page
    assert "?measure=attainment&amp;target=trade.total.2022" in page


def test_a_missing_figure_says_why(liaoning, read) -> None:
    assert "缺2020年基数" in read("/board/?area=trade")


# -- exports --------------------------------------------------------------------------------


def fetched(client, query: str, language: str = "zh-hans") -> bytes:
    answer = client.get(f"/board/?{query}", headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return answer.content


def test_csv_xlsx_and_json_of_one_page_say_the_same(liaoning, client) -> None:
    query = "area=trade&kind=number"
    listed = csv.reader(io.StringIO(fetched(client, f"{query}&format=csv").decode("utf-8-sig")))
    read = [row for row in listed if row]
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetched(client, f"{query}&format=xlsx")))
    sheet = book.get_sheet_by_index(0).to_python()
    told = json.loads(fetched(client, f"{query}&format=json"))
    assert read[0] == sheet[1]  # the head, under the title of the sheet
    assert len(told["rows"]) == len(read) - 2  # without head and source line
    for place, row in enumerate(told["rows"]):
        assert read[place + 1][0] == sheet[place + 2][0] == row["org"]["value"]
        latest = row["latest"]["value"]
        if latest is not None:
            assert float(latest) == float(read[place + 1][6]) == sheet[place + 2][6]


def test_an_export_holds_all_pages_and_the_source_line(liaoning, client) -> None:
    told = json.loads(fetched(client, "format=json"))
    assert len(told["rows"]) == 162
    assert "liaoning-2022" in told["source"]


def test_an_export_of_demo_data_says_so(demo, client) -> None:
    assert json.loads(fetched(client, "format=json"))["demo"] is True
    assert "(演示)" in fetched(client, "format=csv").decode("utf-8-sig")


def test_exports_speak_the_language_of_the_page(liaoning, client) -> None:
    assert fetched(client, "format=csv", "en").decode("utf-8-sig").startswith("Organisation,")


# -- who sees what --------------------------------------------------------------------------


@pytest.fixture
def internal_figure(liaoning) -> None:
    """A flash figure that is not for the public."""
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    told = level(
        "trade.total", "210000", "2022-01/2022-06", "4100", date(2022, 7, 18),
        visibility=Visibility.INTERNAL,
    )  # fmt: skip
    append([told], kind=Batch.Kind.IMPORT, reason="test")


def first_latest(client, query: str = "") -> str:
    page = client.get(f"/board/{query}", headers={"accept-language": "zh-hans"}).content.decode()
    return rows_of(page, "board")[0][1][:7]


def test_the_public_does_not_see_what_is_internal(internal_figure, client, official) -> None:
    assert first_latest(client) == "7,724.0"
    client.force_login(official)
    assert first_latest(client) == "4,100.0"


def test_the_public_does_not_see_it_in_exports_figures_or_lists(internal_figure, client) -> None:
    for address in (
        "/board/?format=csv", "/?format=json", "/indicators/trade.total/",
        "/figure/trade.total/210000/2022-H1/", "/targets/trade.total.2022/", "/orgs/210000/",
    ):  # fmt: skip
        assert "4,100" not in text_of(client.get(address).content.decode()), address
        assert "4100" not in client.get(address).content.decode(), address


def test_filters_stay_valid_on_a_day_when_nothing_was_known(liaoning, read) -> None:
    page = read("/board/?as_of=2022-01-24&org=210000&area=trade")
    assert rows_of(page, "board") == []
    assert "没有符合条件的行" in page


def test_paper_holds_all_rows(demo, read) -> None:
    page = read("/board/?paper=a3")
    assert f"共{len(rows_of(page, 'board'))}行" in page
    assert 'class="paper-a3' in page
    assert "pagination" not in page


def test_rows_with_a_figure_stand_first_and_the_others_say_why(liaoning, read) -> None:
    rows = [row for row in rows_of(read("/board/?org=210000&kind=number"), "board") if row[1] != ""]
    first_empty = next(place for place, row in enumerate(rows) if row[1] == "—" or not row[1])
    assert first_empty > 0
    assert "文件未载本年数据" in read("/board/?org=210000&kind=number")
