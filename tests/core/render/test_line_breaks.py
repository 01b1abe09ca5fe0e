"""Where a line of print must not end, and where it may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.render.line_breaks import glue


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mr.~Voss, Dr.~Lagodinsky and Mr.~van Dalen wrote. Mr writes."),
        (
            "en",
            "see (Art.~28b), Article~2(5), Title~IV and §~5, EUR~95~billion, €95~billion, 65-95~billion~euro, 12~%.",
        ),
        ("en", "On 26~April 2027 we met 26 people. No article is lost. In 2027 April was warm."),
        ("de", "Am 26.~April, 12,5~Mio.~Euro, Herr~Dr.~Jung, Abs.~5"),
        ("fr", "Votez «~pour~»~! Le 1er mai~: 95~milliards d’euros, n°~5; http://a.example"),
        ("en", "Votez « pour » !"),
    ],
)
def test_what_belongs_together_stays_on_one_line(language, text):
    """Honorific and name, number and unit, article and number, day and month are not torn; French signs neither."""
    assert glue(text.replace("~", " "), language).replace("\u00a0", "~") == text


def test_long_words_may_break():
    """An address may break after its signs, and a chain of letters every sixteen; a word of 31 characters may not."""
    assert glue("https://a.example/one/two?x=threefour", "en").replace("\u200b", "|") == (
        "https://|a.|example/|one/|two?|x=|threefour"
    )
    assert glue("a" * 40, "en").replace("\u200b", "|") == "a" * 16 + "|" + "a" * 16 + "|" + "a" * 8
    assert glue("a" * 31, "en") == "a" * 31


@given(st.text(), st.sampled_from(["en", "de", "fr", "xx"]))
def test_no_word_is_changed(text, language):
    """Only spaces become no-break spaces, and only places to break are added."""
    text = text.replace("\u200b", "").replace("\u00a0", " ")
    assert glue(text, language).replace("\u200b", "").replace("\u00a0", " ") == text
