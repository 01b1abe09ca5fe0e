"""Mails to signers: their words by kind, their links, their bytes."""

import datetime as dt
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from campaign.adapters.files import content
from campaign.core.check.changes import compare_language
from campaign.core.compose import Identity
from campaign.core.compose.message_frame import Frame
from campaign.core.compose.notices import Deadlines, NoticeContext, notice_message, notice_text, signer_links
from campaign.core.letters import read
from campaign.core.letters.covering_note import fill_signer_note, read_signer_note
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.redline_changes import cut_to_changes
from campaign.core.letters.tree import plain_blocks
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.personal_links import LinkPurpose, is_token_for
from campaign.core.signons.submission import Submission
from campaign.errors import ComposeError
from tests.helpers.notice_context import LETTER, NOW, SECRET, SIGNER, SIGNON, ZONE, notice_context

TEMPLATES = content.templates()
FRAME = Frame(ZONE, "eu", NOW, NOW.date(), "8f3c" * 16, "https://coalition.example/letter")


def message(about: NoticeContext) -> EmailMessage:
    mail = notice_message(about, FRAME, Identity("<1@coalition.example>", NOW), TEMPLATES)
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text(about: NoticeContext) -> str:
    body = message(about).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_is_written_and_names_letter_and_signer(kind: NoticeKind) -> None:
    """Each kind has a text and both bodies; the same context gives the same bytes."""
    until = NOW + dt.timedelta(days=2)
    about = notice_context(kind, coordinator_text="Are you the one in Berlin?", until=until, asked_on=NOW.date())
    parsed = message(about)
    html = parsed.get_body(("html",))
    assert html is not None
    assert "Keep it whole" in str(parsed["Subject"])
    assert "Free Knowledge e.V." in " ".join(text(about).split())
    assert "Free Knowledge e.V." in html.get_content()
    assert message(about).as_bytes() == parsed.as_bytes()


AUTOMATIC = {
    NoticeKind.CONFIRM,
    NoticeKind.OWN,
    NoticeKind.LISTED,
    NoticeKind.WITHDRAWN,
    NoticeKind.MERGED,
    NoticeKind.CORRECTION,
    NoticeKind.WINDOW,
    NoticeKind.ASK,
}


@pytest.mark.parametrize("kind", NoticeKind)
def test_automatic_emails_are_marked(kind: NoticeKind) -> None:
    """Only what the program writes by itself is marked as automatic (RFC 3834)."""
    parsed = message(notice_context(kind, until=NOW))
    assert parsed["Auto-Submitted"] == ("auto-generated" if kind in AUTOMATIC else None)


@pytest.mark.parametrize("kind", NoticeKind)
def test_one_click_stops_emails_that_answer_nothing(kind: NoticeKind) -> None:
    """Emails that do not answer an action of the signer can be stopped (RFC 2369, RFC 8058), in the body, too."""
    about = notice_context(kind, until=NOW)
    parsed, asked = message(about), kind in (NoticeKind.CONFIRM, NoticeKind.WITHDRAWN)
    assert parsed["List-Unsubscribe"] == (None if asked else f"<{about.links.stop}>")
    assert parsed["List-Unsubscribe-Post"] == (None if asked else "List-Unsubscribe=One-Click")
    assert (about.links.stop in text(about)) is not asked
    assert about.links.stop.startswith("https://")


def test_a_link_opens_what_it_is_for_and_nothing_else() -> None:
    """The link to forward can neither answer nor confirm."""
    links = notice_context().links
    assert links.page == "https://coalition.example/letter/"
    tokens = {
        LinkPurpose.STOP: links.stop.rpartition("/")[2],
        LinkPurpose.OWN: links.own.rpartition("/")[2],
        LinkPurpose.CONFIRM: links.confirm.rpartition("/")[2],
        LinkPurpose.FORWARD: links.forward.removesuffix("/forward").rpartition("/")[2],
    }
    opened = {
        (made, asked) for made in tokens for asked in LinkPurpose if is_token_for(tokens[made], SECRET, asked, 7, 0)
    }
    assert opened == {(purpose, purpose) for purpose in tokens}


def test_the_link_of_a_form_confirms_that_form_alone() -> None:
    """With a submission, the link to confirm opens the submission with its number, and no sign-on."""
    submission = Submission(3, "ai-act", None, seed=5, created_at=NOW)
    confirm = signer_links("https://coalition.example", SECRET, SIGNER, submission).confirm.rpartition("/")[2]
    assert is_token_for(confirm, SECRET, LinkPurpose.SUBMISSION, 3, 5)
    assert not any(is_token_for(confirm, SECRET, purpose, 7, 0) for purpose in LinkPurpose)


