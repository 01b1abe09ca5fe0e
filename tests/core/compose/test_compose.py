"""The personal mail: what its bytes say when a mail program reads them."""

import datetime as dt
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.addressees import Addressee
from campaign.core.compose import Identity, identity
from campaign.core.compose.size import clipping_problem, html_part
from campaign.core.settings import Sender
from campaign.errors import ComposeError
from tests.helpers.examples import examples
from tests.helpers.sample_letter import AT, ORGANISATIONS, PEOPLE, SENDER, SOURCE, compose_message, frame, letter

HEADERS = [
    "Date",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
]


def parse(message):
    return BytesParser(policy=policy.default).parsebytes(message)


def text_part(message):
    return parse(message).get_body(("plain",)).get_content().replace("\r\n", "\n")


def refusal(**arguments):
    with pytest.raises(ComposeError) as caught:
        compose_message(**arguments)
    return caught.value.message


def test_headers_as_they_are_written():
    """Each header is there once, with its value."""
    message = parse(compose_message(to=PEOPLE[1]).message)
    assert list(message.items()) == [
        ("Date", "Sat, 10 Apr 2027 10:00:00 +0200"),
        ("From", "The coalition <letters@coalition.example>"),
        ("To", "Dragoş Tudorache <tudorache@parliament.example>"),
        ("Reply-To", "anna@coalition.example"),
        ("Subject", "Re: AI Act, open source"),
        ("Message-ID", "<d2873fb4e4b52efcc0125646023704c9@coalition.example>"),
        ("MIME-Version", "1.0"),
        ("Content-Type", message["Content-Type"]),
        ("Content-Language", "en"),
    ]


def test_a_letter_goes_to_one_person_as_a_person_writes():
    """It has no mark of bulk email, no hidden recipient, and one address, that of the envelope."""
    composed = compose_message(to=PEOPLE[1])
    message = parse(composed.message)
    marks = ("List-Unsubscribe", "List-Unsubscribe-Post", "Precedence", "Cc", "Bcc")
    assert [message[name] for name in marks] == [None] * len(marks)
    assert (
        [recipient.addr_spec for recipient in message["To"].addresses]
        == [composed.recipient_address]
        == [PEOPLE[1].address]
    )


def test_the_tree_of_parts():
    """Text first, then HTML, both in an encoding that every server accepts; nothing else."""
    message = parse(compose_message().message)
    parts = [(p.get_content_type(), p.get_content_charset(), p["Content-Transfer-Encoding"]) for p in message.walk()]
    assert parts == [
        ("multipart/alternative", None, None),
        ("text/plain", "utf-8", "quoted-printable"),
        ("text/html", "utf-8", "quoted-printable"),
    ]


def test_the_text_as_it_is_read():
    """The plain text is the whole letter, filled for the addressee."""
    assert text_part(compose_message().message) == (
        "For delivery by e-mail\n\nKeep the exemption\n------------------\n\n"
        "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,\n\n"
        "We write to you¹ ahead of the 26 April 2027 vote, with *weight* and a\nsource [1].\n\n"
        "Signed:\n\nGitHub, Inc. <https://github.example/>\nLAION\n\n"
        "NOTES\n-----\n\n¹ Article 2(5), as of 3 April 2027.\n\n"
        "LINKS\n-----\n\n[1] https://source.example/\n\n"
        "This letter on the web: https://coalition.example/letter\n"
        f"Version of this text: {frame().digest[:12]}\n"
    )


def test_the_html_works_in_email_programs():
    """One column, a table for Outlook, inlined styles and media queries; no image, script or anchor."""
    html = html_part(compose_message().message)
    assert html.count("<!--[if mso]>") == 2
    assert html.count("@media") == 2
    assert '<html lang="en"' in html
    assert '<p style="margin: 0 0 18px;">Signed:</p>' in html
    assert [bad for bad in ("<img", "<script", 'href="#', "<link", " id=") if bad in html] == []


def test_the_same_arguments_give_the_same_bytes():
    """Composing again gives the same bytes; for another addressee, Message-ID and boundary differ."""
    assert compose_message() == compose_message()
    one, other = parse(compose_message().message), parse(compose_message(to=PEOPLE[3]).message)
    assert (one["Message-ID"] == other["Message-ID"], one.get_boundary() == other.get_boundary()) == (False, False)


def test_parsed_and_written_again():
    """A program that parses the bytes and writes them again gets the same bytes."""
    message = compose_message(to=PEOPLE[1]).message
    assert BytesParser(policy=policy.SMTP).parsebytes(message).as_bytes() == message


