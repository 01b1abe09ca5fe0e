"""What the tests of the mailer share."""

from collections.abc import Iterator

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


@pytest.fixture
def store() -> Iterator[Store]:
    with store_in_memory() as store:
        yield store
