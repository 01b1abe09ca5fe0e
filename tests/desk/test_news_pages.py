"""News for signatories at the desk: the letter was sent."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.team.roles import Role
from campaign.services.setup.sample import LETTER
from tests.desk.test_answer_pages import send_a_wave
from tests.helpers.desk import hidden_values
from tests.helpers.sending_desk import SampleDesk, open_sample_desk
from tests.helpers.signons import enter_confirmed, move
from tests.helpers.web import words

NEWS = "/desk/signatories/news/sent"


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[SampleDesk]:
    """The sample campaign with a public address and two listed signatories whose email addresses are known."""
    with open_sample_desk(tmp_path) as sample:
        public = replace(sample.campaign.settings.campaign, public_url="https://letter.example")
        sample.campaign.settings = replace(sample.campaign.settings, campaign=public)
        at = dt.datetime.now(dt.UTC)
        for name in ("Gamma Guild", "Delta Forum"):
            address = f"{name.partition(' ')[0].lower()}@coalition.example"
            new = NewSignOn(
                LETTER, SignOnKind.ORGANISATION, name, SignOnState.PENDING, 1, "en", SignOnSource.MAIL,
                person="Ana Sá", address=address, address_key=address,
            )  # fmt: skip
            number = enter_confirmed(sample.campaign.store, new, at)
            assert move(sample.campaign.store, number, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, at)
        yield sample


def test_news_waits_until_the_letter_was_sent(signed: SampleDesk) -> None:
    """Before the letter has gone there is no news; an unknown kind is not found."""
    maya = signed.desk.signed_in(signed.desk.admit(Role.COORDINATOR, "maya"))
    assert (maya.get(NEWS).status_code, maya.get("/desk/signatories/news/other").status_code) == (409, 404)


def test_every_signatory_hears_of_it_once(signed: SampleDesk) -> None:
    """The page shows the email and the number; a wrong number queues nothing, the right one all, and nobody twice."""
    send_a_wave(signed)
    maya = signed.desk.signed_in(signed.desk.admit(Role.COORDINATOR, "maya"))
    page = maya.get(NEWS)
    assert "2 signatories get news" in words(page.text)
    values = hidden_values(page.text)
    assert maya.post(NEWS, data=values | {"number": "3"}).status_code == 422
    assert maya.post(NEWS, data={"mark": "other", "number": "2"}).status_code == 409
    done = maya.post(NEWS, data=values | {"number": "2"})
    assert (done.status_code, done.headers["location"].partition("?")[0]) == (303, "/desk/signatories/emails")
    assert "Queued news for signers (2 emails)" in words(maya.get("/desk/record").text)
    assert maya.get(NEWS).status_code == 409
