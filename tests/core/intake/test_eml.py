"""A saved email is read by its body."""

import pytest

from campaign.core.intake import draft_of, eml
from campaign.errors import LetterError

HEAD = b"From: ann@lab.example\nSubject: Fwd: RE: Our letter\nMIME-Version: 1.0\n"
BOTH = HEAD + (
    b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nplain words\n\n'
    b"--b\nContent-Type: text/html; charset=utf-8\n\n<p>Dear Ms Anna Berg,</p><p>We ask <b>you</b>.</p>\n--b--\n"
)


def letter(data: bytes) -> str:
    """The letter's text below the front matter."""
    return draft_of(eml.read(data)).letter.partition("---\n\n")[2]


@pytest.mark.parametrize(
    ("data", "name", "is_one"),
    [
        (b"anything", "Letter.EML", True),
        (b"Subject: x\nReceived: from a\n\tby b\nMIME-Version: 1.0\n\nText", "letter.txt", True),
        (b"Subject: x\n folded\nmessage-id: <1@x>\n\n", "x", True),
        (b"Re: Our letter\nTo: the Members\n\nMIME-Version: 1.0\n", "letter.txt", False),
        (b"", "letter.txt", False),
    ],
)
def test_an_email_is_known_by_its_name_or_its_headers(data: bytes, name: str, is_one: bool):
    """A letter that begins with Re: and To: is not taken for one."""
    assert eml.is_email(data, name) is is_one


def test_the_html_body_is_read_and_the_subject_is_the_title():
    """Of two bodies the one with bold words counts; the prefixes of answers go from the subject."""
    assert draft_of(eml.read(BOTH)).title == "Our letter"
    assert letter(BOTH) == "{{ salutation }}\n\nWe ask **you**.\n"


def test_flowed_text_is_one_paragraph():
    """The soft line ends of a plain body are no line ends."""
    data = HEAD + b"Content-Type: text/plain; format=flowed\n\nDear Ms Anna Berg,\n\nWe ask \nyou now.\n"
    assert letter(data) == "{{ salutation }}\n\nWe ask you now.\n"


def test_a_plain_body_is_read_as_text():
    """A body without other forms is read as a text file is."""
    data = HEAD + b"Content-Type: text/plain\n\nDear Ms Anna Berg,\n\nWe ask you.\n"
    assert letter(data) == "{{ salutation }}\n\nWe ask you.\n"


def test_attached_files_are_named():
    """An email that only carries the letter says which file to import."""
    data = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee the letter.\n\n--b\n'
        b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="letter.pdf"\n\nx\n--b--\n'
    )
    assert [remark.what for remark in eml.read(data).remarks] == ["left out 1 attached file: letter.pdf"]


def test_an_email_without_text_is_refused():
    """There is nothing to read in an email that is only an attachment."""
    with pytest.raises(LetterError) as caught:
        eml.read(HEAD + b"Content-Type: application/pdf\n\nx")
    assert caught.value.message == "the email has no text"


def test_a_large_email_is_refused(monkeypatch: pytest.MonkeyPatch):
    """An email with large attachments is refused with what to do."""
    monkeypatch.setattr(eml, "MOST_BYTES", 5)
    with pytest.raises(LetterError) as caught:
        eml.read(HEAD)
    assert caught.value.fix == "save it without its attachments"


def test_an_email_with_too_much_text_is_refused():
    """What a mail program's limit would cut off is not lost without a word."""
    data = HEAD + b"Content-Type: text/%b\n\n" + b"words " * 200_000
    for kind in (b"plain", b"html"):
        with pytest.raises(LetterError) as caught:
            eml.read(data.replace(b"%b", kind))
        assert caught.value.message.endswith("characters of text, more than 500,000")


def test_a_long_plain_body_is_refused():
    """A plain body of many words is refused before it is read."""
    with pytest.raises(LetterError) as caught:
        eml.read(HEAD + b"Content-Type: text/plain\n\n" + b"words " * 90_000)
    assert caught.value.message == "it has 540,000 characters of text, more than 500,000"
