"""Answers to an invitation, and the page to forward."""

import datetime as dt

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import notices, record
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.letters.verify import verify_store
from tests.helpers.edition import ENGLISH
from tests.helpers.web import INVITED as MAIL
from tests.helpers.web import LETTER, NOW, ROOT, Web, hidden_fields, invite, title, words

pytestmark = pytest.mark.slow

ANSWERS = {"organisation": "Free Knowledge e.V.", "country": "DE", "person": "Eve Berg", "role": "Chair"}


def own(web: Web, signon: int, step: str = "") -> str:
    return f"own/{web.link(LinkPurpose.OWN, signon)}{step}"


def state(web: Web, signon: int) -> SignOnState:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row.state


def deeds(web: Web, signon: int) -> list[RecordEvent]:
    return [entry.line.event for entry in web.store.read(record.of, signon)][2:]


def check_answers(web: Web, signon: int, **answers: str) -> str:
    """Fetch the page to check the answers."""
    form = hidden_fields(web.client.get(own(web, signon, "/sign")).text)
    return web.client.post(own(web, signon, "/sign"), data=form | ANSWERS | {"authority": "yes"} | answers).text


def test_looking_changes_nothing(web: Web) -> None:
    """The page shows the ask, the deadline and three answers; scanners may open it."""
    signon = invite(web)
    for path in ("", "/sign", "/withdraw"):
        assert web.client.get(own(web, signon, path)).status_code == 200
    page = words(web.client.get(own(web, signon)).text)
    for phrase in (
        "Will you sign this letter?",
        "Sign by Monday, 26 April 2027, 12:00 (Brussels)",
        "Sign for the organisation",
        "Ask for more time",
        "Decline for the organisation",
    ):
        assert phrase in page
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.INVITED, [])


def test_we_sign(web: Web) -> None:
    """The button marks the invitation as opened; the form is filled in and asks for no address; the sign-on is
    confirmed at once by the link, and a receipt is due."""
    signon = invite(web)
    answers = [web.client.post(own(web, signon, "/open"), data={"language": "de"}) for _ in range(2)]
    assert [response.headers["location"] for response in answers] == [f"{ROOT}{own(web, signon, '/sign')}?lang=de"] * 2
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.OPENED, [RecordEvent.OPENED])
    form = web.client.get(own(web, signon, "/sign")).text
    assert 'value="Free Knowledge"' in form
    assert '<option value="DE" selected>' in form
    assert 'name="mail"' not in form
    assert f"We sent your link to {MAIL} , so you do not need to confirm this address." in words(form)
    page = check_answers(web, signon)
    assert title(page).startswith("Check your answers")
    for _ in range(2):
        answer = web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(page))
        assert answer.status_code == 303
    signer, now = web.store.read(signons.signer, signon), web.store.read(signons.one, signon)
    assert signer is not None
    assert now is not None
    assert (now.state, now.source, now.name, now.version) == (
        SignOnState.CONFIRMED,
        SignOnSource.INVITATION,
        "Free Knowledge e.V.",
        1,
    )
    assert (signer.address, signer.confirmed_at, signer.confirmed_how) == (
        MAIL,
        web.now,
        "the personal link, sent to this address",
    )
    assert deeds(web, signon) == [RecordEvent.OPENED, RecordEvent.SIGNED]
    assert [notice.kind for notice in web.store.read(notices.pending)] == ["own"]
    assert verify_store(web.store).flaws == ()


def test_an_address_of_the_organisation_is_listed_at_once(web: Web) -> None:
    """Invited at an address of its own site, it needs no review."""
    signon = invite(web, "https://knowledge.example")
    answer = web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(check_answers(web, signon)))
    page = web.client.get(answer.headers["location"].removeprefix(ROOT).partition("#")[0]).text
    assert "Thank you for signing. Free Knowledge e.V. is listed." in words(page)
    assert state(web, signon) is SignOnState.LISTED
    assert verify_store(web.store).flaws == ()


def test_another_address_cannot_be_slipped_in(web: Web) -> None:
    """An address in the form is ignored: the link proves one address only."""
    signon = invite(web)
    page = check_answers(web, signon, mail="mallory@evil.example")
    web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(page) | {"mail": "mallory@evil.example"})
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert signer.address == MAIL


