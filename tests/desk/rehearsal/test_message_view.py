"""Reading an email for the pages of a rehearsal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.message.message import Message
from campaign.desk.rehearsal.message_view import GMAIL_CLIPS_BYTES, MessageSummary, decode, view_message, visible
from tests.helpers.sample_messages import (
    GERMAN,
    HOSTILE,
    HOSTILE_NAME,
    LONG,
    PLAIN,
    SENDER,
    TEXT_ONLY,
    VISIBLE_OVERRIDE,
)


def _mail(*headers: bytes, body: bytes = b"words\r\n") -> Message:
    return Message(SENDER, "a@parliament.example", b"\r\n".join([*headers, b"", body]))


def test_a_personal_mail_is_read_whole():
    """Name, subject and language come from the headers, the recipient from the envelope, sizes from the bytes."""
    reading = view_message(GERMAN)

    assert reading.summary == MessageSummary(
        recipient="weiss@parliament.example",
        name="Frau Dr. Weiß",
        subject="Ausnahme für offene Modelle – Ihre Stimme",
        language="de",
        size=len(GERMAN.content),
        html_size=len(reading.html.encode()),
    )
    assert reading.sender == SENDER
    assert reading.header("reply-to") == "press@open-letters.example"
    assert reading.header("x-nothing") == ""
    assert reading.text.startswith("Dear Frau Dr. Weiß,\n\nWe write")
    assert reading.html.startswith('<!doctype html><html lang="de">')
    assert reading.source == GERMAN.content.decode().replace("\r\n", "\n")


def test_headers_keep_their_order():
    """Every header is listed in the order of the email, also one that occurs twice."""
    mail = _mail(b"X-Two: a", b"Subject: s", b"x-two: b")

    assert view_message(mail).headers == (("X-Two", "a"), ("Subject", "s"), ("x-two", "b"))


def test_a_folded_header_is_one_line():
    """A header over two lines reads as one."""
    assert view_message(_mail(b"Subject: one\r\n two")).summary.subject == "one two"


def test_the_name_is_the_recipients():
    """With several people in To, the name is that of the address in the envelope."""
    mail = _mail(b"To: Mr. B <b@parliament.example>, Ms. A <a@parliament.example>")

    assert view_message(mail).summary.name == "Ms. A"
    assert view_message(replace(mail, recipient="c@parliament.example")).summary.name == ""


def test_hostile_names_stay_names():
    """A script in a name is text, and a bidirectional override is made visible."""
    summary = view_message(HOSTILE).summary

    assert summary.name == HOSTILE_NAME
    assert summary.subject.endswith(f"{VISIBLE_OVERRIDE}gnp.exe")


def test_a_line_break_in_an_encoded_word_is_visible():
    """A header that hides a second one in its encoding is visible as one."""
    mail = _mail(b"Subject: =?utf-8?q?Vote=0D=0ABcc:_x=40y.example?=")

    assert view_message(mail).summary.subject == "Vote⟨U+000D⟩⟨U+000A⟩Bcc: x@y.example"


@pytest.mark.parametrize(
    "value",
    ["=?no-such-set?q?x?=", "=?utf-8?q?=FF?=", "=?utf-8?b?A?=", "=?utf-8?x?y?="],
    ids=["unknown set", "not in the set", "broken base64", "unknown encoding"],
)
def test_a_value_that_cannot_be_decoded_shows_as_it_came(value):
    """Broken encoded words are shown as received."""
    assert decode(value) == value


def test_headers_in_plain_utf8_are_read():
    """Internationalised email has headers in UTF-8; other bytes are marked as unreadable."""
    assert view_message(_mail("Subject: Łódź".encode())).summary.subject == "Łódź"
    assert view_message(_mail(b"Subject: \xff")).summary.subject == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("stated", "language"), [(b"de", "de"), (b"de-AT, en", "de-AT"), (b'en" onload="x', ""), (b"", "")]
)
def test_only_a_language_tag_is_a_language(stated, language):
    """The first tag counts, and nothing else reaches an attribute."""
    assert view_message(_mail(b"Content-Language: " + stated)).summary.language == language


def test_a_letter_longer_than_gmail_shows_is_named():
    """Gmail measures the HTML alone, so a long plain text does not count."""
    assert [view_message(mail).summary.clipped for mail in (PLAIN, LONG, TEXT_ONLY)] == [False, True, False]
    summary = view_message(PLAIN).summary
    assert not replace(summary, html_size=GMAIL_CLIPS_BYTES).clipped
    assert replace(summary, html_size=GMAIL_CLIPS_BYTES + 1).clipped


def test_a_mail_without_parts_is_plain_text():
    """Without HTML the body is the text."""
    reading = view_message(TEXT_ONLY)

    assert (reading.html, reading.text) == ("", "word-without-end" * 30 + "\n")


def test_an_attached_letter_is_not_the_letter():
    """Attached parts are not displayed inline."""
    parts = (
        b"--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>annex\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>letter\r\n--b--\r\n"
    )

    assert view_message(_mail(b"Content-Type: multipart/mixed; boundary=b", body=parts)).html == "<p>letter"


def test_parts_within_parts_without_end_hide_nothing_else():
    """An email nested thousands deep has no readable part; its headers and source are shown."""
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000))
    reading = view_message(Message(SENDER, "a@parliament.example", b"Subject: deep\r\n" + nested))

    assert (reading.html, reading.text, reading.summary.subject) == ("", "", "deep")
    assert reading.source.startswith("Subject: deep\nContent-Type:")


def test_an_unknown_character_set_is_read_as_utf8():
    """A part in an unknown character set is shown as well as possible."""
    mail = _mail(b"Content-Type: text/plain; charset=no-such-set", body="Łódź".encode())

    assert view_message(mail).text == "Łódź"


def test_control_characters_are_visible():
    """Control characters are made visible, except tab and line break."""
    assert visible("a\x00b\u200bc\td\n") == "a⟨U+0000⟩b⟨U+200B⟩c\td\n"


@given(
    st.lists(st.binary(max_size=60), max_size=6),
    st.binary(max_size=200),
    st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=b", b"Content-Transfer-Encoding: base64"]),
)
def test_any_bytes_can_be_read_and_displayed(headers, body, kind):
    """Whatever an email contains, there is text to show, and UTF-8 can encode it."""
    reading = view_message(_mail(*headers, kind, body=body))

    texts = (
        reading.source,
        reading.text,
        reading.summary.subject,
        *(value for pair in reading.headers for value in pair),
    )
    assert "".join(texts).encode()
