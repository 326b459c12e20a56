"""The API: what it answers, to whom, and how it refuses."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

import kaifang.site
from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from tests.site.pages import Reader

PACK = "/api/v1/packs/liaoning-2022"
TRADE_2021 = "indicator=trade.total&org=210000&period=2021"
PAGES = ("/", "/board/", "/documents/", "/documents/press-2022-01-25/", "/data/", "/data/facts/",
         "/data/revisions/", "/data/codes/", "/data/codes/hs@2022/", "/map/", "/meeting/",
         "/wall/", "/search/?q=7724", "/indicators/", "/indicators/trade.total/", "/orgs/",
         "/orgs/210000/", "/targets/", "/targets/trade.total.2022/", "/tasks/", "/documents/differences/",
         "/figure/trade.total/210000/2021/")  # fmt: skip


@pytest.fixture
def ask(client):
    """Ask the API and read the answer."""

    def fetch(address: str, status: int = 200):
        answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()[:400]
        return json.loads(answer.content)

    return fetch


def hidden(value: str) -> Observation:
    """A total that only an office may see."""
    return Observation(
        indicator="trade.total", org="210000", period=Period.to_date(2022, 5), unit="亿元",
        value=Decimal(value), announced=date(2022, 6, 9), visibility=Visibility.INTERNAL,
    )  # fmt: skip


def record(*observations: Observation) -> None:
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    append(observations, kind=Batch.Kind.IMPORT, reason="快报")


def test_a_figure_leads_to_its_sentence(liaoning, ask) -> None:
    told = ask(f"{PACK}/statement?{TRADE_2021}")
    assert Decimal(told["value"]) == 7724
    assert (told["unit"], told["text"]) == ("亿元", "7,724.0亿元")
    explained = ask(f"{PACK}/explain?{TRADE_2021}&lang=en")
    (cite, *_) = explained["citations"]
    assert cite["quote"] == "全省货物进出口7724亿元"
    assert explained["title"] == "Total imports and exports of goods · Liaoning · 2021"


def test_a_list_says_how_long_it_is(liaoning, ask) -> None:
    whole = ask(f"{PACK}/figures?limit=500")
    part = ask(f"{PACK}/figures?limit=3&offset=2")
    assert part["items"] == whole["items"][2:5]
    assert (part["total"], part["limit"], part["offset"]) == (len(whole["items"]), 3, 2)
    assert ask(f"{PACK}/figures?offset=100000")["items"] == []


def test_a_document_is_told_clause_by_clause(liaoning, ask) -> None:
    told = ask(f"{PACK}/documents/press-2022-01-25")
    clause = next(c for c in told["clauses"] if c["quote"] == "全省货物进出口7724亿元")
    assert [one["id"] for one in clause["drawn"]] == ["trade.total.2021"]
    assert clause["spans"] == []
    assert {one["id"] for one in told["differences"]} >= {"funds-two-totals", "cases-two-dates"}
    assert "ecommerce.pilot_zones" in told["missing_lists"]


def test_differences_tell_both_figures_with_their_clauses(liaoning, ask) -> None:
    told = {one["id"]: one for one in ask(f"{PACK}/differences?limit=500")["items"]}
    totals = told["funds-two-totals"]
    assert totals["kind"] == "definition"
    assert [one["id"] for one in totals["figures"]] == [
        "investment.funds_in_place.2021",
        "investment.outside_province.2021",
    ]
    assert all(one["citations"][0]["document"] == "press-2022-01-25" for one in totals["figures"])


def test_a_task_is_told_by_itself(liaoning, ask) -> None:
    first = ask(f"{PACK}/tasks?limit=1")["items"][0]
    told = ask(f"{PACK}/tasks/{first['id']}")
    assert told["name"] == first["name"]
    assert told["citations"]
    assert isinstance(told["targets"], list)


def test_a_task_page_leads_to_its_twin(liaoning, ask, client) -> None:
    first = ask(f"{PACK}/tasks?limit=1")["items"][0]["id"]
    links = Reader(client.get(f"/tasks/{first}/").content.decode()).named("link")
    (twin,) = [one["href"] for one in links if one.get("type") == "application/json"]
    assert ask(twin)["id"] == first


def test_a_target_tells_where_it_stands(liaoning, ask) -> None:
    told = ask(f"{PACK}/targets/trade.total.2022")
    assert (told["text"], told["strength"], told["value"]) == ("增长6%", "hold", ["6"])
    assert told["citations"][0]["document"] == "press-2022-01-25"


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/packs/liaoning-2023", 404, "KF-PROG-009"),
        (f"{PACK}/indicators/trade.totl", 404, "KF-PACK-011"),
        (f"{PACK}/documents/nowhere", 404, "KF-PROG-003"),
        (f"{PACK}/tasks/nowhere", 404, "KF-PACK-011"),
        (f"{PACK}/targets/nowhere", 404, "KF-PROG-002"),
        (f"{PACK}/orgs/999999", 404, "KF-CORE-007"),
        (f"{PACK}/statement?indicator=trade.total&org=210000&period=soon", 400, "KF-CORE-002"),
        (f"{PACK}/statement?{TRADE_2021}&measure=mood", 400, "KF-PROG-004"),
        (f"{PACK}/board?as_of=yesterday", 422, "KF-PROG-062"),
        (f"{PACK}/board?limit=0", 422, "KF-PROG-062"),
        (f"{PACK}/statement", 422, "KF-PROG-062"),
        (f"{PACK}/forecast?indicator=trade.total&org=210000", 403, "KF-PROG-005"),
        (f"{PACK}/splits/trade.total.2022", 403, "KF-PROG-005"),
        ("/api/v1/nowhere", 404, "KF-PROG-063"),
        ("/api/nowhere/", 404, "KF-PROG-063"),
    ],
)
def test_a_refusal_is_a_problem_in_both_languages(liaoning, client, address, status, code) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], told["code"]) == (status, code)
    assert told["says"]["zh"]
    assert told["says"]["en"]
    assert told["remedy"]["zh"]


def test_one_may_only_read(liaoning, client) -> None:
    answer = client.post(f"{PACK}/board", {})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert json.loads(answer.content)["code"] == "KF-PROG-064"


def test_the_public_never_reads_what_is_internal(liaoning, ask, client, alone) -> None:
    record(hidden("3150.1"))
    address = f"{PACK}/facts?indicator=trade.total&org=210000&period=2022"
    assert ask(address)["total"] == 0
    assert "3150.1" not in json.dumps(ask(f"{PACK}/board?org=210000"))
    assert all(one["reason"] is None for one in ask(f"{PACK}/batches")["items"])
    client.force_login(get_user_model().objects.create_user("anna"))
    assert [one["value"] for one in ask(address)["items"]] == ["3150.1"]
    assert ask(f"{PACK}/batches")["items"][0]["reason"] == "快报"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_a_twin_that_answers(liaoning, client, ask, page) -> None:
    links = Reader(client.get(page).content.decode()).named("link")
    (twin,) = [one["href"] for one in links if one.get("type") == "application/json"]
    assert ask(twin)


def test_a_twin_keeps_the_moment(liaoning, client) -> None:
    page = client.get("/board/?as_of=2022-06-30", headers={"accept-language": "en"})
    assert "/board?as_of=2022-06-30&amp;lang=en" in page.content.decode()


def test_the_description_asks_no_other_host(liaoning, client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    reader = Reader(page)
    sources = [one.get("src") or one.get("href") for tag in ("script", "link", "img")
               for one in reader.named(tag)]  # fmt: skip
    assert sources
    assert all(str(one).startswith("/") for one in sources)
    assert "GET /api/v1/packs/{pack}/explain" in page


def test_the_description_names_every_address(client) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").content)
    assert len(described["paths"]) == 130
    methods = {method for path in described["paths"].values() for method in path}
    assert methods == {"get", "post"}
    failure = described["paths"]["/api/v1/packs/{pack}"]["get"]["responses"]["404"]
    assert list(failure["content"]) == ["application/problem+json"]


def test_each_summary_is_translated(client) -> None:
    code = Path(kaifang.site.__file__).parent / "api" / "views.py"
    assert code.read_text("utf-8").count("summary=_(") == 29
    page = client.get("/api/v1/docs/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "目标及进展" in page
