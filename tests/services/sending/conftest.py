"""What the tests of the mailer share."""

from collections.abc import Iterator

import pytest

from campaign.adapters.store import Store
from tests.helpers.ledger import store_in_memory


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """On SQLite; where a test asks for it by the parameter `postgresql`, there."""
    if getattr(request, "param", "") == "postgresql":
        with Store.open(request.getfixturevalue("server").database()) as store:
            yield store
    else:
        with store_in_memory() as store:
            yield store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a mailer does when it is disturbed is looked at on both databases."""
    room = metafunc.module.__name__.rpartition(".")[2]
    if room in ("test_runs", "test_tenancy") and "store" in metafunc.fixturenames:
        both = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
        metafunc.parametrize("store", both, indirect=True)
