"""What the tests of the mailer share."""

from collections.abc import Iterator

import postgres
import pytest
import smtp_server
from made_ledger import store_in_memory

from campaign.store import Store


@pytest.fixture(params=["step by step", "pipelined"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the servers of a test offer PIPELINING: what holds one way must hold the other way, too."""
    manner: str = request.param
    monkeypatch.setattr(smtp_server, "offered", smtp_server.PIPELINING if manner == "pipelined" else smtp_server.PLAIN)
    return manner


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    with postgres.serving() as running:
        yield running


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
    if metafunc.module.__name__ in ("test_runs", "test_tenancy") and "store" in metafunc.fixturenames:
        both = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
        metafunc.parametrize("store", both, indirect=True)
