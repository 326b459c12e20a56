"""Pages of funds: by month and organisation, entries with what they were, for those inside alone."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model

from kaifang.packs.law import load
from kaifang.programme.rights import Role
from tests.programme.projects.test_funds import CITY, LANPU, PROCESS, funded, given
from tests.site.holders import holder


@pytest.fixture
def case(db, settings, tmp_path) -> str:
    """In March 300.5 of domestic funds and 680 of foreign, corrected to 68; in May 120."""
    from kaifang.programme.casework.keeping import correct
    from kaifang.programme.opening import Programme
    from kaifang.programme.projects.funds import ledger
    from kaifang.store.installing import install

    settings.HOME = tmp_path
    install(load("demo"))
    programme = Programme.of(load("demo"))
    one = funded(programme)
    number = ledger(LANPU, programme, PROCESS, one.case).entries[1].number
    data = {
        "funds_month": "2023-03",
        "funds_origin": "foreign",
        "funds": "68",
        "because": "录入有误",
    }
    told = given("04-05", "voucher", **data)
    correct(LANPU, programme, PROCESS, one.case, number, told, version=one.version)
    return one.case


@pytest.fixture
def inside(client, alone):
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")].replace('<span class="fraction">', "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", main.replace("</td>", " | ")))


def rows(page: str) -> list[str]:
    return [text_of(f"<main>{one}</main>") for one in re.findall(r"(?s)<tr[ >].*?</tr>", page)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_months_and_organisations_add_up(case, inside, read, language) -> None:
    page = read("/projects/funds/", language)
    head = "2023年3月" if language == "zh-hans" else "March 2023"
    march = next(one for one in rows(page) if one.strip().startswith(head))
    assert re.findall(r"\d+\.\d+", march.replace(head, "")) == ["300.50", "68.00", "368.50"]
    unit = "10,000 yuan" if language == "en" else "万元"
    assert next(one for one in rows(page) if "外资" in one or "Foreign" in one).count(unit) == 3
    city = next(one for one in rows(page) if ("岚浦市" if language[:2] == "zh" else "Lanpu") in one)
    assert re.findall(r"\d+\.\d+", city) == ["420.50", "68.00", "488.50"]
    if language == "zh-hans":
        words = re.findall(r"[A-Za-z]{6,}", re.sub(r"(?s)<script.*?</script>", "", text_of(page)))
        assert not {*words} - {"Kaifang", "XLSXCSVJSON"}


def test_a_later_month_is_not_known_on_an_earlier_day(case, inside, read) -> None:
    page = text_of(read("/projects/funds/?as_of=2023-04-30"))
    assert "2023年3月" in page
    assert "2023年5月" not in page
    assert "2023年1-4月，按单位" in page
    assert "Jan–Apr 2023, by organisation" in text_of(
        read("/projects/funds/?as_of=2023-04-30", "en")
    )


def test_the_page_of_a_project_leads_to_its_ledger(case, inside, read) -> None:
    address = f"/cases/{PROCESS}/{case}/"
    assert f'href="{address}ledger/"' in read(address)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_entry_shows_what_it_was_before(case, inside, read, language) -> None:
    get_user_model().objects.create_user("lan", pk=int(LANPU.user), last_name="兰处长")
    page = read(f"/cases/{PROCESS}/{case}/ledger/", language)
    entry = next(one for one in rows(page) if "68.00" in one)
    before = "2023年3月 · 680万元" if language == "zh-hans" else "March 2023 · 6.8 million yuan"
    assert before in entry
    assert "兰处长" in entry  # whoever entered it, by name
    assert "488.50" in text_of(page)
    assert 'aria-current="page"' in page


def test_table_leaves_as_a_file(case, inside) -> None:
    answer = inside.get(f"/cases/{PROCESS}/{case}/ledger/?format=csv")
    assert "300.5" in answer.content.decode("utf-8-sig")
    assert inside.get("/projects/funds/?format=xlsx").status_code == 200


def test_others_learn_nothing(case, client, settings) -> None:
    settings.SOLO = False
    assert client.get("/projects/funds/").status_code == 302
    client.force_login(holder("biwan", Role.CITY, "demo.biwan"))
    assert client.get(f"/cases/{PROCESS}/{case}/ledger/").status_code == 404
    page = client.get("/projects/funds/").content.decode()
    assert "300.50" not in page.replace('<span class="fraction">', "")
    client.force_login(holder("lanpu", Role.CITY, CITY))
    assert client.get(f"/cases/{PROCESS}/{case}/ledger/").status_code == 200
