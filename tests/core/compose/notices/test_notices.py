"""Mails to signers: their words by kind, their links, their bytes."""

import datetime as dt
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from campaign.adapters.files import content
from campaign.core.check.changes import changed
from campaign.core.compose import Identity
from campaign.core.compose.frame import Frame
from campaign.core.compose.notices import Deadlines, Matter, notice_mail, words_of
from campaign.core.letters import read
from campaign.core.letters.excerpt import only_changed
from campaign.core.letters.tree import plain_blocks
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, Source
from campaign.core.signons.links import Purpose, opens
from campaign.core.signons.notice import NoticeKind
from campaign.errors import ComposeError
from tests.helpers.matter import LETTER, NOW, SECRET, SIGNER, SIGNON, ZONE, matter

TEMPLATES = content.templates()
FRAME = Frame(ZONE, "eu", NOW, NOW.date(), "8f3c" * 16, "https://coalition.example/letter")


def message(about: Matter) -> EmailMessage:
    mail = notice_mail(about, FRAME, Identity("<1@coalition.example>", NOW), TEMPLATES)
    found = message_from_bytes(mail.message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text(about: Matter) -> str:
    body = message(about).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_is_written_and_names_letter_and_signer(kind: NoticeKind) -> None:
    """Each kind has words; both bodies are there; the same matter gives the same bytes."""
    until = NOW + dt.timedelta(days=2)
    about = matter(kind, typed="Are you the one in Berlin?", until=until, asked_on=NOW.date())
    found = message(about)
    html = found.get_body(("html",))
    assert html is not None
    assert "Keep it whole" in str(found["Subject"])
    assert "Free Knowledge e.V." in " ".join(text(about).split())
    assert "Free Knowledge e.V." in html.get_content()
    assert message(about).as_bytes() == found.as_bytes()


AUTOMATIC = {
    NoticeKind.CONFIRM,
    NoticeKind.OWN,
    NoticeKind.LISTED,
    NoticeKind.WITHDRAWN,
    NoticeKind.CORRECTION,
    NoticeKind.WINDOW,
    NoticeKind.ASK,
}


@pytest.mark.parametrize("kind", NoticeKind)
def test_automatic_mails_say_so(kind: NoticeKind) -> None:
    """RFC 3834 for what the program writes by itself; a person's invitation, refusal or question is not automatic."""
    found = message(matter(kind, until=NOW))
    assert found["Auto-Submitted"] == ("auto-generated" if kind in AUTOMATIC else None)


@pytest.mark.parametrize("kind", NoticeKind)
def test_one_click_ends_all_but_what_was_asked_for(kind: NoticeKind) -> None:
    """RFC 2369 and RFC 8058 on all mails but the answers to what the signer has just done; the body says it, too."""
    about = matter(kind, until=NOW)
    found, asked = message(about), kind in (NoticeKind.CONFIRM, NoticeKind.OWN, NoticeKind.WITHDRAWN)
    assert found["List-Unsubscribe"] == (None if asked else f"<{about.links.stop}>")
    assert found["List-Unsubscribe-Post"] == (None if asked else "List-Unsubscribe=One-Click")
    assert (about.links.stop in text(about)) is not asked
    assert about.links.stop.startswith("https://")


def test_each_link_opens_what_it_is_for_and_nothing_else() -> None:
    """What is passed on to a director neither answers nor confirms."""
    links = matter().links
    assert links.page == "https://coalition.example/letter/"
    tokens = {
        Purpose.STOP: links.stop.rpartition("/")[2],
        Purpose.OWN: links.own.rpartition("/")[2],
        Purpose.CONFIRM: links.confirm.rpartition("/")[2],
        Purpose.FORWARD: links.forward.removesuffix("/forward").rpartition("/")[2],
    }
    found = {(made, asked) for made in tokens for asked in Purpose if opens(tokens[made], SECRET, asked, 7, 0)}
    assert found == {(purpose, purpose) for purpose in Purpose}


def test_an_invitation_says_who_what_why_until_when_and_where() -> None:
    """Sender, title, ask, two sentences of why, how many signed, both deadlines in the zone, three links."""
    soft = Deadlines(NOW + dt.timedelta(days=20), NOW + dt.timedelta(days=9))
    assert text(matter(NoticeKind.INVITATION, deadlines=soft)).splitlines()[:24] == [
        "An invitation to sign",
        "---------------------",
        "",
        "Dear Eve Example,",
        "",
        "The coalition asks Free Knowledge e.V. to sign this letter:",
        "",
        "> *Keep it whole*",
        "",
        "What it asks: Strike the sentence.",
        "",
        "It harms. It helps nobody.",
        "",
        "8 organisations have signed.",
        "",
        "- Please answer by: Wednesday, 10 March 2027, 10:00 (Brussels)",
        "- Names are taken until: Sunday, 21 March 2027, 10:00 (Brussels)",
        "",
        "Read and answer",
        matter().links.own,
        "",
        "On that page you sign, say until when you need to decide, or decline.",
        "Nothing happens before you press a button there.",
        "",
    ]


def test_what_is_not_known_is_left_out() -> None:
    """No name, no ask, nobody signed yet: no empty line of words."""
    bare = replace(LETTER, ask="", why="")
    said = text(matter(NoticeKind.INVITATION, letter=bare, signed=0, signer=replace(SIGNER, person="")))
    assert said.splitlines()[3:12] == [
        "Hello,",
        "",
        "The coalition asks Free Knowledge e.V. to sign this letter:",
        "",
        "> *Keep it whole*",
        "",
        "- Names are taken until: Sunday, 21 March 2027, 10:00 (Brussels)",
        "",
        "Read and answer",
    ]


def test_a_reminder_speaks_of_the_promise_or_of_the_day_of_asking() -> None:
    """Who promised a day is reminded of it; the others of when they were asked."""
    asked = plain_blocks(words_of(matter(NoticeKind.REMINDER, asked_on=dt.date(2027, 3, 1))).blocks)
    promised = replace(SIGNER, until=dt.date(2027, 3, 5))
    kept = plain_blocks(words_of(matter(NoticeKind.REMINDER, signer=promised)).blocks)
    assert "On 1 March 2027 we asked Free Knowledge e.V." in asked
    assert "You wanted to tell us by 5 March 2027 whether Free Knowledge e.V. signs" in kept


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source.PAGE, "This address was given by somebody who signs this letter:"),
        (Source.MAIL, "You wrote to us that you sign this letter, and we entered it for you:"),
        (Source.PHONE, "You told us on the phone that you sign this letter, and we entered it for you:"),
    ],
)
def test_the_signer_reads_how_the_sign_on_came(source: Source, said: str) -> None:
    """The mail that asks to confirm says whose doing it was."""
    words = words_of(matter(signon=replace(SIGNON, source=source)))
    assert plain_blocks(words.blocks[:1]).strip() == said


