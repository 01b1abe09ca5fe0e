"""The personal page of signers: correction, logo, newer texts, withdrawal."""

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.store import directory, signons
from campaign.adapters.store.signons import notices, proposed_changes, record, text_changes
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.countries import code_of
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import Refused
from campaign.services.letters.verify import verify_store
from campaign.services.signons.lookup import SignOnView
from campaign.services.signons.proposed_changes import ChangeCase, approve_change, discard_change, need_change
from tests.helpers.edition import ENGLISH
from tests.helpers.signons import move
from tests.helpers.web import LETTER, NOW, ROOT, Web, hidden_fields, open_web, title, words

pytestmark = pytest.mark.slow

CHANGED = ENGLISH.replace("**one thing**", "**one small thing**")
FORM = {"organisation": "Free Knowledge e.V.", "country": "DE", "url": "", "quote": ""}
SURE = {"sure": "yes"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="80" height="40" fill="#a00"/></svg>'


def read_signon(web: Web, signon: int) -> SignOn:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row


def own(web: Web, signon: int, step: str = "") -> str:
    return f"own/{web.link(LinkPurpose.OWN, signon)}{step}"


def deeds(web: Web, signon: int) -> list[RecordEvent]:
    return [entry.line.event for entry in web.store.read(record.of, signon)]


def add_listed(web: Web, **answers: str) -> int:
    """A sign-on that the coordinator has listed."""
    signon = web.sign_and_confirm(**answers)
    move(web.store, signon, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, web.now)
    return signon


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#a00").save(file, kind)
    return file.getvalue()


def test_the_page_says_where_the_sign_on_stands(web: Web) -> None:
    """Under review, listed, refused: each in words, and GET changes nothing."""
    signon = web.sign_and_confirm()
    texts = []
    for state in (None, SignOnState.LISTED, SignOnState.REFUSED):
        if state:
            assert move(web.store, signon, state, RecordEvent(state), Actor.COORDINATOR, web.now)
        page = web.client.get(own(web, signon))
        assert (page.status_code, title(page.text)) == (200, "Your signature: Keep forests standing")
        texts.append(words("<body>" + page.text.partition('role="status">')[2].partition("</div>")[0]))
    assert texts == [
        "We review each signature before we list it. You will get an email when Free Knowledge e.V. is listed.",
        "Free Knowledge e.V. is listed.",
        "Free Knowledge e.V. is not listed. If you think that this is a mistake, write to us.",
    ]
    assert deeds(web, signon) == [RecordEvent.SIGNED, RecordEvent.LISTED, RecordEvent.REFUSED]


def test_what_an_old_version_stored_unconfirmed_leads_to_its_confirmation(web: Web) -> None:
    """The personal page of a sign-on that version 0.1.0 stored before it was confirmed says that it does not count
    yet."""
    new = NewSignOn(
        LETTER,
        SignOnKind.ORGANISATION,
        "Free Knowledge",
        SignOnState.PENDING,
        1,
        "en",
        SignOnSource.PAGE,
        person="Eve Berg",
        address="eve@knowledge.example",
        address_key="eve@knowledge.example",
    )
    signon = web.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, web.now).id
    page = web.client.get(own(web, signon)).text
    assert "Your signature does not count yet: check and confirm it ." in words(page)
    assert f'href="{ROOT}confirm/{web.link(LinkPurpose.CONFIRM, signon)}"' in page


