"""What the tests of the mailer share."""

from collections.abc import Iterator

import pytest
from made_ledger import store_in_memory

from campaign.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    with store_in_memory() as store:
        yield store