def test_an_invitation_says_who_what_why_until_when_and_where() -> None:
    """It has sender, title, ask, reasons, number of signatories, both deadlines with the zone, and three links."""
    soft = Deadlines(NOW + dt.timedelta(days=20), NOW + dt.timedelta(days=9))
    assert text(notice_context(NoticeKind.INVITATION, deadlines=soft)).splitlines()[:24] == [
        "An invitation to sign",
        "---------------------",
        "",
        "Dear Eve Example,",
        "",
        "The coalition asks Free Knowledge e.V. to sign this letter:",
        "",
        "> *Keep it whole*",
        "",
        "What the letter asks for: Strike the sentence.",
        "",
        "It harms. It helps nobody.",
        "",
        "8 organisations have signed.",
        "",
        "- Please answer by: Wednesday, 10 March 2027, 10:00 (Brussels)",
        "- Sign by: Sunday, 21 March 2027, 10:00 (Brussels)",
        "",
        "Read and answer",
        notice_context().links.own,
        "",
        "On that page you can sign, tell us when you will decide, or decline.",
        "Nothing happens until you press a button there.",
        "",
    ]


def test_missing_values_are_left_out() -> None:
    """Without a name, an ask and signatories, no empty line remains."""
    bare = replace(LETTER, ask="", why="")
    body = text(
        notice_context(NoticeKind.INVITATION, letter=bare, signatory_count=0, signer=replace(SIGNER, person=""))
    )
    assert body.splitlines()[3:12] == [
        "Hello,",
        "",
        "The coalition asks Free Knowledge e.V. to sign this letter:",
        "",
        "> *Keep it whole*",
        "",
        "- Sign by: Sunday, 21 March 2027, 10:00 (Brussels)",
        "",
        "Read and answer",
    ]


def test_a_reminder_speaks_of_the_promise_or_of_the_day_of_asking() -> None:
    """A promised day is named; otherwise the day of the invitation."""
    asked = plain_blocks(notice_text(notice_context(NoticeKind.REMINDER, asked_on=dt.date(2027, 3, 1))).blocks)
    promised = replace(SIGNER, until=dt.date(2027, 3, 5))
    promise_passed = plain_blocks(notice_text(notice_context(NoticeKind.REMINDER, signer=promised)).blocks)
    assert "On 1 March 2027 we asked Free Knowledge e.V." in asked
    assert "You wanted to tell us by 5 March 2027 whether Free Knowledge e.V. will sign" in promise_passed


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (SignOnSource.PAGE, "Someone gave this email address to sign this letter:"),
        (SignOnSource.MAIL, "You wrote to us that you want to sign this letter. We entered it for you:"),
        (SignOnSource.PHONE, "You told us on the phone that you want to sign this letter. We entered it for you:"),
    ],
)
def test_the_signer_reads_how_the_sign_on_came(source: SignOnSource, sentence: str) -> None:
    """The email that asks to confirm says how the sign-on came about."""
    words = notice_text(notice_context(signon=replace(SIGNON, source=source)))
    assert plain_blocks(words.blocks[:1]).strip() == sentence


def test_the_signer_confirms_the_text_that_was_signed() -> None:
    """Title, name as listed, signer and version are in the email, above the link."""
    assert text(notice_context()).splitlines()[5:15] == [
        "> *Keep it whole*",
        "",
        "- Listed as: Free Knowledge e.V.",
        "- Signed by: Eve Example, Director",
        "- The letter: https://coalition.example/letter/",
        "- Text version: 2 (SHA-256 8f3c8f3c8f3c)",
        "",
        "Check and confirm",
        notice_context().links.confirm,
        "",
    ]


def test_a_persons_page_offers_no_logo() -> None:
    """The email to an individual mentions neither a logo nor a role."""
    own = notice_context(NoticeKind.OWN, signon=replace(SIGNON, kind=SignOnKind.PERSON, name="Eve Example"))
    assert "logo" in text(notice_context(NoticeKind.OWN))
    assert re.search("logo|Signed by", text(own)) is None


def test_the_page_link_names_the_next_step() -> None:
    """After the email address is confirmed, the review is the next step."""
    waits = "We review each signature before we list it."
    assert waits in text(notice_context(NoticeKind.OWN, signon=replace(SIGNON, state=SignOnState.CONFIRMED)))
    assert waits not in text(notice_context(NoticeKind.OWN, signon=replace(SIGNON, state=SignOnState.LISTED)))


