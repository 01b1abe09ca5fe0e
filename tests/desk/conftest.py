"""The sample campaign with its desk and a mail server on this machine, and the browser of a sender."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.core.team.roles import Role
from tests.helpers.campaign import mail_server
from tests.helpers.sending_desk import SampleDesk, open_sample_desk


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def sample(tmp_path: Path, server: Catcher) -> Iterator[SampleDesk]:
    with open_sample_desk(tmp_path, server.port) as sample:
        yield sample


@pytest.fixture
def sender(sample: SampleDesk):
    return sample.desk.signed_in(sample.desk.admit(Role.SENDER, "jonas"))
