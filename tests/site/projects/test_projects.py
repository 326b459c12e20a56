"""The pages of projects: every number opens to its list, in both languages, for those inside."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.contrib.auth import get_user_model

from kaifang.packs.law import load
from tests.programme.projects.conftest import COURSES, EVENTS, OCCASIONS, PROCESS, given, record

PAGES = ("", "list/", "funnel/", "cohorts/", "map/", "stalled/", "events/", "central/")


@pytest.fixture
def nine(db) -> None:
    """A store that holds nine projects, counted by hand."""
    from kaifang.store.installing import install

    install(load("demo"))
    record([*given(PROCESS, COURSES), *given(OCCASIONS, EVENTS)])


@pytest.fixture
def inside(client, alone):
    """Somebody who has signed in and may see everything."""
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


def text_of(page: str) -> str:
    whole = page.replace('<span class="fraction">', "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", whole))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(nine, inside, read, address, language) -> None:
    page = read(f"/projects/{address}", language)
    assert "<h1>" in page
    assert 'aria-current="page"' in page
    if language == "zh-hans":
        main = page[page.index("<main") : page.index("</main>")]
        told = re.sub(r"“[^”]*”", "", text_of(re.sub(r"(?s)<script.*?</script>", "", main)))
        words = set(re.findall(r"[A-Za-z]{5,}", told)) - {"Kaifang", "Aalen", "Johansen", "export"}
        assert not words


# -- who sees what --------------------------------------------------------------------------


def test_the_public_is_asked_to_sign_in(nine, client) -> None:
    answer = client.get("/projects/")
    assert (answer.status_code, answer["Location"]) == (302, "/people/login/?next=/projects/")


def test_whoever_holds_no_post_is_refused(nine, client, settings) -> None:
    settings.SOLO = False
    signed_in(client, "bob", "", "")
    assert client.get("/projects/").status_code == 403
    assert client.get("/api/v1/packs/demo/projects/funnel").status_code == 403


def test_a_city_sees_its_own_alone(nine, client, read, settings) -> None:
    """Lanpu's six, its zone's among them; of Biwan neither names nor numbers."""
    settings.SOLO = False
    signed_in(client, "li", "city", "demo.lanpu")
    assert names_on(read("/projects/list/")) == {f"代号{one}" for one in "acefhi"}
    assert names_on(read("/projects/list/?org=demo.biwan")) == set()
    page = text_of(read("/projects/map/"))
    assert "其他单位的项目，不予显示" in page
    tile = re.search(r'aria-label="碧湾市 [^"]*"', read("/projects/map/"))
    assert tile is None


def signed_in(client, name: str, role: str, org: str) -> None:
    from tests.site.holders import holder

    client.force_login(holder(name, role, org))


def names_on(page: str) -> set[str]:
    return set(re.findall(r"代号[a-z]", page))


# -- numbers and their lists ----------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "funnel/", "cohorts/", "map/", "stalled/", "events/"])
def test_every_number_leads_to_as_many_projects(nine, inside, read, address) -> None:
    page = read(f"/projects/{address}")
    links = set(re.findall(r'class="figure" href="(/projects/list/[^"]*)"[^>]*>([\d,]+)<', page))
    assert links
    for href, number in links:
        listed = read(unescape(href))
        assert f"共{number}个项目" in listed, href


def test_a_list_says_what_was_picked_and_leads_to_cases(nine, inside, read) -> None:
    page = read("/projects/list/?cohort=landing:2021:reached")
    assert "落地率 · 2021年 · 已达到" in text_of(page)
    assert names_on(page) == {"代号a", "代号c"}
    assert 'href="/cases/demo.project/a/"' in page
    stalled = read("/projects/list/?reason=land", "en")
    assert "Land" in text_of(stalled)


def test_a_wrong_pick_is_told(nine, inside, read) -> None:
    assert "不能按“colour”筛选" not in read("/projects/list/?colour=red")  # not one of ours
    assert "不能按“somehow”筛选项目" in read("/projects/list/?funnel=signed:somehow", status=400)


def test_figures_are_as_of_the_day_that_is_asked(nine, inside, read) -> None:
    page = text_of(read("/projects/cohorts/?as_of=2021-12-31"))
    assert re.search(r"2021年 4 演示 1 演示 25\.0 演示 1 演示 2 演示 2021-12-31", page)
    assert re.search(r"2021年 4 演示 2 演示 50\.0", text_of(read("/projects/cohorts/")))


def test_sums_stand_in_the_currencies_of_the_contracts(nine, inside, read) -> None:
    """c has 5,000万 yuan, f 3,000万 dollars: 50 and 30 millions."""
    assert "5,000万人民币；3,000万美元" in text_of(read("/projects/"))
    assert "CNY 50.0 million; USD 30.0 million" in text_of(read("/projects/", "en"))


def test_the_rule_of_lights_is_cited(nine, inside, read) -> None:
    page = read("/projects/")
    assert "连续3个月没有进展的亮红灯" in page
    assert "这是其他地方的规则" not in page
    other = read("/projects/?scheme=yinchuan-2025.start")
    assert "这是其他地方的规则，仅供对照" in other
    assert "对连续3个月无正当理由应开工未开工项目亮红灯" in other


def test_events_show_what_a_landed_project_cost(nine, inside, read) -> None:
    page = text_of(read("/projects/events/"))
    assert re.search(r"示例投洽会 示例市 2021-03-01 3 演示 15,000 演示 2 演示 66\.7 演示 1 演示 0 演示 120\.0 演示 60\.0", page)  # fmt: skip


def test_every_table_leaves_as_a_workbook(nine, inside, client) -> None:
    for address, name in (
        ("", "pipeline"), ("", "lights"), ("list/", "projects"), ("funnel/", "funnel"),
        ("cohorts/", "cohorts"), ("map/", "places"), ("stalled/", "stalled"),
        ("stalled/", "reasons"), ("events/", "events"), ("central/", "central"),
        ("central/", "channel-green"),
    ):  # fmt: skip
        answer = client.get(f"/projects/{address}?format=xlsx&table={name}")
        assert answer.status_code == 200, name
        assert f"{name}-demo.xlsx" in unquote(answer["Content-Disposition"])
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        told = [cell.value for row in sheet.iter_rows() for cell in row]
        assert not [one for one in told if re.search(r"\d\.\d{5}", str(one))], name
        if name == "funnel":
            assert 7 in told  # came to signing


def test_a_programme_without_projects_says_what_to_do(db, inside, read) -> None:
    from kaifang.store.installing import install

    install(load("demo"))
    assert "尚无项目" in read("/projects/")
    assert 'href="/cases/demo.project/new/"' in read("/projects/funnel/")
    install(load("guizhou-2023"))
    assert "本方案没有招商项目" in read("/projects/?pack=guizhou-2023")


# -- API ------------------------------------------------------------------------------------


def test_the_api_tells_the_same(nine, inside, client) -> None:
    def told(path: str) -> dict:
        answer = client.get(f"/api/v1/packs/demo/projects{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    assert told("")["total"] == 9
    assert [one["case"] for one in told("?standing=overdue")["items"]] == ["d"]
    stage = told("/funnel")["stages"][2]
    assert (stage["entered"], stage["on"], stage["dropped"], stage["open"]) == (7, 4, 2, 1)
    assert (stage["took_count"], stage["took_median_days"]) == (4, "61.0")
    cohort = told("/cohorts?rate=landing&as_of=2022-06-01")["cohorts"][-1]
    assert (cohort["of"], cohort["reached"], cohort["share"]) == (4, 2, "50.0")
    landing = told("/landing?as_of=2022-07-01")
    assert (landing["landed"], landing["expected"], landing["total"]) == (1, "1.5", "2.5")
    assert told("/pipeline")["open"] == 7
    assert [one["days"] for one in told("/stalled")["projects"]] == [317]
    assert told("/occasions")["occasions"][-1]["cost_per_landed"] == "60.00"


def test_the_api_names_rates_that_are_there(nine, inside, client) -> None:
    answer = client.get("/api/v1/packs/demo/projects/cohorts?rate=landng")
    assert answer.status_code == 400
    assert answer.json()["code"] == "KF-CASE-361"
    assert "landing" in str(answer.json())