def test_a_changed_text_has_its_redline_in_both_bodies() -> None:
    """The redline is in both bodies, with its notes."""
    old = read("---\ntitle: T\n---\nWe ask you to leave it out.[^1]\n\n[^1]: The note of March.\n", "l")[0]
    new = read("---\ntitle: T\n---\nWe ask you to strike it out.[^1]\n\n[^1]: The note of April.\n", "l")[0]
    about = notice_context(NoticeKind.CORRECTION, redline=cut_to_changes(compare_language(old, new).redline))
    html = message(about).get_body(("html",))
    assert html is not None
    assert "We ask you to [-leave-][+strike+] it out.¹" in text(about).splitlines()
    assert "¹ The note of [-March-][+April+]." in text(about).splitlines()
    assert re.findall(r"<(?:ins|del)[^>]*>([^<]+)<", html.get_content()) == ["leave", "strike", "March", "April"]


def test_markup_in_values_is_plain_text() -> None:
    """Markup in a name or in a typed reason is plain text in both bodies."""
    hostile = replace(SIGNON, name="*Eve* <b>{{ x }}</b>")
    about = notice_context(
        NoticeKind.REFUSED, signon=hostile, coordinator_text="<script>alert(1)</script>\n\n[a](javascript:b)"
    )
    html = message(about).get_body(("html",))
    assert html is not None
    assert re.search('<b>|<script|javascript:b"', html.get_content()) is None
    assert "*Eve* <b>{{ x }}</b>" in " ".join(text(about).split())


def test_a_line_break_in_a_name_is_an_error_that_names_the_sign_on() -> None:
    """The error names the sign-on, and no message is built."""
    with pytest.raises(ComposeError) as caught:
        message(notice_context(signer=replace(SIGNER, person="Eve\nBcc: x@y.example")))
    assert caught.value.message.startswith("Free Knowledge e.V.: a line break or a control character")


def test_a_merge_is_explained_to_the_signer() -> None:
    """The email says which names are one organisation, whether it is listed, and who hears of changes; it shows what
    changed since the signature."""
    listed = replace(SIGNON, state=SignOnState.LISTED)
    about = notice_context(NoticeKind.MERGED, signon=listed, merged_name="Free Knowledge")
    body = " ".join(text(about).split())
    assert str(message(about)["Subject"]) == "Free Knowledge e.V. is listed: Keep it whole"
    assert "You signed as “Free Knowledge”." in body
    assert "You are the contact for it" in body
    old = read("---\ntitle: T\n---\nWe ask you to leave it out.\n", "l")[0]
    new = read("---\ntitle: T\n---\nWe ask you to strike it out.\n", "l")[0]
    redline = cut_to_changes(compare_language(old, new).redline)
    waits = replace(SIGNON, state=SignOnState.CONFIRMED)
    other = replace(about, signon=waits, is_contact=False, redline=redline)
    body = " ".join(text(other).split())
    assert str(message(other)["Subject"]) == "Your signature: Keep it whole"
    assert "We review the signature of Free Knowledge e.V. under this letter before we list it:" in body
    assert "Somebody else in your organisation is the contact for it" in body
    assert "The text has changed since you signed it:" in body
    assert "[-leave-][+strike+]" in body


def test_signatories_hear_that_the_letter_was_sent() -> None:
    """When, to how many, with how many signatories, and in the campaign's own words if it has some."""
    about = notice_context(NoticeKind.SENT, sent_on=dt.date(2027, 4, 12), reached=1)
    body = " ".join(text(about).split())
    assert str(message(about)["Subject"]) == "The letter has been sent: Keep it whole"
    assert "On 12 April 2027 we sent the letter that Free Knowledge e.V. signed to 1 addressee:" in body
    assert "8 organisations have signed." in body
    note = fill_signer_note(
        read_signer_note(LetterFile("n.md", "---\nsubject: Gone!\n---\n{{ signatories.count }} of us.\n"))[0],
        {"signatories.count": "8"},
    )
    noted = replace(about, note=note, signatory_count=0, sent_on=None)
    assert str(message(noted)["Subject"]) == "Gone!"
    assert "8 of us." in text(noted)
    assert "have signed" not in text(noted)


def test_an_invitation_has_the_campaigns_own_words_below_the_greeting() -> None:
    """In an invitation and in a reminder; the subject is the note's if it has one."""
    note = read_signer_note(LetterFile("n.md", "---\nsubject: A favour\n---\nWe met in May.\n"))[0]
    for kind in (NoticeKind.INVITATION, NoticeKind.REMINDER):
        about = notice_context(kind, note=note, asked_on=NOW.date())
        assert str(message(about)["Subject"]) == "A favour"
        assert "Dear Eve Example,\n\nWe met in May.\n" in text(about)


def test_the_links_open_in_the_language_of_the_email() -> None:
    """With a language, every page does; the link to stop emails stays the one that email programs post to."""
    plain = signer_links("https://coalition.example", SECRET, SIGNER)
    german = signer_links("https://coalition.example", SECRET, SIGNER, language="de")
    assert german.stop == plain.stop
    for name in ("page", "own", "confirm", "forward"):
        assert getattr(german, name) == f"{getattr(plain, name)}?lang=de"
