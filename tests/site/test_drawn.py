"""What was drawn is kept for the same sight, language and address, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from kaifang.core.observation import Visibility
from kaifang.packs.law import load
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import PUBLIC, Viewer
from kaifang.site.asking import MOST_DRAWN, Asked

CITY = Viewer("", Visibility.INTERNAL, frozenset({"demo.lanpu"}))
OTHER = Viewer("", Visibility.INTERNAL, frozenset({"demo.biwan"}))


@pytest.fixture
def programme(demo) -> Programme:
    return Programme.of(load("demo"))


def asked(programme: Programme, viewer: Viewer = PUBLIC, **query: str) -> Asked:
    return Asked(programme.for_viewer(viewer), (), query=query)


def test_the_same_question_is_drawn_once(programme: Programme) -> None:
    first = asked(programme, light="red").drawn("board", object)
    assert asked(programme, light="red").drawn("board", object) is first


def test_whatever_differs_is_drawn_anew(programme: Programme) -> None:
    first = asked(programme).drawn("board", object)
    others = [
        asked(programme, light="red").drawn("board", object),
        asked(programme).drawn("today", object),
        asked(programme, CITY).drawn("board", object),
        asked(programme, OTHER).drawn("board", object),
    ]
    with translation.override("en"):
        others.append(asked(programme).drawn("board", object))
    assert len({id(first), *map(id, others)}) == 1 + len(others)


def test_new_data_draws_anew(programme: Programme) -> None:
    from kaifang.store.models import Batch
    from kaifang.store.observations import append
    from tests.site.conftest import of_a_few

    first = asked(programme).drawn("board", object)
    one = of_a_few()[0]
    told = replace(one, value=(one.value or 0) + 1)
    append([told], kind=Batch.Kind.DEMO, reason="修订")
    assert asked(programme).drawn("board", object) is not first


def test_only_so_many_are_kept(programme: Programme) -> None:
    first = asked(programme, page="0").drawn("board", object)
    for number in range(1, MOST_DRAWN + 1):
        asked(programme, page=str(number)).drawn("board", object)
    assert asked(programme, page="0").drawn("board", object) is not first


def test_a_reader_inside_is_not_shown_what_was_drawn_for_a_visitor(demo, client, official) -> None:
    public = client.get("/dispatch/", headers={"accept-language": "zh-hans"}).content.decode()
    client.force_login(official)
    inside = client.get("/dispatch/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "下一步" not in public
    assert "下一步" in inside
