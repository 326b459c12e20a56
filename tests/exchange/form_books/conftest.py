"""One tiny law for all books."""

import pytest

from kaifang.packs.law import Law
from tests.facts.reporting import PART, RANGE, SUM, law_with


@pytest.fixture(scope="session")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return law_with(tmp_path_factory.mktemp("law"), RANGE, PART, SUM)