def test_the_envelope():
    """The envelope has the sender's and the addressee's address, nobody else's."""
    composed = compose_message()
    assert (composed.sender_address, composed.recipient_address) == (
        "letters@coalition.example",
        "benifei@parliament.example",
    )


def test_identity_is_fixed():
    """The Message-ID depends on campaign, wave, addressee and secret, and ends in the sender's domain in ASCII."""
    one = identity("a", "b", "c", "anna@bücher.example", AT, secret=b"")
    assert one == Identity("<f183f58bd2b0531bdb7e2e1e38691904@xn--bcher-kva.example>", AT)
    assert identity("ab", "", "c", "anna@bücher.example", AT, secret=b"") != one
    assert identity("a", "b", "c", "anna@bücher.example", AT, secret=b"another") != one


@pytest.mark.parametrize(
    ("language", "salutation", "vote", "closing"),
    [
        ("de", "Sehr geehrter Herr Benifei,", "26. April 2027", "Unterzeichnet:"),
        ("fr", "Monsieur,", "26 avril 2027", "Signataires\u00a0:"),
        ("de-AT", "Sehr geehrter Herr Benifei,", "26. April 2027", "Unterzeichnet:"),
        ("xx", "Dear Mr. Benifei,", "26 April 2027", "Signed:"),
        ("not a language", "Dear Mr. Benifei,", "26 April 2027", "Signed:"),
    ],
)
def test_words_in_the_letters_language(language, salutation, vote, closing):
    """Greeting, day of the vote and closing are in the letter's language, or in English for an unknown one."""
    source = SOURCE.replace("title:", "salutation: single\ntitle:")
    text = text_part(compose_message(text=letter(source, language)).message)
    assert [words for words in (salutation, vote, closing) if words not in text] == []


def test_the_letters_own_values_win():
    """A letter's own date and closing are used; without a public page the footer has only the version."""
    source = SOURCE.replace("title:", "date: 2027-01-02\nclosing: Yours,\ntitle:")
    text = text_part(compose_message(text=letter(source), framed=frame(public_url="javascript:x")).message)
    assert text.count("as of 2 January 2027") == text.count("\nYours,\n") == 1
    assert text.endswith("[1] https://source.example/\n\nVersion of this text: " + frame().digest[:12] + "\n")


def test_a_short_letter_has_no_empty_places():
    """Without delivery line, ask, notes and links, neither body has an empty place for them."""
    short = letter("---\nsubject: Hello\n---\nWords.\n")
    composed = compose_message(text=short, organisations=(), framed=frame(public_url=""))
    assert text_part(composed.message) == (
        "Hello\n-----\n\nDear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,\n\nWords.\n\nSigned:\n\n"
        f"Version of this text: {frame().digest[:12]}\n"
    )
    assert html_part(composed.message).count("<div") == 2


def test_without_a_reply_address_there_is_no_reply_to():
    """Replies then go to the sender."""
    assert "Reply-To" not in parse(compose_message(sender=Sender("", "a@coalition.example")).message)
    assert parse(compose_message(sender=Sender("", "a@coalition.example")).message)["From"] == "a@coalition.example"


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"address": ""}, "there is no email address"),
        ({"address": "no address"}, "'no address' is not an email address"),
        ({"address": "a@x.example\nBcc: b@y.example"}, "'a@x.example�Bcc: b@y.example' is not an email address"),
        ({"address": "a@x.example, b@y.example"}, "'a@x.example, b@y.example' is not an email address"),
        ({"address": "<a@x.example>"}, "'<a@x.example>' is not an email address"),
        ({"address": "a@" + "x" * 300}, f"'a@{'x' * 57}…' is not an email address"),
        ({"address": "a@-ü.example"}, "'a@-ü.example' is not an email address"),
        ({"country": ""}, "{{ addressee.country }} has no value"),
        (
            {"country": "It\u202ealy"},
            "{{ addressee.country }} contains a line break or a control character: 'It�aly'",
        ),
    ],
)
def test_an_addressee_with_a_wrong_value_is_named(changed, cause):
    """The error names the addressee and the cause."""
    asks = letter(SOURCE + "\nFrom {{ addressee.country }}.\n")
    assert refusal(text=asks, to=replace(PEOPLE[0], **changed)) == f"Brando Benifei (197615): {cause}"


def test_a_line_break_in_a_name_is_refused():
    """A name that would begin another header is refused, and shown without the break."""
    eve = Addressee("eve", "Eve\nBcc: x@y.example", "Eve", address="eve@x.example")
    assert refusal(to=eve) == (
        "Eve�Bcc: x@y.example (eve): {{ addressee.name }} contains a line break or a control character: 'Eve�Bcc: "
        "x@y.example'"
    )


