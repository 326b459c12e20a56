"""How far a book has come is told while it is worked on, to whoever sent it and to nobody else."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from tests.programme.intake.sheets import BIWAN, LANPU, PROCESS, demo, filled, project

pytestmark = pytest.mark.django_db
TICKET = "a-ticket-that-nobody-guesses"


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path


def test_rows_are_told_as_they_are_read_and_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    from kaifang.programme.intake import following
    from kaifang.programme.intake.bringing import look_at

    monkeypatch.setattr(following, "_EVERY", 0)
    data = filled(project("1"), project("2"), project("3"))
    told = []
    with following.followed(LANPU, TICKET) as watch:
        assert following.progress_of(LANPU, TICKET) is None

        def watched(total: int) -> Any:
            step = watch(total)

            def stepped() -> None:
                step()
                found = following.progress_of(LANPU, TICKET)
                assert found is not None
                told.append((found.phase, found.done, found.total))
                assert following.progress_of(BIWAN, TICKET) is None  # another's is not found

            return stepped

        look_at(LANPU, demo(), PROCESS, data, "x.xlsx", watched)
    assert told[:1] == [("read", 1, told[0][2])]
    assert told[-3:] == [("judged", 1, 3), ("judged", 2, 3), ("judged", 3, 3)]
    assert following.progress_of(LANPU, TICKET) == following.IntakeProgress("over", 0, 0)


def test_the_last_row_is_told_however_soon_it_comes() -> None:
    from kaifang.programme.intake import following

    with following.followed(LANPU, TICKET) as watch:
        step = watch(3)
        for done in (1, 1, 3):  # the second comes too soon to be told
            step()
            found = following.progress_of(LANPU, TICKET)
            assert found is not None
            assert found.done == done


def test_what_fails_is_over() -> None:
    from kaifang.programme.intake import following

    def broken() -> None:
        with following.followed(LANPU, TICKET) as watch:
            watch(10)
            assert following.progress_of(LANPU, TICKET) is not None
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        broken()
    assert following.progress_of(LANPU, TICKET) == following.IntakeProgress("over", 0, 0)


@pytest.mark.parametrize("wrong", ["", "short", "../../etc/passwd/aaaaaaaaaaaaaa", "x" * 61])
def test_a_word_that_is_no_ticket_leaves_nothing(wrong: str) -> None:
    from kaifang.programme.intake import following
    from kaifang.store.home import home

    with following.followed(LANPU, wrong) as watch:
        watch(10)()
        assert following.progress_of(LANPU, wrong) is None
    assert list(home("intake").rglob("*")) == []
    assert following.ticket(wrong) != wrong
    assert following.ticket(TICKET) == TICKET


def test_what_a_killed_process_left_goes_after_half_a_day() -> None:
    from kaifang.programme.intake import following
    from kaifang.store.home import home

    left = home("intake", "progress") / "left"
    left.write_text("{}")
    with following.followed(LANPU, TICKET):
        assert left.is_file()
    os.utime(left, (0, time.time() - 13 * 3600))
    with following.followed(LANPU, TICKET):
        assert not left.exists()
