"""The pages of clearance: figures counted by hand, shown to whoever may see them."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import load_workbook

from kaifang.packs.law import load
from kaifang.programme.clearance.parts import FlowPart
from kaifang.store import events
from kaifang.store.installing import install
from tests.programme.clearance.test_studying import A, B, case, ports, recorded

pytestmark = pytest.mark.django_db
APRIL = "first=2023-04&last=2023-04"
PAGES = ("", "promises/", "bottlenecks/", "compare/", "trend/", "bands/", "report/", "step/")


@pytest.fixture
def store(demo, settings, tmp_path):
    """The cases of the hand count, in a home of their own."""
    settings.HOME = tmp_path / "home"
    settings.PROGRAMME = "demo"
    recorded()


@pytest.fixture
def inside(client: Client, alone) -> Client:
    """Somebody who has signed in."""
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


def row(page: str, name: str, table: str) -> list[str]:
    """The cells of a table's row with a name, without marks and tags."""
    page = page[page.index(f'id="{table}"') :]
    found = next(one for one in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if name in one)
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", found, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in cells]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_opens(store, read, page: str, language: str) -> None:
    told = read(f"/clearance/{page}?{APRIL}", language)
    assert ("通关" if language == "zh-hans" else "Clearance") in told


def test_steps_stand_with_their_times_and_change(store, read) -> None:
    cells = row(read(f"/clearance/?{APRIL}", "en"), "arrived and declared to release", "steps")
    # six cases, 3 hours three times and 5 hours three times; 12 hours in April 2017
    assert [one.replace("demo", "").strip() for one in cells[1:]] == [
        "customs", "6", "4.00", "4.00", "5.00", "0", "0", "12.00", "−66.7",
    ]  # fmt: skip


def test_figures_of_a_demo_are_marked_as_such(store, read) -> None:
    assert "mark--demo" in read(f"/clearance/?{APRIL}")


def test_the_clock_is_in_somebodys_hands(store, read) -> None:
    page = read(f"/clearance/?{APRIL}", "en")
    assert "47.4" in row(page, "customs", "holders")[1]


def test_what_is_not_shown_to_the_public_says_why(demo, settings, tmp_path, read) -> None:
    settings.HOME, settings.PROGRAMME = tmp_path / "home", "demo"
    ports(2)
    page = read(f"/clearance/?{APRIL}", "en")
    assert "fewer than three firms" in page
    assert "10.00" not in page


def test_a_port_is_chosen_in_the_address(store, read) -> None:
    cells = row(
        read(f"/clearance/?{APRIL}&of_port=甲港", "en"), "arrived and declared to release", "steps"
    )
    assert cells[2].startswith("3")
    assert cells[3].startswith("3.00")


def test_two_ports_are_compared(store, read) -> None:
    page = read(f"/clearance/compare/?{APRIL}&of_port=乙港&first-2=2023-04&last-2=2023-04"
                "&of_port-2=甲港", "en")  # fmt: skip
    assert "10.00" in page
    assert "9.00" in page
    # 甲港 (before) picks up after 5 hours, 乙港 not at all
    assert "−5.00" in row(page, "release → pick-up", "contributions")[1]