def test_errors_and_a_changed_text_lead_back_to_the_form(web: Web) -> None:
    """As on the public form: errors, a changed text, a change of one answer."""
    signon = invite(web)
    assert title(check_answers(web, signon, role="")).startswith("Error: Sign the letter")
    page = check_answers(web, signon)
    again = web.client.post(own(web, signon, "/sign"), data=hidden_fields(page) | {"change": "role"}).text
    assert 'value="Chair"' in again
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("**one thing**", "**all**"))
    changed = web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(page)).text
    assert title(changed) == "The text has changed: Keep forests standing"
    assert f'action="{ROOT}{own(web, signon, "/sign")}"' in changed
    final = web.client.post(own(web, signon, "/sign"), data=hidden_fields(changed)).text
    assert web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(final)).status_code == 303
    assert state(web, signon) is SignOnState.CONFIRMED


def test_we_need_until(web: Web) -> None:
    """A day is promised once, however often the form is sent, and can be changed."""
    signon = invite(web)
    for day in ("2027-03-20", "2027-03-20", "2027-04-01"):
        assert web.client.post(own(web, signon, "/until"), data={"until": day}).status_code == 303
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert signer.until == dt.date(2027, 4, 1)
    assert deeds(web, signon) == [RecordEvent.PROMISED, RecordEvent.PROMISED]
    assert "You promised an answer by 1 April 2027." in words(web.client.get(own(web, signon)).text)


@pytest.mark.parametrize("day", ["", "x", "2027-02-28", "2027-04-27", "9999-99-99", "20270320T10"])
def test_a_day_that_helps_nobody_is_asked_about_again(web: Web, day: str) -> None:
    """In the past, after the deadline, or not a date: the page gives the possible dates."""
    signon = invite(web)
    page = web.client.post(own(web, signon, "/until"), data={"until": day}).text
    assert "Choose a day from today until 26 April 2027" in page
    assert state(web, signon) is SignOnState.INVITED


def test_we_decline_and_change_our_mind(web: Web) -> None:
    """It is declined once; the page stays open for another answer."""
    signon = invite(web)
    for _ in range(2):
        web.client.post(own(web, signon, "/decline"), data={"sure": "yes"})
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.DECLINED, [RecordEvent.DECLINED])
    page = words(web.client.get(own(web, signon)).text)
    assert (
        "You have declined. We will not write to you about this letter again. You can still change your mind." in page
    )
    web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(check_answers(web, signon)))
    assert state(web, signon) is SignOnState.CONFIRMED
    web.client.post(own(web, signon, "/decline"), data={"sure": "yes"})
    assert state(web, signon) is SignOnState.CONFIRMED


def test_what_is_passed_on_shows_all_and_does_nothing(web: Web) -> None:
    """Text, ask, deadline, who else signs, the PDF; no form, and no link to the personal page."""
    signon = invite(web)
    other = NewSignOn(LETTER, SignOnKind.ORGANISATION, "Others <b>", SignOnState.LISTED, 1, "en", SignOnSource.IMPORT)
    web.store.write(signons.add, other, RecordEvent.IMPORTED, Actor.COORDINATOR, NOW)
    answer = web.client.get(f"own/{web.link(LinkPurpose.FORWARD, signon)}/forward")
    page = answer.text
    for phrase in (
        "Free Knowledge has been asked to sign this letter.",
        "Deadline",
        "Who else has signed: 1 Others <b>",
        "PDF",
    ):
        assert phrase in words(page)
    assert f'href="{ROOT}letter.pdf"' in page
    for never in ("<form", "<button", "<input", web.link(LinkPurpose.OWN, signon), MAIL, "Eve Berg"):
        assert never not in page
    assert web.client.get(own(web, signon, "/forward")).status_code == 404
    assert web.client.post(f"own/{web.link(LinkPurpose.FORWARD, signon)}/forward").status_code == 405


def test_after_the_deadline_the_link_says_so(web: Web) -> None:
    """Nobody can sign; no form is shown and none is accepted."""
    signon = invite(web)
    page = check_answers(web, signon)
    web.now = web.settings.signing_closes_at
    closed = words(web.client.get(own(web, signon)).text)
    assert "You could sign the letter until Monday, 26 April 2027, 12:00 (Brussels)." in closed
    assert [phrase for phrase in ("Sign by", "Sign for the organisation", "Answer later") if phrase in closed] == []
    for answer in (
        web.client.get(own(web, signon, "/sign")),
        web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(page)),
    ):
        assert title(answer.text).startswith("Signing is closed")
    assert state(web, signon) is SignOnState.INVITED
