"""Claims about the invited: what they answer through their link, and what they may pass on."""

import datetime as dt

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import notices, record
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.change import Way
from campaign.core.signons.links import Purpose
from campaign.core.signons.record import Actor, Deed
from campaign.services.letters.verify import verify_store
from tests.helpers.edition import ENGLISH
from tests.helpers.web import INVITED as MAIL
from tests.helpers.web import LETTER, NOW, ROOT, Web, hidden, invited, title, words

pytestmark = pytest.mark.slow

ANSWERS = {"organisation": "Free Knowledge e.V.", "country": "DE", "person": "Eve Berg", "role": "Chair"}


def own(web: Web, signon: int, step: str = "") -> str:
    return f"own/{web.link(Purpose.OWN, signon)}{step}"


def state(web: Web, signon: int) -> SignOnState:
    found = web.store.read(signons.one, signon)
    assert found is not None
    return found.state


def deeds(web: Web, signon: int) -> list[Deed]:
    return [entry.line.deed for entry in web.store.read(record.of, signon)][2:]


def checked(web: Web, signon: int, **answers: str) -> str:
    """The page of answers to be checked."""
    form = hidden(web.client.get(own(web, signon, "/sign")).text)
    return web.client.post(own(web, signon, "/sign"), data=form | ANSWERS | {"authority": "yes"} | answers).text


def test_looking_changes_nothing(web: Web) -> None:
    """The page asks, with what is asked, until when, and three answers; scanners may open it."""
    signon = invited(web)
    for path in ("", "/sign", "/withdraw"):
        assert web.client.get(own(web, signon, path)).status_code == 200
    page = words(web.client.get(own(web, signon)).text)
    for said in (
        "Will you sign this letter?",
        "Open for signatures until",
        "We sign",
        "We need time",
        "We do not sign",
    ):
        assert said in page
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.INVITED, [])


def test_we_sign(web: Web) -> None:
    """The button marks it opened, the form knows what is known and asks no address; sent, it is confirmed at once by
    the link, and the receipt is owed."""
    signon = invited(web)
    answers = [web.client.post(own(web, signon, "/open"), data={"language": "de"}) for _ in range(2)]
    assert [each.headers["location"] for each in answers] == [f"{ROOT}{own(web, signon, '/sign')}?lang=de"] * 2
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.OPENED, [Deed.OPENED])
    form = web.client.get(own(web, signon, "/sign")).text
    assert 'value="Free Knowledge"' in form
    assert '<option value="DE" selected>' in form
    assert 'name="mail"' not in form
    assert f"Your link came to {MAIL} , so it needs no confirming" in words(form)
    page = checked(web, signon)
    assert title(page).startswith("Check your answers")
    for _ in range(2):
        answer = web.client.post(own(web, signon, "/sign/send"), data=hidden(page))
        assert answer.status_code == 303
    signer, now = web.store.read(signons.signer, signon), web.store.read(signons.one, signon)
    assert signer is not None
    assert now is not None
    assert (now.state, now.source, now.name, now.version) == (
        SignOnState.CONFIRMED,
        Source.INVITATION,
        "Free Knowledge e.V.",
        1,
    )
    assert (signer.mail, signer.confirmed_at, signer.confirmed_how) == (
        MAIL,
        web.now,
        "the personal link, sent to this address",
    )
    assert deeds(web, signon) == [Deed.OPENED, Deed.SIGNED]
    assert [each.kind for each in web.store.read(notices.owed)] == ["own"]
    assert verify_store(web.store).flaws == ()


def test_an_address_of_the_organisation_is_listed_at_once(web: Web) -> None:
    """Invited at its own site, it needs nobody's look."""
    signon = invited(web, "https://knowledge.example")
    answer = web.client.post(own(web, signon, "/sign/send"), data=hidden(checked(web, signon)))
    page = web.client.get(answer.headers["location"].removeprefix(ROOT).partition("#")[0]).text
    assert "Thank you for signing. Free Knowledge e.V. stands under the letter." in words(page)
    assert state(web, signon) is SignOnState.LISTED
    assert verify_store(web.store).flaws == ()


def test_another_address_cannot_be_slipped_in(web: Web) -> None:
    """What is sent for the address is not read: the link proves one address only."""
    signon = invited(web)
    page = checked(web, signon, mail="mallory@evil.example")
    web.client.post(own(web, signon, "/sign/send"), data=hidden(page) | {"mail": "mallory@evil.example"})
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert signer.mail == MAIL


