"""Fixtures that tests of several folders use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.store import Store
from tests.helpers import postgres, smtp_server
from tests.helpers.desk import DeskWeb, open_desk
from tests.helpers.store import open_store
from tests.helpers.web import Web, open_web


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    with postgres.serving() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store for one test, on each kind of database."""
    if request.param == "sqlite":
        empty_store = open_store(tmp_path / "campaign.db")
    else:
        empty_store = Store.open(request.getfixturevalue("server").database())
    with empty_store:
        yield empty_store


@pytest.fixture(params=["step by step", "pipelined"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test with servers that do not offer PIPELINING, and with servers that do."""
    manner: str = request.param
    monkeypatch.setattr(smtp_server, "offered", smtp_server.PIPELINING if manner == "pipelined" else smtp_server.PLAIN)
    return manner


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A campaign on the web."""
    with open_web(tmp_path) as web:
        yield web


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskWeb]:
    """A campaign with its desk."""
    with open_desk(tmp_path) as desk:
        yield desk
