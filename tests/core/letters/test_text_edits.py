"""What changed between two texts, by words."""

from campaign.core.letters.text_edits import TextEdit, apply_edits, text_edits


def test_edits_by_words() -> None:
    """An edit names the words that were replaced; edits with hardly a word in between are one."""
    base = "One two three four five six and seven.\n\nAnother line stays.\n"
    other = "One 2 three 4 five six and 7.\n\nAnother line stays.\n"
    assert text_edits(base, other) == [TextEdit(4, 18, "2 three 4"), TextEdit(32, 37, "7")]
    assert apply_edits(base, text_edits(base, other)) == other


def test_equal_texts_have_no_edits() -> None:
    """Equal texts have no edits."""
    assert text_edits("One.\n", "One.\n") == []