def test_the_signer_confirms_the_text_that_was_signed() -> None:
    """Title, name as it appears, signer and version stand in the mail, above the link."""
    assert text(matter()).splitlines()[5:15] == [
        "> *Keep it whole*",
        "",
        "- Appears as: Free Knowledge e.V.",
        "- Signed by: Eve Example, Director",
        "- The letter: https://coalition.example/letter/",
        "- Version of the text: 8f3c8f3c8f3c",
        "",
        "Look at it and confirm",
        matter().links.confirm,
        "",
    ]


def test_a_persons_page_offers_no_logo() -> None:
    """Somebody who signs in his or her own name is not told of logos, nor of a role."""
    own = matter(NoticeKind.OWN, signon=replace(SIGNON, kind=Kind.PERSON, name="Eve Example"))
    assert "logo" in text(matter(NoticeKind.OWN))
    assert re.search("logo|Signed by", text(own)) is None


def test_who_waits_for_approval_is_told() -> None:
    """Once the address is confirmed the next step is the coordinator's."""
    waits = "We look at each signature before it appears"
    assert waits in text(matter(NoticeKind.OWN, signon=replace(SIGNON, state=SignOnState.CONFIRMED)))
    assert waits not in text(matter(NoticeKind.OWN, signon=replace(SIGNON, state=SignOnState.LISTED)))


def test_a_changed_text_is_shown_word_by_word() -> None:
    """The redline stands in both bodies, its notes among it."""
    old = read("---\ntitle: T\n---\nWe ask you to leave it out.[^1]\n\n[^1]: The note of March.\n", "l")[0]
    new = read("---\ntitle: T\n---\nWe ask you to strike it out.[^1]\n\n[^1]: The note of April.\n", "l")[0]
    about = matter(NoticeKind.CORRECTION, redline=only_changed(changed(old, new).redline))
    html = message(about).get_body(("html",))
    assert html is not None
    assert "We ask you to [-leave-][+strike+] it out.¹" in text(about).splitlines()
    assert "¹ The note of [-March-][+April+]." in text(about).splitlines()
    assert re.findall(r"<(?:ins|del)[^>]*>([^<]+)<", html.get_content()) == ["leave", "strike", "March", "April"]


def test_hostile_words_stay_words() -> None:
    """A name or a typed answer with markup is text in both bodies."""
    hostile = replace(SIGNON, name="*Eve* <b>{{ x }}</b>")
    about = matter(NoticeKind.REFUSED, signon=hostile, typed="<script>alert(1)</script>\n\n[a](javascript:b)")
    html = message(about).get_body(("html",))
    assert html is not None
    assert re.search('<b>|<script|javascript:b"', html.get_content()) is None
    assert "*Eve* <b>{{ x }}</b>" in " ".join(text(about).split())


def test_a_line_break_in_a_name_is_an_error_that_names_the_sign_on() -> None:
    """No mail is built of it."""
    with pytest.raises(ComposeError) as caught:
        message(matter(signer=replace(SIGNER, person="Eve\nBcc: x@y.example")))
    assert caught.value.message.startswith("Free Knowledge e.V.: a line break or a control character")