def test_errors_and_a_changed_text_lead_back_to_the_form(web: Web) -> None:
    """As on the public form: what is to be mended, what changed meanwhile, a change of one answer."""
    signon = invited(web)
    assert title(checked(web, signon, role="")).startswith("Error: Sign the letter")
    page = checked(web, signon)
    again = web.client.post(own(web, signon, "/sign"), data=hidden(page) | {"change": "role"}).text
    assert 'value="Chair"' in again
    web.freeze(Way.ASK, en=ENGLISH.replace("**one thing**", "**all**"))
    changed = web.client.post(own(web, signon, "/sign/send"), data=hidden(page)).text
    assert title(changed) == "The text has changed: Keep forests standing"
    assert f'action="{ROOT}{own(web, signon, "/sign")}"' in changed
    final = web.client.post(own(web, signon, "/sign"), data=hidden(changed)).text
    assert web.client.post(own(web, signon, "/sign/send"), data=hidden(final)).status_code == 303
    assert state(web, signon) is SignOnState.CONFIRMED


def test_we_need_until(web: Web) -> None:
    """A day is promised, once however often it is sent, and may be moved."""
    signon = invited(web)
    for day in ("2027-03-20", "2027-03-20", "2027-04-01"):
        assert web.client.post(own(web, signon, "/until"), data={"until": day}).status_code == 303
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert signer.until == dt.date(2027, 4, 1)
    assert deeds(web, signon) == [Deed.PROMISED, Deed.PROMISED]
    assert "You have promised an answer by 1 April 2027" in words(web.client.get(own(web, signon)).text)


@pytest.mark.parametrize("day", ["", "x", "2027-02-28", "2027-04-27", "9999-99-99", "20270320T10"])
def test_a_day_that_helps_nobody_is_asked_about_again(web: Web, day: str) -> None:
    """Past, behind the deadline, or no day: the page says from when to when."""
    signon = invited(web)
    page = web.client.post(own(web, signon, "/until"), data={"until": day}).text
    assert "Choose a day from today until 26 April 2027" in page
    assert state(web, signon) is SignOnState.INVITED


def test_we_decline_and_change_our_mind(web: Web) -> None:
    """Declined once; the page stays open for another answer."""
    signon = invited(web)
    for _ in range(2):
        web.client.post(own(web, signon, "/decline"), data={"sure": "yes"})
    assert (state(web, signon), deeds(web, signon)) == (SignOnState.DECLINED, [Deed.DECLINED])
    page = words(web.client.get(own(web, signon)).text)
    assert "You have said that you do not sign" in page
    assert "You may still change your mind" in page
    web.client.post(own(web, signon, "/sign/send"), data=hidden(checked(web, signon)))
    assert state(web, signon) is SignOnState.CONFIRMED
    web.client.post(own(web, signon, "/decline"), data={"sure": "yes"})
    assert state(web, signon) is SignOnState.CONFIRMED


def test_what_is_passed_on_shows_all_and_does_nothing(web: Web) -> None:
    """Text, ask, deadline, who else signs, the PDF; no form, and no way from it to the personal page."""
    signon = invited(web)
    other = NewSignOn(LETTER, Kind.ORGANISATION, "Others <b>", SignOnState.LISTED, 1, "en", Source.IMPORT)
    web.store.write(signons.add, other, Deed.IMPORTED, Actor.COORDINATOR, NOW)
    answer = web.client.get(f"own/{web.link(Purpose.FORWARD, signon)}/forward")
    page = answer.text
    for said in ("Free Knowledge is asked to sign this letter", "Deadline", "Who else signs : 1 Others <b>", "PDF"):
        assert said in words(page).replace("signs: 1", "signs : 1")
    assert f'href="{ROOT}letter.pdf"' in page
    for never in ("<form", "<button", "<input", web.link(Purpose.OWN, signon), MAIL, "Eve Berg"):
        assert never not in page
    assert web.client.get(own(web, signon, "/forward")).status_code == 404
    assert web.client.post(f"own/{web.link(Purpose.FORWARD, signon)}/forward").status_code == 405


def test_after_the_deadline_the_link_says_so(web: Web) -> None:
    """Nobody signs any more; no form is shown and none is taken."""
    signon = invited(web)
    page = checked(web, signon)
    web.now = web.settings.signing_closes_at
    assert "The letter is not open for signatures now" in words(web.client.get(own(web, signon)).text)
    for answer in (
        web.client.get(own(web, signon, "/sign")),
        web.client.post(own(web, signon, "/sign/send"), data=hidden(page)),
    ):
        assert title(answer.text).startswith("Signing is closed")
    assert state(web, signon) is SignOnState.INVITED
