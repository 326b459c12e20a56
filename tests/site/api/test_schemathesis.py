"""Whatever is asked of the API: it never fails, and answers in the shape it has described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kaifang.site.api.docs import described

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
PATHS = sorted(path for path, methods in described()["paths"].items() if "get" in methods)
GROUPS = 3  # one store serves a group: installing two programmes takes longer than asking
# Asked for two times in three, so that most calls reach an answer.
KNOWN = {
    "pack": ("liaoning-2022", "demo"),
    "indicator": ("trade.total", "corridor.trains"),
    "org": ("210000", "demo.shiyuan", "100000", "demo"),
    "period": ("2021", "2022-01/2022-06", "2022-Q1", "1899", "2999-12"),
    "measure": ("level", "growth", "attainment"),
    "target": ("trade.total.2022", "trade.total.2023"),
    "as_of": ("2022-06-30", "0001-01-01", "9999-12-31"),
    "seen_at": ("2022-06-30", "9999-12-31", "0001-01-01", "2022-01-01T00:00:00+23:59"),
}
SOME = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def api(demo, liaoning):
    """The API on a store that holds two programmes.

    A request does not close the connection, for all of them share the test's one transaction.
    """
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    from kaifang.site.wsgi import application

    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for one in signals:
        one.connect(close_old_connections)


def with_known(data: st.DataObject, given_: dict | None) -> None:
    """Put known things in place of what was made up."""
    for name in KNOWN.keys() & (given_ or {}).keys():
        if data.draw(st.integers(0, 2)):
            given_[name] = data.draw(st.sampled_from(KNOWN[name]))


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_question_makes_it_fail(api, group: int) -> None:
    for path in PATHS[group::GROUPS]:
        ask(api[path]["GET"].as_strategy())


def ask(questions: st.SearchStrategy) -> None:
    """Ask at one address whatever may be asked there."""

    @SOME
    @given(data=st.data())
    def asked(data: st.DataObject) -> None:
        case = data.draw(questions)
        with_known(data, case.path_parameters)
        with_known(data, case.query)
        case.call_and_validate(checks=CHECKS)

    asked()
