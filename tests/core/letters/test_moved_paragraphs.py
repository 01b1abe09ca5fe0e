"""Paragraphs that were moved, split or joined are told from those that were rewritten."""

from campaign.core.check.changes import compare, reasons_against
from campaign.core.letters import Letter, VersionKind, read

ONE = "We ask you to strike the last sentence of the draft."
TWO = "Openness is how knowledge compounds, and everybody may build on it."
THREE = "A laboratory in Bologna can start from the best that is public today."


def letter(*paragraphs: str) -> Letter:
    return read("---\ntitle: T\n---\n" + "\n\n".join(paragraphs), "letter.en.md")[0]


def change(old: Letter, new: Letter) -> tuple[object, ...]:
    """Moved, split, joined; paragraphs, deleted and inserted words; what weighs."""
    (changed,) = compare({"en": old}, {"en": new}).changed
    moves = changed.rearrangement
    counts = (changed.paragraphs, changed.deleted, changed.inserted)
    return moves.moved, moves.split, moves.joined, counts, changed.weighty_parts


def test_a_moved_paragraph_is_moved() -> None:
    """It counts once, and none of its words is new or gone."""
    result = change(letter(ONE, TWO, THREE), letter(TWO, THREE, ONE))
    assert result == ((ONE,), (), (), (1, 0, 0), ())


def test_a_split_paragraph_is_split_and_a_joined_one_joined() -> None:
    """A paragraph that becomes two, and two that become one, keep their words."""
    whole, parts = letter(f"{ONE} {TWO}", THREE), letter(ONE, TWO, THREE)
    short = TWO[:59].rstrip() + "…"
    assert change(whole, parts) == ((), (short,), (), (1, 0, 0), ())
    assert change(parts, whole) == ((), (), (ONE,), (1, 0, 0), ())
    assert reasons_against(VersionKind.CORRECTION, compare({"en": whole}, {"en": parts})) == ()


def test_a_new_paragraph_or_item_is_substance() -> None:
    """A new ask of four words, or one that is gone, is no correction."""
    old, new = letter("We ask:\n\n- Strike it now."), letter("We ask:\n\n- Strike it now.\n- Vote for freedom.")
    assert change(old, new) == ((), (), (), (1, 0, 3), ("a whole paragraph or list item",))
    assert change(new, old)[-1] == ("a whole paragraph or list item",)
    assert change(letter(ONE, "Yes.", TWO), letter(ONE, TWO))[-1] == ("a whole paragraph or list item",)


def test_a_new_or_swapped_note_is_substance() -> None:
    """A note that is new, notes whose marks changed places, and notes whose words did, stand by other words."""
    a, b = "[^a]: See the opinion", "[^b]: See the study"
    old = letter("One[^a] and two[^b].", a, b)
    assert change(old, letter("One[^b] and two[^a].", a, b))[-1] == ("a footnote",)
    assert change(old, letter("One[^a] and two[^b].", "[^a]: See the study", "[^b]: See the opinion"))[-1] == (
        "a footnote",
    )
    assert change(letter("One[^a] and two.", a), old)[-1] == ("a footnote",)
    renamed = letter("One[^c] and two[^b].", "[^c]: See the opinion", b)
    assert not compare({"en": old}, {"en": renamed}).changed or change(old, renamed)[-1] == ()


def test_a_change_counts_paragraphs() -> None:
    """Each paragraph, item and table counts once, however many of its cells changed."""
    table = "| a | b |\n| - | - |\n| one | two |"
    old = letter(ONE, table, "- one item\n- other item", f"> {TWO}")
    new = letter(
        ONE.replace("last", "first"),
        table.replace("one", "1").replace("two", "2"),
        "- one thing\n- other thing",
        f"> {TWO.replace('how', 'why')}",
    )
    assert change(old, new)[3][0] == 5