@pytest.mark.parametrize("path", ["", "/withdraw", "/sign", "/forward", "/logo.png"])
def test_every_wrong_link_gets_the_same_page(web: Web, path: str) -> None:
    """Guessed, cut off, for another purpose, of nobody: the page does not say which."""
    signon = web.sign_and_confirm()
    good = web.link(LinkPurpose.OWN, signon)
    wrong = (
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        web.link(LinkPurpose.CONFIRM, signon),
        good.replace(f"{signon}-", f"{signon + 1}-"),
        "999999999999999999-" + good.partition("-")[2],
        "x",
        "0",
        "\N{SNOWMAN}",
        good if path == "/forward" else web.link(LinkPurpose.FORWARD, signon),
    )
    answers = {
        (answer.status_code, answer.text) for answer in (web.client.get(f"own/{token}{path}") for token in wrong)
    }
    assert {(status, title(page)) for status, page in answers} == {
        (404, "This link does not work: Keep forests standing")
    }
    assert len(answers) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    ["open", "until", "decline", "sign", "sign/send", "correct", "logo", "unlogo", "agree", "object", "withdraw"],
)
def test_no_step_is_taken_by_a_wrong_link(web: Web, step: str) -> None:
    """Every form below a wrong link gets the same page, and nothing is stored."""
    signon = add_listed(web)
    before = deeds(web, signon)
    answers = {
        (answer.status_code, answer.text)
        for token in (
            "x",
            web.link(LinkPurpose.CONFIRM, signon),
            web.link(LinkPurpose.FORWARD, signon),
            f"{signon}-{'A' * 22}",
        )
        for answer in [web.client.post(f"own/{token}/{step}", data=FORM)]
    }
    ((status, page),) = answers
    assert (status, title(page)) == (404, "This link does not work: Keep forests standing")
    assert (read_signon(web, signon).state, deeds(web, signon)) == (SignOnState.LISTED, before)


PHISHING = {
    "organisation": "Amnesty International",
    "country": "AT",
    "url": "phish.example/login",
    "quote": "The coalition\r\nis a fraud.",
}
APPEARANCE = ("name", "country", "url", "quote", "logo")


def public_fields(signon: SignOn) -> tuple[str, ...]:
    return tuple(getattr(signon, name) for name in APPEARANCE)


def proposal(web: Web, signon: int) -> dict[str, str]:
    change = web.store.read(proposed_changes.of_signon, signon)
    return dict(change.fields) if change else {}


def case_of(web: Web, signon: int) -> ChangeCase:
    view = SignOnView(read_signon(web, signon), web.store.read(signons.signer, signon))
    return need_change(web.campaign, view)


def test_a_change_of_a_listed_sign_on_shows_only_once_it_is_approved(web: Web) -> None:
    """Name, country, website, quote and logo wait; the sign-on stays listed as it was; sent twice, it is one line; what
    was approved is what shows."""
    signon = add_listed(web)
    before = read_signon(web, signon)
    answers = [web.client.post(own(web, signon, "/correct"), data=PHISHING) for _ in range(2)]
    answers.append(web.client.post(own(web, signon, "/logo"), files={"logo": ("a.png", picture())}))
    token = web.link(LinkPurpose.OWN, signon)
    assert [answer.headers["location"] for answer in answers] == [
        f"{ROOT}own/{token}?said={outcome}#said" for outcome in ("waits", "same", "waits")
    ]
    assert read_signon(web, signon) == before
    assert deeds(web, signon)[2:] == [RecordEvent.PROPOSED] * 2
    page = words(web.client.get(f"own/{token}?said=waits").text)
    assert "Thank you. We will show your changes once we have checked them. Free Knowledge e.V. is listed." in page
    assert "We are checking your changes. Until then, you are listed as before." in page
    case = case_of(web, signon)
    approve_change(web.campaign, case, "Maya")
    now = read_signon(web, signon)
    assert (now.state, public_fields(now)[:4]) == (
        SignOnState.LISTED,
        ("Amnesty International", "Austria", "https://phish.example/login", "The coalition is a fraud."),
    )
    assert now.logo == case.change.fields["logo"]
    assert (web.folder.signatories / now.logo).is_file()
    entry = web.store.read(record.last_of, signon, RecordEvent.CORRECTED)
    assert entry is not None
    assert (entry.line.actor, entry.line.facts["by"], proposal(web, signon)) == (Actor.COORDINATOR, "Maya", {})
    assert verify_store(web.store).flaws == ()


