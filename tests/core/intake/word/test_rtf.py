"""An RTF file is prepared for pandoc: what nobody reads goes out and is named."""

import pytest

from campaign.core.intake.word import rtf
from campaign.core.intake.word.rtf import clean_rtf, is_rtf
from campaign.errors import LetterError


def remarks_on(body: str) -> list[str]:
    """What the remarks on a file with this body say."""
    return [remark.what for remark in clean_rtf(b"{\\rtf1 " + body.encode() + b"}")[1]]


def text_left(body: str) -> str:
    """What stays of a body."""
    return clean_rtf(body.encode())[0].decode()


def test_an_rtf_file_is_known_by_its_first_words():
    """The start of the file decides."""
    assert (is_rtf(b"{\\rtf1 x}"), is_rtf(b"rtf")) == (True, False)


def test_hidden_text_is_left_out_and_quoted():
    """Hidden words go, with the letters of another code; the switch ends with its group, by itself, or when reset."""
    body = "One {\\v se\\'e9cret} two \\v more\\v0  three \\v last\\plain  four"
    assert remarks_on(body) == ["left out hidden text: “seécret”, “more”, “last”"]
    assert text_left(body) == "One {} two  three \\plain  four"


def test_deleted_words_are_left_out_and_insertions_counted():
    """Tracked changes count as accepted, and the remark quotes what went."""
    assert remarks_on("a {\\deleted gone} b {\\revised new} {\\revised0 old}") == [
        "2 tracked changes taken as accepted: left out “gone”"
    ]
    assert remarks_on("{\\revised new}") == ["1 tracked change taken as accepted"]


def test_comments_are_left_out_and_quoted():
    """A comment and its author's name are not part of the letter."""
    assert remarks_on("a{\\*\\atnauthor Ann}{\\*\\annotation my comment}b") == ["a comment is left out: “my comment”"]
    assert text_left("a{\\*\\atnauthor Ann}{\\*\\annotation my comment}b") == "a{\\*\\atnauthor }{\\*\\annotation }b"


def test_pictures_are_counted():
    """A picture cannot come along, and its loss is remarks_on."""
    assert remarks_on("{\\pict ff00}") == ["left out 1 picture"]


def test_hidden_words_at_the_end_of_a_broken_file_are_named():
    """A file that closes more than it opened, and ends within hidden text, is read to its end."""
    assert clean_rtf(b"}} a \\v secret")[1][0].what == "left out hidden text: “secret”"
    assert remarks_on("{\\v  }") == []


def test_many_hidden_words_are_not_all_quoted():
    """Five are quoted, the others counted."""
    words = "".join(f"{{\\v h{n}}}x" for n in range(7))
    assert remarks_on(words) == ["left out hidden text: “h0”, “h1”, “h2”, “h3”, “h4” and 2 more"]


def test_footnotes_are_written_as_pandoc_reads_them():
    """The optional form of a footnote is read by pandoc only in its plain form."""
    assert text_left("a{\\*\\footnote x}") == "a{\\footnote x}"


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch):
    """A file with large pictures is refused with what to do."""
    monkeypatch.setattr(rtf, "MOST_BYTES", 5)
    with pytest.raises(LetterError) as caught:
        clean_rtf(b"{\\rtf1 }")
    assert caught.value.fix == "remove the pictures from the file"
