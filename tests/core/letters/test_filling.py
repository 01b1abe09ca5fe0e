"""Filling placeholders, canonical text and versions."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.letters import digest_of, read, texts_of
from campaign.core.letters.canonical import canonical_text, set_digest
from campaign.core.letters.fill import blank_placeholders, fill, placeholders_in, with_frame
from campaign.core.letters.tree import (
    Amendment,
    Deletion,
    Document,
    Insertion,
    Paragraph,
    Placeholder,
    Signatories,
    SignatoryLine,
    Strong,
    Text,
    plain_blocks,
)

LINES = (SignatoryLine("Org *A*", "https://a.example", "France"), SignatoryLine("B"))
EVERYTHING = """{{ salutation }}

# For {{ addressee.name }}

- **{{ vote }}** [here {{ date }}](https://a.example)
- `code` *x*  \nbreak

1. one

> {{ closing }}

| {{ date }} |
|---|
| {{ vote }} |

    code {{ vote }}

***

Signed by {{ signatories }} ({{ signatories.count }})[^n]

{{ signatories }}

[^n]: Note for {{ addressee.name }}.
"""
VALUES = {
    "salutation": "Dear Eve,",
    "addressee.name": "Eve *<b>* {{ vote }}",
    "vote": "26 April",
    "date": "14 April",
    "closing": "Signed:",
    "signatories.count": "2",
}


def letter(body: str):
    return read(f"---\ntitle: T\nask: A\nlaw:\n    n: Draft\n---\n{body}", "l.md")[0]


def test_every_placeholder_is_filled_everywhere():
    """Values are plain words in headings, lists, quotes, tables, links and footnotes; code stays code."""
    filled = fill(letter(EVERYTHING).document, VALUES, LINES)
    assert placeholders_in(filled) == frozenset()
    assert plain_blocks(filled.blocks).split("\n") == [
        "Dear Eve,",
        "For Eve *<b>* {{ vote }}",
        "26 April here 14 April",
        "code x break",
        "one",
        "Signed:",
        "14 April",
        "26 April",
        "code {{ vote }}",
        "Signed by Org *A*, B (2)",
        "Org *A*",
        "B",
    ]
    assert plain_blocks(filled.notes[0].blocks) == "Note for Eve *<b>* {{ vote }}."


def test_a_letter_gets_its_frame():
    """Salutation, closing and signatories are added to a text without them."""
    assert with_frame(letter("Body").document).blocks == (
        Paragraph((Placeholder("salutation"),)),
        Paragraph((Text("Body"),)),
        Paragraph((Placeholder("closing"),)),
        Paragraph((Placeholder("signatories"),)),
    )


def test_a_text_may_place_its_frame():
    """What the text already has is not added again."""
    document = letter("{{ salutation }}\n\n{{ signatories }}").document
    assert with_frame(document) == document


def test_a_placed_closing_is_not_doubled():
    """A text with only the closing gets the signatories after it."""
    assert with_frame(letter("{{ salutation }}\n\n{{ closing }}").document).blocks[-1] == Paragraph(
        (Placeholder("signatories"),)
    )


def test_a_missing_value_names_its_placeholder():
    """A placeholder without a value raises with its name."""
    with pytest.raises(KeyError, match="nope"):
        fill(letter("{{ nope }}").document, VALUES, ())


@given(st.text())
def test_a_value_is_never_parsed(value):
    """Any value is one text node."""
    document = Document((Paragraph((Placeholder("salutation"), Strong((Placeholder("x"),)))),))
    filled = fill(document, {"salutation": value, "x": value, "closing": ""}, LINES)
    assert filled.blocks == (
        Paragraph((Text(value), Strong((Text(value),)))),
        Paragraph((Text(""),)),
        Signatories(LINES),
    )


def test_the_canonical_text():
    """Canonical text has title, ask, body, footnotes and sources, with emphasis and links."""
    assert canonical_text(letter(EVERYTHING)) == (
        "# T\n\nAsk: A\n\n{{ salutation }}\n\n# For {{ addressee.name }}\n\n"
        "- **{{ vote }}** here {{ date }} <https://a.example>\n- `code` *x*\n  break\n\n1. one\n\n> {{ closing }}\n\n"
        "{{ date }}\n{{ vote }}\n\n    code {{ vote }}\n\n---\n\n"
        "Signed by {{ signatories }} ({{ signatories.count }})[1]\n\n{{ signatories }}\n\n"
        "[1] Note for {{ addressee.name }}.\n\n[1] source: Draft\n"
    )


def test_signatories_are_canonical_by_name():
    """A filled signatory list is its names."""
    filled = dataclasses.replace(letter("x"), document=Document((Signatories(LINES),)))
    assert canonical_text(filled) == "# T\n\nAsk: A\n\nOrg *A*\nB\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\nb[^n]\n\n[^n]: x\n", "a b[^m]\n\n[^m]: x\n"),
        ("*a* __b__", "_a_ **b**"),
        ("e\u0301", "\u00e9"),
        ("a[^1] b[^2]\n\n[^1]: x\n[^2]: y\n", "a[^2] b[^1]\n\n[^1]: y\n[^2]: x\n"),
    ],
)
def test_how_a_file_is_written_does_not_matter(one, other):
    """Line breaks, labels, kinds of emphasis marks and encodings of accents do not change the digest."""
    assert digest_of(texts_of({"en": read(one, "l.md")[0]})) == digest_of(texts_of({"en": read(other, "l.md")[0]}))


@pytest.mark.parametrize("changed", ["a b", "a **b**", "a [b](https://c.example)", "a b.", "a c"])
def test_what_is_read_differently_has_another_digest(changed):
    """A word, an emphasis, a link target or a mark that changes, changes the digest."""
    texts = {digest_of(texts_of({"en": letter(body)})) for body in ("a *b*", changed)}
    assert len(texts) == 2


def test_the_digest_of_a_set_holds_languages():
    """The same texts in other languages have another digest."""
    assert set_digest({"en": "x", "de": "y"}) == set_digest({"de": "y", "en": "x"})
    assert set_digest({"en": "x", "de": "y"}) != set_digest({"en": "y", "de": "x"})


def test_blanked_is_the_text_as_it_is_but_for_its_placeholders() -> None:
    """No frame is added, and each placeholder in body or footnotes is a blank."""
    letter = read("Dear {{ addressee.name }},[^1]\n\n{{ signatories }}\n\n[^1]: To {{ addressee.group }}.\n", "l")[0]
    blank = blank_placeholders(letter.document)
    assert plain_blocks(blank.blocks).split() == ["Dear", "…,"]
    assert plain_blocks(blank.notes[0].blocks).split() == ["To", "…."]


def test_placeholders_in_an_amendment_are_filled() -> None:
    """Both columns of an amendment, and what they strike out and add, are filled."""
    change = (Deletion((Placeholder("date"),)), Insertion((Placeholder("vote"),)))
    filled = fill(Document((Amendment("Article 1", (change,)),)), VALUES, ())
    assert filled.blocks[1] == Amendment(
        "Article 1", ((Deletion((Text("14 April"),)), Insertion((Text("26 April"),))),)
    )


def test_a_sentence_of_ones_own_is_left_out_where_there_is_none() -> None:
    """A paragraph with nothing but the sentence is left out without one, and on public pages; within other words, a
    missing one is an error."""
    text = "We write to you.\n\n{{ addressee.sentence }}\n\nYours.\n"
    document = read(text, "l")[0].document
    values = VALUES | {"addressee.sentence": "You chaired the hearing."}
    assert "You chaired the hearing." in plain_blocks(fill(document, values, LINES).blocks)
    alone = plain_blocks(fill(document, VALUES, LINES).blocks)
    assert "We write to you.\nYours." in alone
    assert plain_blocks(blank_placeholders(document).blocks) == "We write to you.\nYours."
    within = read("You said: {{ addressee.sentence }}\n", "l")[0].document
    with pytest.raises(KeyError):
        fill(within, VALUES, LINES)
