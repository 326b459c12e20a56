"""The screens that hang or are projected: the meeting by its keys, the wall by itself, the map."""

import re
from functools import cache
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from kaifang.core.observation import Observation
from kaifang.packs.law import load
from kaifang.programme.demo.observing import demo_observations
from tests.browser.conftest import go, says


@pytest.fixture(autouse=True)
def demo(transactional_db) -> None:
    """The trade and the trains of the invented province and its cities in the last two years."""
    from kaifang.store.installing import install
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    install(load("demo"))
    append(told(), kind=Batch.Kind.DEMO, reason="演示数据")


@cache
def told() -> tuple[Observation, ...]:
    cities = {"demo", *(org.id for org in load("demo").orgs.children("demo", "city"))}
    wanted = {"trade.total", "corridor.trains"}
    return tuple(
        o
        for o in demo_observations()
        if o.indicator in wanted and o.org in cities and o.period.end.year > 2021
    )


def turned(page, key: str) -> str:
    """Press a key that turns the page; return the title that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)
    return page.locator("h1").inner_text()


def test_meeting_goes_on_by_its_keys(look) -> None:
    page = look("/meeting/", width=1920)
    first = page.locator("h1").inner_text()
    titles = [first, *(turned(page, key) for key in ("ArrowRight", "Space", "PageDown"))]
    assert all(one != other for one, other in pairwise(titles))
    expect(page).to_have_url(re.compile("at=4"))
    assert [turned(page, key) for key in ("ArrowLeft", "PageUp")] == [titles[2], titles[1]]
    turned(page, "End")
    expect(page.locator("[data-turn='prev']")).to_have_count(1)
    expect(page.locator("[data-turn='next']")).to_have_count(0)
    assert turned(page, "Home") == first


def test_meeting_goes_on_by_its_buttons(look) -> None:
    page = look("/meeting/", width=1280)
    go(page.locator("[data-turn='next']"))
    expect(page).to_have_url(re.compile(r"/meeting/\?at=2$"))
    says(page.locator(".meeting-progress"), "2 / 14")


def test_a_key_in_a_link_is_the_links_own(look) -> None:
    page = look("/meeting/")
    page.get_by_text("退出会议模式").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/board/"))


def test_wall_turns_without_loading_the_page_anew(look) -> None:
    page = look("/wall/", width=1920)
    page.locator("#map .tiles").wait_for()
    page.locator("[data-chart='course'][data-drawn]").wait_for()
    page.locator("[data-hold]").click()  # it turns by the key alone
    page.evaluate("window.stays = true")
    shown = page.locator(".headline.is-shown .headline-name")
    before = shown.inner_text()
    page.keyboard.press("ArrowRight")
    page.locator("[data-count]", has_text="2 /").wait_for()
    expect(shown).not_to_have_text(before)
    expect(page).to_have_url(re.compile("turn=2"))
    page.evaluate("history.replaceState(null, '', '?')")
    assert page.evaluate("window.stays") is True


def test_wall_may_be_held(look) -> None:
    page = look("/wall/", width=1920)
    button = page.locator("[data-hold]")
    expect(button).to_have_text("停住")
    button.click()
    expect(button).to_have_text("继续")


def test_wall_moves_nothing_that_blinks(look) -> None:
    page = look("/wall/", width=1920)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => {"
        " const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; }).length"
    )
    assert moving == 0


def test_wall_fits_one_screen(look) -> None:
    page = look("/wall/", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function(
        "innerHeight === 1080 && !document.querySelector('[data-chart]:not([data-drawn])')"
        " && document.documentElement.scrollHeight <= innerHeight"
    )


def test_tile_of_the_map_opens_its_figure(look) -> None:
    page = look("/map/?indicator=trade.total")
    go(page.locator(".tile-link", has_text="石原"))
    expect(page).to_have_url(re.compile("/figure/trade.total/demo.shiyuan/"))


def test_map_is_chosen_by_its_filters(look) -> None:
    page = look("/map/")
    page.get_by_label("统计量").select_option(label="同比")
    go(page.get_by_role("button", name="筛选"))
    expect(page).to_have_url(re.compile("measure=growth"))
    says(page.locator("#map .chart-says"), "同比")


def test_heads_of_the_board_keep_their_words_whole(look) -> None:
    page = look("/board/", width=1280)
    tall = "[...document.querySelectorAll('#board .head-label')].filter(e => e.offsetHeight > 24)"
    assert page.evaluate(f"{tall}.map(e => e.innerText)") == []


def test_keys_pass_over_what_a_chart_has_folded_away(look) -> None:
    page = look("/indicators/trade.total/")
    page.locator("[data-chart][data-drawn]").first.wait_for()
    page.keyboard.press("j")
    expect(page.locator("#standings [data-row]:focus")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("[data-export][open] a").first).to_be_visible()


def test_fact_table_is_exported_by_its_key(look) -> None:
    page = look("/data/facts/")
    page.keyboard.press("x")
    expect(page.locator("[data-export][open] a", has_text="SDMX-CSV")).to_be_visible()
