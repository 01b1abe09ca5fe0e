"""A campaign with one draft."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.services.campaign import Campaign
from tests.helpers.drafts import open_draft


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    with open_draft(tmp_path) as campaign:
        yield campaign
