"""Broken bytes, base64 and character sets are read as far as they go."""

import base64
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.replies import read
from campaign.core.replies.encodings import as_text, decode_base64

NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
TEXTS = {
    "UTF-8": ("Müller €".encode(), "utf-8", "Müller €"),
    "nothing declared": ("Müller €".encode(), "", "Müller €"),
    "UTF-8, declared as Latin-1": ("Müller €".encode(), "iso-8859-1", "Müller €"),
    "Windows-1252, declared as Latin-1": ("Müller €".encode("cp1252"), "ISO-8859-1", "Müller €"),
    "Windows-1252, declared as UTF-8": ("Müller €".encode("cp1252"), "utf-8", "Müller €"),
    "both in one": ("Müller ".encode() + "Groß".encode("cp1252"), "utf-8", "Müller Groß"),
    "cut off in a sign": ("Müller €".encode()[:-1], "utf-8", "Müller \ufffd"),
    "Greek": ("Συμφωνώ".encode("iso-8859-7"), "iso-8859-7", "Συμφωνώ"),
    "an unknown name": ("Müller".encode(), "x-unknown", "Müller"),
    "a name that is no character set": (b"abc", "hex", "abc"),
    "a name with a zero": (b"abc", "\0", "abc"),
    "a wrong byte in Japanese": ("賛成".encode("shift_jis") + b"\x81", "shift_jis", "賛成\ufffd"),
    "plain letters in Latin-2": (b"abc", "iso-8859-2", "abc"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_read_as_far_as_it_goes(name: str) -> None:
    """Text is read in its real character set, whatever is declared; a wrong byte spoils only itself."""
    data, charset, text = TEXTS[name]
    assert as_text(data, charset) == text


WHOLE = base64.encodebytes("I agree, and will say so in the committee on Monday. Müller".encode() * 3)
BASE64 = {
    "whole": (WHOLE, 3),
    "with the footer of a list": (WHOLE + b"____________\nThe group's list\nhttps://lists.example group\n", 3),
    "with damaged signs": (WHOLE.replace(b"\n", b"*\n"), 3),
    "two in a row": (WHOLE + WHOLE, 6),
}


@pytest.mark.parametrize("name", BASE64)
def test_base64_is_read_as_far_as_it_goes(name: str) -> None:
    """Damage and additions do not spoil what is there."""
    data, times = BASE64[name]
    assert decode_base64(data).decode()[: 59 * times].count("Müller") == times


@pytest.mark.parametrize("length", range(5))
def test_cut_off_base64(length: int) -> None:
    """A body that was cut off anywhere gives all whole bytes before the cut."""
    data = base64.b64encode(b"I agree.")
    assert b"I agree.".startswith(decode_base64(data[: len(data) - length]))
    assert len(decode_base64(data[: len(data) - length])) >= 8 - 1 - length


@given(st.binary(), st.sampled_from(["", "utf-8", "iso-8859-1", "shift_jis", "utf-16", "idna", "punycode"]))
def test_any_bytes_are_read(data: bytes, charset: str) -> None:
    """Whatever the bytes are, there is a text and no error."""
    assert isinstance(as_text(data, charset), str)
    assert isinstance(decode_base64(data), bytes)


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?q?M=C3=BCller?= yes", "Müller yes"),
        ("=?x-unknown?q?M=C3=BCller?=", "Müller"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("plain", "plain"),
    ],
)
def test_words_in_headers(written: str, subject: str) -> None:
    """Encoded words with an unknown character set are read, invalid ones are shown as they are."""
    assert read(f"Subject: {written}\n\nx".encode(), NOW).subject == subject


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>I agree.</p><div id=mail-editor-reference-message-container>On Mon, Anna wrote:<p>x</div><p>Eva</p>",
         "I agree.\n\nEva"),
        (("<div class=gmail_quote><div class=gmail_attr>Anna:</div><blockquote>x</blockquote>"
          "<div>Yes.</div><blockquote>y</blockquote><div>No.</div></div>"), "Yes.\n\nNo."),
        ("Yes.<blockquote>a<blockquote>b</blockquote>c<br>d</blockquote>No.</blockquote>", "Yes.\nNo."),
        ("Yes.<div class=gmail_quote>---------- Forwarded message<p>x</p></div>", "Yes."),
        ("Yes.<div id=divRplyFwdMsg>x</div>y", "Yes."),
    ],
)  # fmt: skip
def test_own_words_in_html(html: str, text: str) -> None:
    """Words below and between quotations stay; the containers that programs quote in are left out."""
    data = f"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n{html}".encode()
    assert read(data, NOW).content.text == text


def test_a_character_set_that_takes_no_wrong_bytes() -> None:
    """What the declared character set cannot read at all is read as UTF-8, and its wrong bytes as Windows-1252."""
    assert as_text(b"caf\xe9.", "idna") == "caf\u00e9."
