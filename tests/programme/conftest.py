"""The programme that most of these tests open: that of the invented province."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaifang.packs.law import load

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.opening import Programme


@pytest.fixture
def programme() -> Programme:
    from kaifang.programme.opening import Programme

    return Programme.of(load("demo"))
