"""A version is stamped when it is frozen, if a server is set, and `verify` checks the stamp."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import versions
from campaign.services.campaign import Campaign
from campaign.services.letters.stamping import stamp_version
from campaign.services.letters.verify import verify
from tests.adapters.test_timestamp import StampServer, pytestmark
from tests.helpers.web import LETTER, Web, open_web

__all__ = ["pytestmark"]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A campaign with a frozen version and a sign-on."""
    (tmp_path / "campaign").mkdir()
    with open_web(tmp_path / "campaign") as opened:
        opened.sign_and_confirm()
        yield opened


def stamping(web: Web, server: str, certificate: str = "") -> Campaign:
    table = replace(web.settings.campaign, timestamp_server=server, timestamp_certificate=certificate)
    return web.campaign.with_settings(replace(web.settings, campaign=table))


def test_a_stamp_at_the_freeze(web: Web, tmp_path: Path) -> None:
    """Once for a version; a text or a record that was written anew does not fit it any more."""
    (tmp_path / "tsa").mkdir()
    server = StampServer(tmp_path / "tsa")
    campaign = stamping(web, server.address, str(tmp_path / "tsa" / "root.pem"))
    version = web.store.read(versions.latest, LETTER)
    assert version is not None
    assert stamp_version(campaign, version).startswith(f"stamped by {server.address}: ")
    assert stamp_version(campaign, version) == ""
    server.close()
    result = verify(campaign)
    assert (result.stamps, result.flaws) == (1, ())
    web.store.write(lambda db: db.execute("UPDATE version_stamp SET content = replace(content, 'record', 'recorf')"))
    assert verify(campaign).flaws == (
        "forests version 1: the time stamp is for a different text",
        "forests version 1: the time stamp is for different data",
    )


def test_without_a_server_or_with_one_that_is_away(web: Web) -> None:
    """No server is set: nothing is said. It is away: the freeze stands, and a sentence says how to try again."""
    version = web.store.read(versions.latest, LETTER)
    assert version is not None
    assert stamp_version(stamping(web, ""), version) == ""
    sentence = stamp_version(stamping(web, "http://127.0.0.1:1/"), version)
    assert sentence.startswith("no time stamp: http://127.0.0.1:1/ does not answer (")
    assert sentence.endswith("); to try again: campaign letter freeze")