def test_a_discarded_change_leaves_nothing(web: Web) -> None:
    """The page stays as it was, the proposed logo is deleted, and the record says who discarded it."""
    signon = add_listed(web)
    before = read_signon(web, signon)
    web.client.post(own(web, signon, "/correct"), data=PHISHING)
    web.client.post(own(web, signon, "/logo"), files={"logo": ("a.png", picture())})
    discard_change(web.campaign, case_of(web, signon), "Maya")
    assert (read_signon(web, signon), proposal(web, signon)) == (before, {})
    assert list((web.folder.signatories / "logos" / "own").iterdir()) == []
    entry = web.store.read(record.last_of, signon, RecordEvent.DISCARDED)
    assert entry is not None
    assert entry.line.facts == {"by": "Maya", "fields": "country, logo, name, quote, url"}
    assert verify_store(web.store).flaws == ()


def test_a_decision_counts_only_for_the_change_on_its_page(web: Web) -> None:
    """Whoever changes the proposal after it was looked at does not get the other one approved."""
    signon = add_listed(web)
    web.client.post(own(web, signon, "/correct"), data=FORM | {"quote": "We agree."})
    case = case_of(web, signon)
    web.client.post(own(web, signon, "/correct"), data=PHISHING)
    for decide in (approve_change, discard_change):
        with pytest.raises(Refused, match="has changed since you saw it"):
            decide(web.campaign, case, "Maya")
    assert read_signon(web, signon).quote == ""


def test_what_nobody_needs_to_look_at_shows_at_once(web: Web) -> None:
    """Accents and capitals of the name, a page of the organisation's own site, and everything that is taken away."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.sign_and_confirm()
    form = FORM | {"organisation": "FREE Knowledge e.V.", "url": "https://knowledge.example/letter", "country": "DE"}
    web.client.post(own(web, signon, "/correct"), data=form | {"quote": "We agree."})
    case = case_of(web, signon)
    assert read_signon(web, signon).url == "https://knowledge.example/letter"
    assert read_signon(web, signon).name == "FREE Knowledge e.V."
    assert [field for field, _, _ in case.rows] == ["quote"]
    approve_change(web.campaign, case, "Maya")
    answer = web.client.post(own(web, signon, "/correct"), data=form | {"quote": "", "url": ""})
    assert answer.headers["location"].endswith("?said=saved#said")
    assert (read_signon(web, signon).quote, read_signon(web, signon).url, proposal(web, signon)) == ("", "", {})
    assert verify_store(web.store).flaws == ()


def test_a_signer_takes_a_proposal_back(web: Web) -> None:
    """Sent as it is listed, the form leaves no proposal; a withdrawal and an erasure leave none either."""
    signon = add_listed(web)
    listed_form = FORM | {"organisation": "Free Knowledge e.V.", "country": code_of(read_signon(web, signon).country)}
    for undo in ("correct", "withdraw"):
        web.client.post(own(web, signon, "/correct"), data=PHISHING)
        assert proposal(web, signon) != {}
        web.client.post(own(web, signon, f"/{undo}"), data=listed_form | SURE)
        assert proposal(web, signon) == {}
    assert verify_store(web.store).flaws == ()


def test_what_was_never_looked_at_is_not_listed_automatically(web: Web) -> None:
    """A sign-on that waits with a quote, and then gets the name of the directory, goes on waiting."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.sign_and_confirm(organisation="Fre Knowlege")
    web.client.post(own(web, signon, "/correct"), data=FORM | {"quote": "The coalition is a fraud."})
    assert read_signon(web, signon).state is SignOnState.CONFIRMED