@pytest.mark.parametrize(
    ("sender", "cause"),
    [
        (Sender("Anna\r\nBcc: x@y.example", "a@x.example"), "From contains a line break or a control character: "),
        (Sender("Anna", "a@x.example\n"), "'a@x.example�' is not an email address"),
        (Sender("Anna", "a@x.example", "b"), "'b' is not an email address"),
    ],
)
def test_a_wrong_sender_is_refused(sender, cause):
    """A line break in the sender's name, or a wrong address, is an error."""
    with pytest.raises(ComposeError) as caught:
        compose_message(sender=sender)
    assert cause in caught.value.message


def test_a_letter_without_subject_is_refused():
    """A message needs a subject."""
    cause = "letter.en.md: the letter has no subject"
    assert refusal(text=letter("Words.")) == f"Brando Benifei (197615): {cause}"


def test_a_control_character_in_the_subject_is_refused():
    """A subject cannot begin another header."""
    bad = replace(letter(), subject="Re:\r\nBcc: x@y.example")
    cause = "Subject contains a line break or a control character: 'Re:�Bcc: x@y.example'"
    assert refusal(text=bad) == f"Brando Benifei (197615): {cause}"


def test_addresses_beyond_ascii():
    """A domain is encoded by IDNA; only a local part beyond ASCII needs SMTPUTF8."""
    idn = compose_message(to=replace(PEOPLE[0], address="anna@Bücher.example"))
    assert idn.recipient_address == "anna@xn--bcher-kva.example"
    assert idn.message.isascii()
    local = compose_message(to=replace(PEOPLE[0], address="änna@straße.example"))
    assert local.recipient_address == "änna@xn--strae-oqa.example"
    assert b"\r\nTo: Brando Benifei <\xc3\xa4nna@xn--strae-oqa.example>\r\n" in local.message


def test_a_letter_beyond_ascii_is_base64():
    """Greek in quoted-printable would have three times its size."""
    greek = letter("---\ntitle: Ανοικτό λογισμικό\n---\n" + "Ανοικτό λογισμικό. " * 100, "el")
    message = parse(compose_message(text=greek).message)
    assert message.get_body(("plain",))["Content-Transfer-Encoding"] == "base64"
    assert message["Subject"] == "Ανοικτό λογισμικό"


names = st.one_of(st.text(min_size=1, max_size=120), st.text('ab ,."\\<>@()=?ü李\u00a0', min_size=1, max_size=120))


@settings(max_examples=examples(60), deadline=None)
@given(names, names, names)
def test_no_value_escapes_its_header(name, subject, organisation):
    """Whatever names and subject hold, the mail is refused or has our headers alone, with those values, to one
    address, in lines of at most 998 octets."""
    to = replace(PEOPLE[0], name=name)
    signed = (replace(ORGANISATIONS[0], name=organisation, url=organisation),)
    try:
        composed = compose_message(text=replace(letter(), subject=subject), to=to, organisations=signed)
    except ComposeError:
        return
    lines = composed.message.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    raw = BytesParser(policy=policy.compat32).parsebytes(composed.message)
    assert raw.keys() == HEADERS
    assert str(make_header(decode_header(raw["Subject"]))) == subject.strip(" ")
    display_name, address = parseaddr(raw["To"])
    assert (str(make_header(decode_header(display_name.replace("\r\n", "")))), address) == (
        name.strip(" "),
        PEOPLE[0].address,
    )


def test_a_message_that_gmail_would_cut_is_a_problem():
    """A message whose end Gmail would hide is a problem; the sample is none."""
    long = compose_message(text=letter(SOURCE + "word " * 21_000))
    size = len(html_part(long.message).encode())
    assert str(clipping_problem(long.message, "letter.en.md")) == (
        f"letter.en.md: the email's HTML has {size:,} bytes; Gmail hides everything after 102,000;"
        " shorten the letter, or move long notes into an annex"
    )
    assert clipping_problem(compose_message().message, "letter.en.md") is None


def test_a_message_without_html_is_not_ours():
    """`html_part` accepts only messages with HTML."""
    with pytest.raises(ValueError, match="no HTML part"):
        html_part(b"Subject: x\r\n\r\nx")


def test_the_date_is_that_of_the_plan():
    """The Date is the identity's time, in the campaign's zone."""
    assert parse(compose_message().message)["Date"].datetime == AT == dt.datetime(2027, 4, 10, 8, tzinfo=dt.UTC)
    assert SENDER.reply_to == parse(compose_message().message)["Reply-To"]
