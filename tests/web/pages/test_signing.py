"""Signing on the public page: the form, checking the answers, the sign-on, the email."""

import datetime as dt
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import counts, notices, record, submissions
from campaign.core.settings.tables import PrivacyTable
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.errors import Refused
from campaign.services.letters.verify import verify_store
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.web import ANSWERS, LETTER, NOW, ROOT, VOTE, Web, hidden_fields, open_web, title, words


def test_the_form_asks_for_what_is_needed_and_says_which_text_is_signed(web: Web) -> None:
    """Six questions, the letter's title, its version and the time when signing closes."""
    page = web.client.get("sign").text
    assert title(page) == "Sign the letter: Keep forests standing"
    text = words(page)
    assert "Keep forests standing Version 1 · Sign by Monday, 26 April 2027, 12:00 (Brussels)" in text
    assert hidden_fields(page).keys() == {"kind", "language", "version"}


def test_what_is_missing_is_named_above_the_form_and_at_its_field(web: Web) -> None:
    """The title starts with Error, every line of the summary links to its field, and what was typed is still there."""
    answer = web.client.post("sign", data=web.form_fields(country="", mail="eve@", authority=""))
    page = answer.text
    assert (answer.status_code, title(page)) == (200, "Error: Sign the letter: Keep forests standing")
    for name, message in (
        ("country", "Select a country"),
        ("mail", "Enter one email address, like name@organisation.example"),
        ("authority", "Tick the box if you are authorised to sign for the organisation"),
    ):
        assert f'<a href="#{name}">{message}</a>' in page
        assert f'id="{name}-error"' in page
    assert 'value="Free Knowledge e.V."' in page
    assert 'value="eve@"' in page


def test_answers_are_checked_and_changed_without_typing_anything_twice(web: Web) -> None:
    """The page shows every answer; a button beside it leads back to its field, and the other answers are kept."""
    fields = web.checked_fields()
    page = web.client.post("sign", data=web.form_fields()).text
    assert title(page) == "Check your answers: Keep forests standing"
    assert "Free Knowledge e.V. , Germany" in words(page)
    back = web.client.post("sign", data={**fields, "change": "role"}).text
    assert 'value="Chair" autocomplete="organization-title" aria-describedby="role-hint" autofocus' in back
    assert '<option value="DE" selected>' in back
    assert "checked" in back


def test_a_sign_on_is_stored_with_its_signer_its_line_and_the_mail_it_owes(web: Web) -> None:
    """All of it is in the database before the response, which redirects to a page that says to check the email."""
    answer = web.client.post("sign/send", data=web.checked_fields())
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}sign/sent?lang=en")
    (notice,) = web.store.read(notices.pending)
    waiting = web.store.read(submissions.one, notice.submission)
    assert waiting is not None
    row, signer = waiting.as_signon()
    assert (row.name, row.country, row.kind, row.state, row.source, row.version, row.language) == (
        "Free Knowledge e.V.",
        "Germany",
        SignOnKind.ORGANISATION,
        SignOnState.PENDING,
        SignOnSource.PAGE,
        1,
        "en",
    )
    assert (signer.person, signer.role, signer.address) == ("Eve Berg", "Chair", "eve@knowledge.example")
    assert signer.authority == "I am authorised to sign this letter for the organisation"
    assert (notice.kind, web.store.read(record.last)) == ("confirm", (0, b""))
    assert title(web.client.get("sign/sent").text) == "Check your email: Keep forests standing"


def test_a_register_number_is_stored_and_on_record(web: Web) -> None:
    """In the Register's notation, for the reviewer; the answers to check show it."""
    assert "950328639092-74" in words(web.client.post("sign", data=web.form_fields(register="95032863909274")).text)
    signer = web.store.read(signons.signer, web.sign_and_confirm(register="95032863909274"))
    assert signer is not None
    assert signer.register == "950328639092-74"
    (entry,) = web.store.read(record.of, signer.signon)
    assert entry.line.facts["register"] == "950328639092-74"


def test_the_page_speaks_the_letters_language(web: Web) -> None:
    """A German letter is signed on a German page, and the authority is stored in German."""
    page = web.client.get("sign?lang=de").text
    assert '<html lang="de">' in page
    assert title(page) == "Den Brief unterzeichnen: Wälder erhalten"
    assert '<option value="DE">Deutschland</option>' in page
    errors = web.client.post("sign", data=hidden_fields(page) | ANSWERS | {"country": ""}).text
    assert "Wählen Sie ein Land" in errors
    fields = hidden_fields(web.client.post("sign", data=hidden_fields(page) | ANSWERS).text)
    assert web.client.post("sign/send", data=fields).headers["location"] == f"{ROOT}sign/sent?lang=de"
    (notice,) = web.store.read(notices.pending)
    waiting = web.store.read(submissions.one, notice.submission)
    assert waiting is not None
    assert waiting.as_signon()[1].authority == "Ich bin befugt, diesen Brief für die Organisation zu unterzeichnen"