def test_what_is_wrong_in_a_correction_is_named_and_nothing_is_lost(web: Web) -> None:
    """Errors at the top and at the fields; what was typed is still there; nothing is changed."""
    signon = add_listed(web)
    form = {"organisation": "", "country": "XX", "url": "javascript:alert(1)", "quote": "see www.spam.example"}
    page = web.client.post(own(web, signon, "/correct"), data=form).text
    assert title(page).startswith("Error: Your signature")
    for phrase in (
        "Enter the name of the organisation as it should be listed",
        "Select a country from the list",
        "Enter the address of the website, like https://organisation.example",
        "Remove the web address",
    ):
        assert phrase in page
    assert 'value="javascript:alert(1)"' in page
    assert deeds(web, signon)[-1] is RecordEvent.LISTED


def test_a_person_changes_name_country_and_quote(tmp_path: Path) -> None:
    """Individuals have no website and no logo, whatever is sent."""
    with open_web(tmp_path, individuals=True) as web:
        checked = web.client.post("sign", data=web.form_fields(kind="person")).text
        web.client.post("sign/send", data=hidden_fields(checked))
        (notice,) = web.store.read(notices.pending)
        web.client.post(f"confirm/{web.confirm_link(notice.submission)}")
        signon = web.newest_signon()
        page = web.client.get(own(web, signon)).text
        assert "Website" not in page
        assert "Logo" not in page
        form = {"person": "Éve Berg", "country": "FR", "url": "https://spam.example", "quote": ""}
        web.client.post(own(web, signon, "/correct"), data=form)
        web.client.post(own(web, signon, "/logo"), files={"logo": ("a.png", picture())})
        now = read_signon(web, signon)
        assert (now.name, now.country, now.url, now.logo) == ("Éve Berg", "France", "", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.svg", SVG), ("a.png", picture()), ("a.jpg", picture("JPEG")), ("a.webp", picture("WEBP")), ("x", SVG)],
)
def test_a_logo_is_drawn_anew(web: Web, name: str, data: bytes) -> None:
    """Whatever the upload, a PNG is stored in signatories/logos/own; the file itself is not stored."""
    signon = web.sign_and_confirm()
    answer = web.client.post(own(web, signon, "/logo"), files={"logo": (name, data)})
    assert answer.headers["location"].endswith("?said=logo#said")
    logo = web.folder.signatories / read_signon(web, signon).logo
    assert logo.parent == web.folder.signatories / "logos" / "own"
    assert Image.open(io.BytesIO(logo.read_bytes())).format == "PNG"
    response = web.client.get(own(web, signon, "/logo.png"))
    assert (response.headers["content-type"], response.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    assert deeds(web, signon)[-1] is RecordEvent.CORRECTED


def test_a_logo_is_replaced_and_taken_away(web: Web) -> None:
    """The old picture is deleted; the same one twice is one line in the record."""
    signon = web.sign_and_confirm()
    for data in (SVG, SVG, picture()):
        web.client.post(own(web, signon, "/logo"), files={"logo": ("a", data)})
    folder = web.folder.signatories / "logos" / "own"
    assert [path.name for path in folder.iterdir()] == [Path(read_signon(web, signon).logo).name]
    for _ in range(2):
        web.client.post(own(web, signon, "/unlogo"), data=SURE)
    assert (read_signon(web, signon).logo, list(folder.iterdir())) == ("", [])
    assert deeds(web, signon)[1:] == [RecordEvent.CORRECTED] * 3
    assert web.client.get(own(web, signon, "/logo.png")).status_code == 404


@pytest.mark.parametrize(
    ("policy", "phrase", "version"),
    [
        (ChangePolicy.CORRECTION, "The text has changed since you signed it", 2),
        (ChangePolicy.WINDOW, "If you do not object, your signature moves to the new text on", 1),
        (ChangePolicy.ASK, "Your signature stays under the text that you signed until you agree to the new text.", 1),
    ],
)
def test_a_newer_text_appears_with_what_changed(web: Web, policy: ChangePolicy, phrase: str, version: int) -> None:
    """The redline, and what to do about it, for every change policy."""
    signon = add_listed(web)
    until = NOW + dt.timedelta(days=7) if policy is ChangePolicy.WINDOW else None
    web.freeze(policy, until, en=CHANGED)
    page = web.client.get(own(web, signon)).text
    assert phrase in words(page)
    assert "<ins>small </ins>" in page
    assert read_signon(web, signon).version == version
    assert ("Object for the organisation" in page, "Agree for the" in page) == (
        policy is ChangePolicy.WINDOW,
        policy is not ChangePolicy.CORRECTION,
    )


def test_an_objection_keeps_the_text_that_was_signed(web: Web) -> None:
    """Once, in time; when the window closes, the sign-on stays under the old text; agreeing later is still possible."""
    signon, silent = add_listed(web), add_listed(web, mail="other@other.example", organisation="Other")
    until = NOW + dt.timedelta(days=7)
    web.freeze(ChangePolicy.WINDOW, until, en=CHANGED)
    results = [
        web.client.post(own(web, signon, "/object"), data={"version": "2"}).headers["location"].partition("?")[2]
        for _ in range(2)
    ]
    assert results == ["said=objected#said"] * 2
    assert deeds(web, signon).count(RecordEvent.OBJECTED) == 1
    web.now = until + dt.timedelta(minutes=1)
    late = web.client.post(own(web, silent, "/object"), data={"version": "2"})
    assert late.headers["location"].endswith("?said=late#said")
    web.store.write(text_changes.close_windows, web.now)
    assert (read_signon(web, signon).version, read_signon(web, silent).version) == (1, 2)
    assert "You objected" in words(web.client.get(own(web, signon)).text)
    web.client.post(own(web, signon, "/agree"), data={"version": "2"})
    assert (read_signon(web, signon).version, read_signon(web, signon).has_objected) == (2, False)
    assert verify_store(web.store).flaws == ()


@pytest.mark.parametrize("version", ["", "0", "3", "99999999999999999999", "x", "1"])
def test_an_agreement_to_no_version_is_none(web: Web, version: str) -> None:
    """Only a newer version of the letter can be agreed to."""
    signon = add_listed(web)
    web.freeze(ChangePolicy.ASK, en=CHANGED)
    assert web.client.post(own(web, signon, "/agree"), data={"version": version}).status_code == 303
    assert web.client.post(own(web, signon, "/object"), data={"version": version}).status_code == 303
    assert (read_signon(web, signon).version, deeds(web, signon)[-1]) == (1, RecordEvent.LISTED)


def test_an_agreement_counts_once(web: Web) -> None:
    """Asked again, the signer agrees, twice by a double click: one line; the page shows the new text, as nobody else
    has to decide."""
    signon = add_listed(web)
    web.freeze(ChangePolicy.ASK, en=CHANGED)
    page = web.client.get(own(web, signon)).text
    for _ in range(2):
        web.client.post(own(web, signon, "/agree"), data=hidden_fields(page))
    assert read_signon(web, signon).version == 2
    assert deeds(web, signon)[2:] == [RecordEvent.AGREED, RecordEvent.CARRIED]


def test_taking_back_is_asked_about_and_counts_once(web: Web) -> None:
    """The page asks; the button withdraws; an email about it is due; one may sign again."""
    signon = add_listed(web)
    assert title(web.client.get(own(web, signon, "/withdraw")).text).startswith("Withdraw your signature?")
    assert read_signon(web, signon).state is SignOnState.LISTED
    for _ in range(2):
        assert web.client.post(own(web, signon, "/withdraw"), data=SURE).status_code == 303
    assert (read_signon(web, signon).state, deeds(web, signon)[2:]) == (SignOnState.WITHDRAWN, [RecordEvent.WITHDRAWN])
    assert [notice.kind for notice in web.store.read(notices.pending)] == ["confirm", "own", "withdrawn"]
    page = web.client.get(own(web, signon)).text
    assert title(page).startswith("You have withdrawn your signature")
    form = hidden_fields(web.client.get(own(web, signon, "/sign")).text)
    answers = form | {**FORM, "person": "Eve Berg", "role": "Chair", "authority": "yes"}
    checked = web.client.post(own(web, signon, "/sign"), data=answers).text
    web.client.post(own(web, signon, "/sign/send"), data=hidden_fields(checked))
    assert read_signon(web, signon).state is SignOnState.CONFIRMED
    assert verify_store(web.store).flaws == ()


def test_a_holder_may_change_often_and_not_endlessly(web: Web) -> None:
    """Every change is a permanent line; after sixty at once the page says to wait."""
    signon = add_listed(web)
    answers = [web.client.post(own(web, signon, "/unlogo"), data=SURE).status_code for _ in range(61)]
    assert (answers[:60], answers[60]) == ([303] * 60, 429)


def _directory(web: Web, **changed: SignOnState) -> None:
    sites = (Organisation("knowledge", "Free Knowledge e.V.", "https://www.knowledge.example", "Germany", **changed),)
    web.store.write(directory.put, LETTER, sites, web.now)


def test_who_writes_from_the_organisations_own_site_is_listed_at_once(web: Web) -> None:
    """The sign-on takes the place of the directory's entry, to which no email was sent; the page says so; an email is
    due."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.sign_and_confirm()
    now = read_signon(web, signon)
    assert (now.state, now.organisation, now.url) == (
        SignOnState.LISTED,
        "knowledge",
        "https://www.knowledge.example",
    )
    assert [notice.kind for notice in web.store.read(notices.pending)] == ["confirm", "own", "listed"]
    entry = web.store.read(record.last_of, signon, RecordEvent.LISTED)
    assert entry is not None
    assert entry.line.actor is Actor.PROGRAM
    page = web.client.get(f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}").text
    assert "Your email address is confirmed, and Free Knowledge e.V. is listed." in words(page)
    assert len(web.store.read(signons.organisations, LETTER)) == 1
    assert verify_store(web.store).flaws == ()


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        (SignOnState.INVITED, {"mail": "eve@gmail.com"}),
        (SignOnState.INVITED, {"mail": "eve@elsewhere.example"}),
        (SignOnState.INVITED, {"organisation": "Another Body"}),
        (SignOnState.LISTED, {}),
        (SignOnState.DECLINED, {}),
    ],
)
def test_all_others_wait_for_a_person(web: Web, state: SignOnState, answers: dict[str, str]) -> None:
    """A free mailbox, another site, another name, an organisation that is listed or has answered: the page says that it
    is reviewed."""
    _directory(web, state=state)
    signon = web.sign_and_confirm(**answers)
    assert (read_signon(web, signon).state, read_signon(web, signon).organisation) == (SignOnState.CONFIRMED, "")
    page = web.client.get(f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}").text
    assert "We review each signature before we list it." in words(page)
    assert verify_store(web.store).flaws == ()


def test_a_better_name_can_be_listed_at_once(web: Web) -> None:
    """A signer who waits because of a typing error fixes the name and needs no review; and the other way round."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.sign_and_confirm(organisation="Fre Knowlege")
    assert read_signon(web, signon).state is SignOnState.CONFIRMED
    web.client.post(own(web, signon, "/correct"), data=FORM)
    assert (read_signon(web, signon).state, read_signon(web, signon).organisation) == (SignOnState.LISTED, "knowledge")
    web.client.post(own(web, signon, "/correct"), data=FORM | {"organisation": "Greenpeace"})
    assert (read_signon(web, signon).state, read_signon(web, signon).name) == (
        SignOnState.LISTED,
        "Free Knowledge e.V.",
    )
    assert proposal(web, signon) == {"name": "Greenpeace"}
    assert verify_store(web.store).flaws == ()
