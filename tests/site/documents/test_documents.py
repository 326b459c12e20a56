"""The documents area: the list, one document with and without its text, parameters and lists."""

import csv
import io
import json

import pytest

from kaifang.packs.law import load
from kaifang.site.components.statements import clause_id
from tests.site.pages import Reader

PRESS = "/documents/press-2022-01-25/"
PLAN = "/documents/demo-plan-2023/"


@pytest.fixture
def attached(liaoning) -> str:
    """A store that holds a text for the press conference: three of its sentences, one numeral
    that no pack accounts for."""
    from kaifang.store import sources

    text = (
        "厅长:全省货物进出口7724亿元,同比增长17.6%,规模占全国份额超过2%,圆满完成了年初省政府确定的"
        "既定目标。[2022-1-25]\n记者:另有三十七家企业。[2022-1-25]"
    )
    sources.attach("press-2022-01-25", text.encode(), name="press.txt")
    return text


def elements(page: str, tag: str, name: str) -> list[dict[str, str | None]]:
    found = Reader(page).named(tag)
    return [one for one in found if name in (one.get("class") or "").split()]


def test_list_counts_what_is_drawn(liaoning, read) -> None:
    page = read("/documents/")
    assert "贯彻省“两会”精神主题系列新闻发布会（第二场）" in page
    assert "未附" in page
    assert ">206<" in page  # quotations of the press conference, as its files hold them
    assert "银川市建立" in page  # a document of the lights that the pack uses


def test_list_leaves_the_house(liaoning, client) -> None:
    told = json.loads(client.get("/documents/?format=json").content)
    press = next(row for row in told["rows"] if row["date"]["value"] == "2022-01-25")
    assert press["facts"]["value"] == "59"
    assert press["targets"]["value"] == "81"


def test_without_a_text_the_quotations_are_shown_and_how_to_attach_it(liaoning, read) -> None:
    page = read(PRESS)
    assert "kaifang source add" in page
    anchor = clause_id("全省货物进出口7724亿元")
    assert f'<li id="{anchor}"' in page
    assert "/figure/trade.total/210000/2021/" in page
    assert "7,724亿元" in page


def test_an_attached_text_is_shown_with_every_clause_marked(attached, read) -> None:
    page = read(PRESS)
    anchor = clause_id("全省货物进出口7724亿元")
    (first,) = [one for one in elements(page, "a", "clause") if one.get("id") == anchor]
    assert first["href"] == f"#{anchor}"
    assert '<span class="speaker">厅长:</span>' in page
    assert '<span class="stamp">[2022-1-25]</span>' in page
    assert "在所附原文中未找到" in page  # the other quotations of the real document


def test_every_clause_has_one_anchor(attached, read) -> None:
    for address in (PRESS, f"{PRESS}?view=quotes"):
        ids = [one["id"] for tag in ("a", "li", "span") for one in Reader(read(address)).named(tag)
               if (one.get("id") or "").startswith("c") and len(one["id"]) == 11]  # fmt: skip
        assert ids
        assert len(set(ids)) == len(ids)


def test_a_numeral_that_nothing_covers_is_shown(attached, read) -> None:
    page = read(PRESS)
    assert "<mark>三十七</mark>家企业" in page
    assert "有1个数字既未被引用，也未说明不是数据" in page


def test_a_text_that_comes_with_the_pack_is_shown(demo, read) -> None:
    page = read(PLAN)
    assert 'class="document-text"' in page
    assert "没有：原文的每个数字" in page


def test_differences_and_missing_lists_stand_beneath(liaoning, read) -> None:
    page = read(PRESS)
    assert "招商引资实际到位资金5942.4亿元" in page
    assert "口径不同" in page
    assert "/documents/lists/ecommerce.pilot_zones/" in page


def test_a_machine_translation_may_not_drive_a_notice(client) -> None:
    from kaifang.store.installing import install

    install(load("liaoning-2023"))
    page = client.get("/documents/media-2023-03-24/").content.decode()
    assert "媒体译文待核" in page
    assert "不得据以通报或考核" in page
    english = client.get("/documents/", headers={"accept-language": "en"}).content.decode()
    assert "may not drive a notice or an evaluation" in english


def test_a_document_of_another_programme_is_found_there(demo, liaoning, client) -> None:
    answer = client.get(f"{PLAN}?pack=liaoning-2022")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "?pack=demo"


def test_an_unknown_document_is_not_found(liaoning, read) -> None:
    assert "press-2022-01-25" in read("/documents/press-2022-01-26/", status=404)


def test_everything_drawn_leaves_the_house(liaoning, client) -> None:
    content = client.get(f"{PRESS}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    trade = next(row for row in rows if row["原句"] == "全省货物进出口7724亿元")
    assert (trade["内容"], trade["时期"]) == ("7,724亿元", "2021年")


def test_a_parameter_opens_to_its_clause(liaoning, read, client) -> None:
    id = next(iter(load("liaoning-2022").parameters))
    address = f"/documents/parameters/{id}/"
    assert 'class="quotation"' in read(address)
    panel = client.get(address, headers={"x-panel": "1"}).content.decode()
    assert "<html" not in panel
    assert 'class="explanation"' in panel
    assert read("/documents/parameters/nothing/", status=404)


def test_a_list_says_what_is_missing(liaoning, read) -> None:
    page = read("/documents/lists/ecommerce.pilot_zones/")
    assert "notice--watch" in page
    assert "已知" in page


DIFFERENCES = "/documents/differences/"


def test_differences_stand_side_by_side_with_their_clauses(liaoning, read) -> None:
    page = read(DIFFERENCES)
    assert "两者口径关系文件未说明" in page
    assert 'id="funds-two-totals"' in page
    anchor = clause_id("实际到位资金5942.4亿元")
    assert page.count("/documents/press-2022-01-25/#c") > 1 or anchor in page
    assert "5,942.4亿元" in page
    assert "5,949" in page


def test_differences_are_kept_by_class_and_leave_the_house(liaoning, read, client) -> None:
    page = read(f"{DIFFERENCES}?class=date")
    assert "cases-two-dates" in page
    assert "funds-two-totals" not in page
    rows = json.loads(client.get(f"{DIFFERENCES}?class=date&format=json").content)["rows"]
    assert len(rows) == 2
    assert all("113" in row["note"]["value"] for row in rows)
    assert read(f"{DIFFERENCES}?class=typo", status=400)


def test_documents_and_flagged_figures_lead_to_the_differences(liaoning, read) -> None:
    assert DIFFERENCES in read("/documents/")
    assert f"{DIFFERENCES}#cases-two-dates" in read("/documents/press-2022-01-25/")
    figure = read("/figure/investment.funds_in_place/210000/2021/")
    assert f"{DIFFERENCES}#funds-two-totals" in figure
    assert f"{DIFFERENCES}#trade-growth-two-strengths" in read("/targets/trade.total.2022/")