def test_comparing_the_same_is_refused(store, client: Client) -> None:
    same = f"/clearance/compare/?{APRIL}&first-2=2023-04&last-2=2023-04"
    answer = client.get(same, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "there is nothing to compare" in answer.content.decode()


def test_a_figure_opens_to_its_explanation(store, client: Client) -> None:
    answer = client.get(f"/clearance/step/?{APRIL}&step=customs", headers={"x-panel": "1"})
    told = answer.content.decode()
    assert "data-explanation" in told
    assert "<html" not in told


def test_every_figure_of_the_flow_opens(store, client: Client) -> None:
    page = client.get(f"/clearance/bottlenecks/?{APRIL}").content.decode()
    tables = page[page.index('id="bottlenecks"') :]
    figures = re.findall(r'<a class="figure"[^>]*href="([^"]+)"', tables)
    assert {one.partition("?")[0] for one in figures} == {"/clearance/part/"}
    cells = re.findall(r'<td class="number[^"]*"[^>]*>(.*?)</td>', tables, re.DOTALL)
    bare = [one for one in cells if "href" not in one and re.search(r"\d", one)]
    assert bare == []
    for address in {unescape(one) for one in figures}:
        panel = client.get(address, headers={"x-panel": "1"}).content.decode()
        assert "data-explanation" in panel, address
        assert "虚构" in panel  # the citation
        assert "/clearance/cases/" not in panel
    wrong = re.sub(r"part=[^&]+", "part=edge-0", unescape(figures[0]))
    answer = client.get(wrong)
    assert answer.status_code == 400
    assert "不足三家企业" in answer.content.decode()


def test_whoever_holds_the_clock_opens_too(store, client: Client) -> None:
    page = client.get(f"/clearance/?{APRIL}").content.decode()
    table = page[page.index('id="holders"') :]
    figures = {unescape(one) for one in re.findall(r'href="(/clearance/part/[^"]+)"', table)}
    assert len(figures) == 3  # the trader, customs, the port
    for address in figures:
        assert "data-explanation" in client.get(address, headers={"x-panel": "1"}).content.decode()


def test_the_cases_behind_a_row_are_listed(store, inside: Client, read) -> None:
    page = read(f"/clearance/bottlenecks/?{APRIL}", "en")
    table = page[page.index('id="bottlenecks"') :]
    cells = table[table.index("release → pick-up") :]
    panel = read(unescape(re.search(r'href="([^"]+)"', cells).group(1)), "en")
    listed = read(unescape(re.search(r'href="(/clearance/cases/[^"]+)"', panel).group(1)), "en")
    assert "release → pick-up" in listed
    assert [re.search(f'href="/clearance/{name}/"', listed) is None for name in ("a0", "b0")] == [
        False, True,
    ]  # fmt: skip
    assert row(listed, ">a0<", "cases")[-1].startswith("5.00")


def test_documents_are_quoted_without_hours(liaoning, settings, tmp_path, read) -> None:
    settings.HOME = tmp_path / "home"
    page = read("/clearance/?pack=liaoning-2022", "en")
    assert [row(page, name, "stated")[2] for name in ("imports", "exports")] == ["66", "91"]
    assert page.count("hours not stated by the documents") >= 2


def test_the_public_is_not_shown_single_cases(store, client: Client) -> None:
    assert client.get(f"/clearance/cases/?{APRIL}").status_code == 403
    assert client.get("/clearance/a0/").status_code == 404
    told = client.get(f"/clearance/step/?{APRIL}&step=customs").content.decode()
    assert "/clearance/cases/" not in told


def test_whoever_may_see_them_comes_to_the_cases(store, inside: Client, read) -> None:
    assert "/clearance/cases/" in read(f"/clearance/step/?{APRIL}&step=customs")
    listed = read(f"/clearance/cases/?{APRIL}&step=customs")
    assert 'href="/clearance/b0/"' in listed
    page = read("/clearance/b0/", "en")
    assert [row(page, name, "history")[2][:4] for name in (">arrival<", ">release<")] == [
        "3.00", "5.00",
    ]  # fmt: skip
    assert "Off the declared way" in page


def test_the_cases_leave_whole_for_those_who_see_them(
    store, inside: Client, read, monkeypatch
) -> None:
    monkeypatch.setattr("kaifang.site.consignments.views.MOST_ROWS", 2)
    address = f"/clearance/cases/?{APRIL}&step=customs"
    page = read(address, "en")
    assert len(re.findall(r'href="/clearance/[ab]\d/"', page)) == 2  # of six cases
    for kind in ("xlsx", "csv"):
        assert f"format={kind}" in page
    english = {"accept-language": "en"}
    file = inside.get(f"{address}&page=2&table=cases&format=csv", headers=english).content
    lines = file.decode("utf-8-sig").splitlines()
    names = [line[:2] for line in lines if re.match(r"[ab]\d", line)]
    assert names == ["b0", "b1", "b2", "a0", "a1", "a2"]  # the longest first
    book = load_workbook(io.BytesIO(inside.get(f"{address}&format=xlsx", headers=english).content))
    cells = [[cell.value for cell in line] for line in book.active.rows]
    took = [line[3] for line in cells if re.match(r"[ab]\d", str(line[0]))]
    assert took == [5, 5, 5, 3, 3, 3]
    monkeypatch.setattr("kaifang.programme.clearance.consignments.MOST_IN_A_FILE", 5)
    assert inside.get(f"{address}&format=csv").status_code == 400
    course = inside.get("/clearance/b0/?table=history&format=csv", headers=english).content
    told = [re.split("[(,]", one)[0] for one in course.decode("utf-8-sig").splitlines()]
    assert [one for one in told if one in B] == ["declaration", "arrival", "release"]


def test_strangers_take_no_cases_out(store, client: Client) -> None:
    for query in ("step=customs", f"part={FlowPart('edge', ('release', 'pickup')).key}"):
        for kind in ("csv", "xlsx", "json"):
            answer = client.get(f"/clearance/cases/?{APRIL}&{query}&format={kind}")
            assert answer.status_code == 403
            assert "attachment" not in answer.get("Content-Disposition", "")
            assert "/clearance/a0/" not in answer.content.decode()
    assert client.get("/clearance/a0/?format=csv").status_code == 404


def test_a_limit_of_hours_ends_by_the_clock_of_the_place(store, inside: Client, read) -> None:
    """It arrived at 08:00 of 1 April in China, and has 48 hours."""
    events.append(case("whole", "甲港", **A), source_name="test")
    page = read("/clearance/whole/", "en")
    assert "2023-04-01 08:00" in row(page, ">arrival<", "history")
    assert "2023-04-03 08:00" in row(page, ">overall clearance<", "clocks")


def test_a_case_with_a_slash_in_its_name_has_a_page(store, inside: Client, read) -> None:
    events.append(case("2023/04/x", "甲港", **A), source_name="test")
    assert "2023/04/x" in read("/clearance/2023/04/x/")


def test_the_table_leaves_as_a_file(store, client: Client) -> None:
    answer = client.get(f"/clearance/?{APRIL}&format=csv", headers={"accept-language": "en"})
    assert "arrived and declared to release" in io.BytesIO(answer.content).read().decode(
        "utf-8-sig"
    )


def test_pages_without_events_open(demo, settings, tmp_path, read) -> None:
    settings.HOME, settings.PROGRAMME = tmp_path / "home", "demo"
    for page in PAGES:
        answer = read(f"/clearance/{page}", status=302 if page == "compare/" else 200)
        assert "演示" in answer or page == "compare/"


def test_the_report_leaves_as_a_workbook(store, client: Client) -> None:
    answer = client.get(f"/clearance/report/?{APRIL}&format=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "方法与范围"
    assert "release-study-demo.xlsx" in answer["Content-Disposition"]
    assert client.get(f"/clearance/report/?{APRIL}&format=pdf").status_code == 400


def test_the_report_stands_on_the_page_as_in_the_book(store, read) -> None:
    page = read(f"/clearance/report/?{APRIL}", "en")
    cells = row(page, "arrived and declared to release", "study-steps")
    assert [one.replace("demo", "").strip() for one in cells[2:6]] == ["6", "4.00", "4.00", "5.00"]
    assert "were not seen" in page


def test_a_band_is_quoted_with_its_citation(store, read) -> None:
    page = read(f"/clearance/bands/?{APRIL}&show=all", "en")
    assert "declared: 1 to 4 hours" in page
    assert "An invented band" in page
    assert row(page, "甲港", "bands")[-1] == "not told"


def test_a_programme_without_steps_says_what_would_be_here(client: Client, db) -> None:
    install(load("guizhou-2023"))
    page = client.get("/clearance/?pack=guizhou-2023", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "No process of clearance" in page.content.decode()


def test_pages_obey_the_day_and_the_sight_of_the_address(store, inside: Client, client) -> None:
    day = "as_of=2023-04-01"
    for page in PAGES:
        assert client.get(f"/clearance/{page}?{APRIL}&{day}").status_code == 200, page

    def told(query: str) -> list[str]:
        page = inside.get(f"/clearance/?{APRIL}&{query}", headers={"accept-language": "en"})
        cells = row(page.content.decode(), "arrival to pick-up", "steps")
        return [cells[place].replace("demo", "").strip() for place in (2, 6)]

    assert told("") == ["3", "3"]  # 甲港 is picked up at 18 o'clock, 乙港 not at all
    assert told("as_of=2023-03-31") == told("as_of=0001-01-01") == ["0", "0"]
    assert told("as_of=9999-12-31") == ["3", "3"]
    assert told("seen_at=2020-01-01") == ["0", "0"]  # nothing was recorded by then


def test_the_api_obeys_the_day_and_the_sight(store, inside: Client) -> None:
    def cases(query: str) -> int:
        address = f"/api/v1/packs/demo/clearance/study?from=2023-04&to=2023-04&{query}"
        return inside.get(address).json()["cases"]

    assert [cases(q) for q in ("", "as_of=2023-03-31", "seen_at=2020-01-01")] == [6, 0, 0]
    other = "/api/v1/packs/demo/clearance/contrast?from=2023-04&to=2023-04&against_from=2017-04"
    answer = inside.get(f"{other}&against_to=2017-04&as_of=2017-12-31").json()
    assert (answer["before_hours"], answer["after_hours"]) == (None, None)  # April is to come


def test_strangers_see_the_day_of_today_alone(store, client: Client) -> None:
    answer = client.get(f"/clearance/?{APRIL}&as_of=2023-03-31")
    assert answer.status_code == 403
    assert "可看全部单票货物" in answer.content.decode()
    assert client.get(f"/clearance/?{APRIL}&as_of=2023-07-15").status_code == 200
