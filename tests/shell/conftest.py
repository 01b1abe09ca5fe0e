"""The store of a test: on SQLite, and once more on PostgreSQL where its server is installed."""

from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from campaign.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    with postgres.serving() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store that the test has to itself."""
    if request.param == "sqlite":
        where: Path | str = tmp_path / "campaign.db"
    else:
        where = request.getfixturevalue("server").database()
    with Store.open(where) as opened:
        yield opened
