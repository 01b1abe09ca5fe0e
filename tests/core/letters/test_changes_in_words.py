"""A redline in words."""

from campaign.core.letters.changes_in_words import WordChange, word_changes
from campaign.core.letters.tree import Deletion, Document, Insertion, Paragraph, Strong, Text


def _changes(*inlines) -> tuple[WordChange, ...]:
    return word_changes(Document((Paragraph(inlines),), ()))


def test_a_replacement_is_one_change() -> None:
    """Words that are replaced are one change; what is only added or removed has one side."""
    old, new = Deletion((Text("almost 100"),)), Insertion((Text("65 to 95"),))
    assert _changes(Text("worth "), old, new, Text(" billion"), Insertion((Text(" a year"),))) == (
        WordChange("almost 100", "65 to 95"),
        WordChange("", "a year"),
    )
    assert _changes(old, Text(" x"), new) == (WordChange("almost 100", ""), WordChange("", "65 to 95"))


def test_changes_inside_emphasis_count() -> None:
    """A change of words in bold is among the changes, and two in a row are two."""
    one, two = (Strong((Deletion((Text(a),)), Insertion((Text(b),)))) for a, b in (("a", "b"), ("c", "d")))
    assert _changes(one, two) == (WordChange("a", "b"), WordChange("c", "d"))


def test_blanks_are_no_change() -> None:
    """A space that moved is left out."""
    assert _changes(Deletion((Text(" "),)), Text("a"), Insertion((Text(" "),))) == ()
