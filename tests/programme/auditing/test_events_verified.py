"""Verifying the audit goes through the events of cases too."""

import json
from typing import Any

import pytest

from kaifang.programme.auditing import checking
from kaifang.programme.people.actors import console
from kaifang.store import events
from tests.store.events import by_force, event

pytestmark = pytest.mark.django_db


def test_altered_event_is_found_and_named(settings: Any, tmp_path: Any, capsys: Any) -> None:
    from kaifang.cli.main import app

    settings.HOME = tmp_path
    events.append([event(1), event(2)], source_name="feed")
    steps: list[int] = []
    whole = checking.verify(console(), watch=lambda count: lambda: steps.append(count))
    assert whole.is_whole
    assert steps == [3, 3, 3]  # one entry of the chain, two events
    by_force("UPDATE store_caseevent SET type = 'leave' WHERE id = 2")
    assert not checking.verify(console()).is_whole
    assert app(["audit", "verify", "--lang", "en"], standalone_mode=False) == 1
    assert "customs/dalian 000002" in capsys.readouterr().out
    assert app(["audit", "verify", "--json"], standalone_mode=False) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "kind": "event_changed",
            "number": 2,
            "batch": 1,
            "source": "customs/dalian",
            "event": "000002",
        }
    ]