def test_a_language_without_a_catalogue_is_signed_on_an_english_page(tmp_path: Path) -> None:
    """The page is English; the letter's own words are unchanged and marked with their language."""
    polish = ENGLISH.replace("title: Keep forests standing", "title: Chrońmy lasy\nlanguage: pl")
    with open_web(tmp_path, {"pl": polish}) as web:
        page = web.client.get("sign").text
    assert '<html lang="en">' in page
    assert '<strong id="language" lang="pl" dir="ltr"><a href="/forests/">Chrońmy lasy</a></strong>' in page


def test_the_same_answer_for_new_and_known_addresses(web: Web) -> None:
    """Nobody can find out whether an address has signed: status, headers and body are the same."""
    answers = [web.client.post("sign/send", data=web.checked_fields()) for _ in range(2)]
    answers.append(web.client.post("sign/send", data=web.checked_fields(mail="new@knowledge.example")))
    web.sign_and_confirm(mail="other@knowledge.example")
    answers.append(web.client.post("sign/send", data=web.checked_fields(mail="other@knowledge.example")))
    assert len({(answer.status_code, answer.content, tuple(answer.headers.items())) for answer in answers}) == 1


def test_every_form_has_its_own_link_and_the_first_confirmation_counts(web: Web) -> None:
    """A second form makes no link invalid: anybody could have sent it. After one is confirmed, both links show it."""
    first, second = web.sign(), web.sign(organisation="Free Knowledge Foundation")
    links = [f"confirm/{web.confirm_link(form)}" for form in (first, second)]
    assert [web.client.get(link).status_code for link in links] == [200, 200]
    assert web.client.post(links[1]).status_code == 303
    assert [title(web.client.get(link).text) for link in links] == ["Thank you: Keep forests standing"] * 2
    assert web.client.post(links[0]).status_code == 303
    assert [row.name for row in web.store.read(signons.every)] == ["Free Knowledge Foundation"]
    assert verify_store(web.store).flaws == ()


def test_who_signs_again_in_another_kind_is_counted_once(tmp_path: Path) -> None:
    """First as an organisation, then as an individual: the counts follow what is confirmed."""
    with open_web(tmp_path, individuals=True) as web:
        web.sign()
        person = web.form_fields(kind="person", mail="EVE@knowledge.example")
        checked = hidden_fields(web.client.post("sign", data=person).text)
        assert web.client.post("sign/send", data=checked).status_code == 303
        for kind in SignOnKind:
            assert web.store.read(counts.of, LETTER, kind) == {}
            assert web.store.read(counts.of_board, LETTER, kind) == {SignOnState.PENDING: 1}
        newest = web.store.read(notices.pending)[-1].submission
        assert web.client.post(f"confirm/{web.confirm_link(newest)}").status_code == 303
        assert web.store.read(counts.of, LETTER, SignOnKind.PERSON) == {SignOnState.CONFIRMED: 1}
        assert verify_store(web.store).flaws == ()


def test_no_page_opens_with_a_gap_in_the_privacy_notice(tmp_path: Path) -> None:
    """The data controller must be named before anybody is asked to sign."""
    with pytest.raises(Refused) as error, open_web(tmp_path, privacy=PrivacyTable(controller="[name of the NGO]")):
        pass
    assert [str(problem) for problem in error.value.problems] == [
        "campaign.toml: controller in [privacy] still holds a placeholder: [name of the NGO]; fill it in"
    ]


def test_who_has_confirmed_and_signs_again_is_owed_the_personal_link(web: Web) -> None:
    """A form that anybody could send changes nothing of the sign-on."""
    signon = web.sign_and_confirm()
    for notice in web.store.read(notices.pending):
        web.store.write(notices.remove, notice)
    web.client.post("sign/send", data=web.checked_fields(organisation="Eve's Own"))
    row = web.store.read(signons.one, signon)
    assert row is not None
    assert row.name == "Free Knowledge e.V."
    assert [(pending.signon, pending.kind) for pending in web.store.read(notices.pending)] == [(signon, "own")]


