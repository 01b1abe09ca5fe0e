"""Our messages compared with those of the standard library."""

from email import message_from_bytes, policy
from email.header import Header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.compose import Attachment, Identity
from campaign.core.compose.headers import mailbox, unstructured
from campaign.core.compose.mail_content import MailContent
from campaign.core.compose.message import build
from campaign.core.render.characters import clean, has_forbidden
from campaign.core.settings import Sender
from tests.helpers.email_message import build_with_library
from tests.helpers.examples import examples
from tests.helpers.sample_letter import AT, SENDER, frame

TO = ("Dragoş Tudorache", "tudorache@parliament.example")
IDENTITY = Identity("<1@coalition.example>", AT)
lines = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n") | st.sampled_from(" .=é\t"))
texts = st.lists(lines, min_size=1, max_size=6).map(lambda drawn_lines: "\n".join(drawn_lines) + "\n")
names = st.text(min_size=1, max_size=90).filter(lambda name: name.strip() and not has_forbidden(name))
latin = st.text(st.sampled_from("Jorgabcn öşŁ é=?_'"), min_size=1, max_size=90)
beyond_ascii = (names | latin).map(lambda name: name.strip(" ")).filter(lambda name: not name.isascii())
files = st.lists(
    st.builds(Attachment, names.map(clean), st.just("application/pdf"), st.binary(max_size=300)), max_size=2
)


def show(message):
    """Each part as a program reads it: headers and content."""
    return [
        (part.items(), None if part.is_multipart() else part.get_content(), part.defects)
        for part in message_from_bytes(message, policy=policy.default).walk()
    ]


@pytest.mark.slow
@settings(deadline=None, max_examples=examples(150))
@given(texts, texts, names, names, files, st.booleans())
def test_a_message_reads_as_the_librarys(text, html, name, subject, attachments, replies):
    """Any message is parsed like that of EmailMessage, without a defect, in lines of at most 76."""
    parts = MailContent("en", subject, text, html)
    sender = SENDER if replies else Sender("The coalition", SENDER.address)
    ours = build(parts, (name, TO[1]), sender, frame(), IDENTITY, attachments).content
    assert show(ours) == show(build_with_library(parts, (name, TO[1]), sender, frame(), IDENTITY, attachments))
    assert all(not defects for _, _, defects in show(ours))
    body = ours.partition(b"\r\n\r\n")[2]
    assert max(len(line) for line in body.split(b"\r\n") if not line.startswith(b"Content-")) <= 76
    assert ours.replace(b"\r\n", b"").translate(None, b"\r\n") == ours.replace(b"\r\n", b"")


def test_a_letter_is_the_librarys_to_the_byte():
    """For texts that both encode in the same way, no byte differs."""
    parts = MailContent("en", "Re: open source", "Dear Member,\n\nÜ = ü.\n", "<p>Dear Member,</p>\n<p>Ü = ü.</p>\n")
    file = Attachment("letter.pdf", "application/pdf", bytes(range(256)))
    for attachments in ((), (file,)):
        ours = build(parts, TO, SENDER, frame(), IDENTITY, attachments).content
        assert ours == build_with_library(parts, TO, SENDER, frame(), IDENTITY, attachments)


@settings(deadline=None, max_examples=examples(400))
@given(st.sampled_from(["To", "From", "Subject"]), beyond_ascii)
def test_words_beyond_ascii_are_written_as_header_writes_them(header, value):
    """No byte differs, for one encoded word on a line and for many on folded lines."""
    written = Header(value, "utf-8", maxlinelen=76, header_name=header).encode(linesep="\r\n")
    assert unstructured(header, value) == written
    assert mailbox(header, value, TO[1]).rpartition("<")[0].rstrip("\r\n ") == written
