"""The confirmation link."""

import datetime as dt

import pytest

from campaign.adapters.store import keys, signons
from campaign.adapters.store.signons import board_rows, notices, record, submissions
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.personal_links import LinkPurpose, token
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.signons.states import MAY_SIGN
from campaign.core.signons.submission import KEEP_FOR
from campaign.services.letters.verify import verify_store
from tests.helpers.signons import move
from tests.helpers.web import LETTER, ROOT, Web, title, words


def state(web: Web, signon: int) -> SignOnState:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row.state


def test_looking_at_the_link_changes_nothing(web: Web) -> None:
    """A mail scanner may open it any number of times, by GET and HEAD."""
    submission = web.sign()
    link = f"confirm/{web.confirm_link(submission)}"
    for _ in range(3):
        page = web.client.get(link)
        assert (page.status_code, web.client.head(link).status_code) == (200, 200)
    assert title(page.text) == "Confirm your signature: Keep forests standing"
    assert "Free Knowledge e.V. , Germany" in words(page.text)
    assert web.store.read(signons.every) == ()


def test_the_button_confirms_and_the_personal_link_is_owed(web: Web) -> None:
    """The link proves the signer's address; the page then says what happens next."""
    link = web.confirm_link(web.sign())
    answer = web.client.post(f"confirm/{link}")
    (signon,) = (row.id for row in web.store.read(signons.every))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}confirm/{link}")
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert (state(web, signon), signer.confirmed_how) == (SignOnState.CONFIRMED, "the link in the email")
    assert [notice.kind for notice in web.store.read(notices.pending)] == ["confirm", "own"]
    page = web.client.get(f"confirm/{link}").text
    assert title(page) == "Thank you: Keep forests standing"
    assert f'href="/forests/own/{web.link(LinkPurpose.OWN, signon)}"' in page


def test_sent_twice_it_counts_once(web: Web) -> None:
    """A second POST of the same link gives the same page and adds nothing to the record."""
    submission = web.sign()
    link = f"confirm/{web.confirm_link(submission)}"
    assert [web.client.post(link).status_code for _ in range(3)] == [303, 303, 303]
    (signon,) = (row.id for row in web.store.read(signons.every))
    assert [entry.line.event for entry in web.store.read(record.of, signon)] == [RecordEvent.SIGNED]


@pytest.mark.parametrize("way", ["get", "post"])
def test_every_wrong_link_gets_the_same_page(web: Web, way: str) -> None:
    """Guessed, cut off, for another purpose, of nobody: the page does not say which."""
    submission = web.sign()
    good = web.confirm_link(submission)
    wrong = (
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        token(web.store.write(keys.secret, keys.LINKS), LinkPurpose.OWN, submission, 0),
        token(web.store.write(keys.secret, keys.LINKS), LinkPurpose.CONFIRM, submission, 0),
        good.replace(f"{submission}-", f"{submission + 1}-"),
        "999999999999999999-" + good.partition("-")[2],
        "x",
        "0",
        "\N{SNOWMAN}",
    )
    pages = {
        (answer.status_code, answer.text)
        for answer in (getattr(web.client, way)(f"confirm/{token}") for token in wrong)
    }
    ((status, page),) = pages
    assert (status, title(page)) == (404, "This link does not work: Keep forests standing")
    assert web.store.read(signons.every) == ()


def test_a_sign_on_that_an_old_version_stored_unconfirmed_is_confirmed_by_its_link(web: Web) -> None:
    """The link in an email of version 0.1.0 works, and no longer once the sign-on is withdrawn."""
    new = invited_organisation(SignOnState.PENDING)
    signon = web.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, web.now).id
    link = f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}"
    assert title(web.client.get(link).text) == "Confirm your signature: Keep forests standing"
    assert web.client.post(link).status_code == 303
    assert state(web, signon) is SignOnState.CONFIRMED
    move(web.store, signon, SignOnState.WITHDRAWN, RecordEvent.WITHDRAWN, Actor.SIGNER, web.now)
    assert web.client.get(link).status_code == 404
    assert state(web, signon) is SignOnState.WITHDRAWN


def invited_organisation(known: SignOnState) -> NewSignOn:
    """A sign-on of the address that the form names, in a state."""
    return NewSignOn(
        LETTER,
        SignOnKind.ORGANISATION,
        "Free Knowledge",
        known,
        1,
        "en",
        SignOnSource.PAGE,
        url="https://knowledge.example",
        country="Germany",
        person="Ada Example",
        address="eve@knowledge.example",
        address_key="eve@knowledge.example",
    )


@pytest.mark.parametrize("known", list(SignOnState))
def test_a_form_changes_nothing_until_it_is_confirmed(web: Web, known: SignOnState) -> None:
    """In every state: row, signer, record, board and links are what they were, however often a form names the address;
    then only the row of somebody who has not signed takes the confirmed answers."""
    first = SignOnState.INVITED if known in MAY_SIGN else known
    new = invited_organisation(known)
    event = RecordEvent.INVITED if first is SignOnState.INVITED else RecordEvent.SIGNED
    signon = web.store.write(signons.add, new, event, Actor.COORDINATOR, web.now).id

    def facts() -> object:
        own = web.client.get(f"own/{web.link(LinkPurpose.OWN, signon)}")
        rows = web.store.read(board_rows.rows, LETTER)
        return web.store.read(signons.one, signon), rows, web.store.read(record.last), own.status_code, own.text

    web.client.get("sign")  # from now on the languages of the text are known
    before, link = facts(), web.link(LinkPurpose.OWN, signon)
    for organisation in ("Gina is a fool Ltd", "Another Name"):
        answer = web.client.post("sign/send", data=web.checked_fields(organisation=organisation, person="Mal Lory"))
        assert answer.status_code == 303
        assert facts() == before
    assert web.link(LinkPurpose.OWN, signon) == link
    forms = web.store.read(submissions.waiting, LETTER)
    answered = known in (SignOnState.CONFIRMED, SignOnState.LISTED, SignOnState.REFUSED)
    assert len(forms) == (0 if answered else 2)
    for form in forms:
        assert web.client.post(f"confirm/{web.confirm_link(form.id)}").status_code == 303
    row = web.store.read(signons.one, signon)
    assert row is not None
    assert (row.name, row.url) == ("Free Knowledge" if answered else "Gina is a fool Ltd", "https://knowledge.example")
    assert row.state is (known if answered else SignOnState.CONFIRMED)
    assert verify_store(web.store).flaws == ()


def test_a_form_is_deleted_after_two_weeks(web: Web) -> None:
    """Its answers, its email that waits and its link are gone; a newer form stays."""
    old = web.sign()
    link = f"confirm/{web.confirm_link(old)}"
    web.now += KEEP_FOR
    new = web.sign(mail="ada@knowledge.example")
    assert web.store.write(submissions.delete_expired, web.now) == 0
    assert web.store.write(submissions.delete_expired, web.now + dt.timedelta(seconds=1)) == 1
    assert [form.id for form in web.store.read(submissions.waiting, LETTER)] == [new]
    assert [notice.submission for notice in web.store.read(notices.pending)] == [new]
    assert web.client.get(link).status_code == 404