def test_nobodys_mailbox_is_filled(web: Web) -> None:
    """An address that is typed again and again gets three emails in eight hours, not more."""
    web.sign()
    owed = 0
    for _ in range(12):
        for notice in web.store.read(notices.pending):
            owed += web.store.write(notices.remove, notice)
        web.client.post("sign/send", data=web.checked_fields())
    assert (owed, web.store.read(notices.pending)) == (3, ())


def test_a_text_that_changed_meanwhile_is_asked_about(web: Web) -> None:
    """Nothing is stored under a text that was not read; the changes are marked; one button continues with
    all answers."""
    fields = web.checked_fields()
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("**one thing**", "**one small thing**"))
    page = web.client.post("sign/send", data=fields).text
    assert title(page) == "The text has changed: Keep forests standing"
    assert "<ins>small </ins>" in page
    assert web.store.read(notices.pending) == ()
    checked = web.client.post("sign", data=hidden_fields(page)).text
    assert title(checked) == "Check your answers: Keep forests standing"
    assert web.client.post("sign/send", data=hidden_fields(checked)).status_code == 303
    (notice,) = web.store.read(notices.pending)
    waiting = web.store.read(submissions.one, notice.submission)
    assert waiting is not None
    assert waiting.as_signon()[0].version == 2


def test_a_text_that_changed_is_noticed_on_the_way_to_the_answers_too(web: Web) -> None:
    """The redline comes before the answers. In a new language, it is that of the main language."""
    fields = web.form_fields()
    web.freeze(
        ChangePolicy.ASK,
        en=ENGLISH.replace("**one thing**", "**all**"),
        fr=GERMAN.replace("language: de", "language: fr"),
    )
    page = web.client.post("sign", data={**fields, "language": "fr"}).text
    assert title(page).startswith("Le texte a changé")
    assert "<del>one thing</del>" in page


def test_a_digest_of_no_version_is_an_error_of_the_form(web: Web) -> None:
    """Data that does not come from our form gets the request to open the page again."""
    for wrong in ("0" * 64, "x", ""):
        page = web.client.post("sign", data=web.form_fields(version=wrong)).text
        assert "The form does not say which text you are signing. Open the page again and sign there" in page


@pytest.mark.parametrize(
    ("now", "changed", "phrase"),
    [
        (VOTE, {}, "Signing is closed You could sign the letter until Monday, 26 April 2027, 12:00 (Brussels)."),
        (NOW, {"closes_at": NOW}, "You could sign the letter until Monday, 1 March 2027, 10:00 (Brussels)."),
        (
            NOW,
            {"opens_at": NOW + dt.timedelta(days=1)},
            "Signing is not open yet You can sign the letter from Tuesday, 2 March 2027, 10:00 (Brussels).",
        ),
    ],
)
def test_before_and_after_its_time_the_page_says_so(
    tmp_path: Path, now: dt.datetime, changed: dict, phrase: str
) -> None:
    """Embargo and deadline apply to every page, also for a form that was opened in time."""
    with open_web(tmp_path) as page:
        fields = page.checked_fields()
    with open_web(tmp_path, {}, **changed) as web:
        web.now = now
        for answer in (
            web.client.get("sign"),
            web.client.post("sign", data=fields),
            web.client.post("sign/send", data=fields),
        ):
            assert phrase in words(answer.text)
        assert web.store.read(notices.pending) == ()


def test_without_a_text_nothing_can_be_signed(tmp_path: Path) -> None:
    """While nothing is frozen, the page says that the text is not final."""
    with open_web(tmp_path, {}) as web:
        assert "The text of the letter is not final yet." in words(web.client.get("sign?lang=de").text)
        assert "The text of the letter is not final yet." in words(web.client.post("sign/send", data=ANSWERS).text)


def test_people_sign_in_their_own_names_only_where_the_campaign_lets_them(tmp_path: Path, web: Web) -> None:
    """Their form asks for less; elsewhere such a form is read as an organisation's."""
    assert "As an individual" not in web.client.get("sign?kind=person").text
    with open_web(tmp_path / "other", individuals=True) as other:
        page = other.client.get("sign?kind=person").text
        assert "Name of the organisation" not in words(page)
        answers = {"person": "Eve Berg", "country": "FR", "mail": "eve@berg.example", "affiliation": "University"}
        checked = other.client.post("sign", data=hidden_fields(page) | answers).text
        assert other.client.post("sign/send", data=hidden_fields(checked)).status_code == 303
        (notice,) = other.store.read(notices.pending)
        waiting = other.store.read(submissions.one, notice.submission)
        assert waiting is not None
        row, _ = waiting.as_signon()
        assert (row.kind, row.name, row.letter) == (SignOnKind.PERSON, "Eve Berg", LETTER)
