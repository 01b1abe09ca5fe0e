"""Fixtures for the tests of the mailer."""

from collections.abc import Iterator

import pytest

from campaign.adapters.store import Store
from tests.helpers.ledger import store_in_memory


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A database on SQLite, or on PostgreSQL if a test asks for it."""
    if getattr(request, "param", "") == "postgresql":
        with Store.open(request.getfixturevalue("server").database()) as store:
            yield store
    else:
        with store_in_memory() as store:
            yield store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of disturbed mailers run on both databases."""
    room = metafunc.module.__name__.rpartition(".")[2]
    if room in ("test_runs", "test_tenancy") and "store" in metafunc.fixturenames:
        both = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
        metafunc.parametrize("store", both, indirect=True)
