"""What a request asks, kept in every link; what cannot be answered is refused in both languages."""

import re

import pytest


def test_the_programme_of_the_setting_is_meant_where_none_is_named(
    liaoning, demo, read, settings
) -> None:
    settings.PROGRAMME = "liaoning-2022"
    assert "<h1>辽宁省对外开放2022</h1>" in read("/")
    settings.PROGRAMME = "demo"
    assert "<h1>示例省对外开放2023" in read("/")


def test_without_a_setting_the_programme_installed_last_is_meant(liaoning, demo, read) -> None:
    assert "<h1>示例省对外开放2023" in read("/")


def test_a_setting_that_names_nothing_installed_teaches_how_to_install_it(
    liaoning, read, settings
) -> None:
    settings.PROGRAMME = "guizhou-2023"
    assert "kaifang pack install guizhou-2023" in read("/")


def test_the_default_programme_is_not_said_in_links_another_is(
    liaoning, demo, read, settings
) -> None:
    settings.PROGRAMME = "liaoning-2022"
    assert "pack=liaoning" not in read("/board/")
    links = re.findall(
        r'href="(/(?:board|targets|orgs|indicators|figure)/[^"]*)"', read("/?pack=demo")
    )
    assert links
    assert all("pack=demo" in link for link in links)


def test_dates_stay_in_every_link(liaoning, read) -> None:
    page = read("/board/?as_of=2022-06-30&seen_at=2099-01-01")
    links = re.findall(r'href="(/(?:board|targets|orgs|indicators|figure|documents)/[^"]*)"', page)
    assert len(links) > 50
    assert all("as_of=2022-06-30" in link and "seen_at=2099-01-01" in link for link in links)


def test_date_form_keeps_the_filters_of_the_page(liaoning, read) -> None:
    page = read("/board/?kind=number&as_of=2022-06-30")
    form = page.split('<form class="moment"')[1].split("</form>")[0]
    assert '<input type="hidden" name="kind" value="number">' in form
    assert 'value="2022-06-30"' in form


def test_switcher_names_all_programmes_and_marks_the_open_one(liaoning, demo, read) -> None:
    page = read("/?pack=liaoning-2022")
    assert '<a href="/?pack=liaoning-2022" aria-current="true">辽宁省对外开放2022</a>' in page
    assert '<a href="/">示例省对外开放2023（演示）</a>' in page


@pytest.mark.parametrize(
    ("address", "chinese", "english"),
    [
        ("/?as_of=yesterday", "无法识别日期“yesterday”", "Not a date: “yesterday”"),
        ("/board/?seen_at=2022-13-01", "无法识别日期“2022-13-01”", "Not a date: “2022-13-01”"),
        ("/?pack=atlantis", "政策包“atlantis”尚未安装", "“atlantis” is not installed"),
        ("/board/?light=purple", "没有“purple”这一项", "“purple” is not among"),
        ("/board/?format=docx", "没有“docx”这一项", "“docx” is not among"),
        ("/figure/trade.total/210000/2021/?measure=mood", "“mood”不是", "“mood” is not a measure"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_both_languages(
    liaoning, read, address: str, chinese: str, english: str
) -> None:
    for language in ("zh-hans", "en"):
        page = read(address, language, status=400)
        assert chinese in page
        assert english in page


@pytest.mark.parametrize(
    "address",
    [
        "/indicators/trade.totl/", "/orgs/999999/", "/targets/nothing/", "/tasks/nothing/",
        "/figure/trade.totl/210000/2021/", "/figure/trade.total/999999/2021/",
        "/figure/trade.total/210000/not-a-period/",
    ],
)  # fmt: skip
def test_what_the_path_names_in_vain_is_not_found(liaoning, read, address: str) -> None:
    page = read(address, status=404)
    assert "There is no such page" in page


def test_the_nearest_names_are_told(liaoning, read) -> None:
    assert "trade.total" in read("/indicators/trade.totl/", status=404)
