"""A translation beside its original."""

from campaign.core.check.side_by_side import PassagePair, passage_pairs
from campaign.core.check.translation_record import new_record
from campaign.core.letters import read

TEXT = "---\ntitle: {}\n---\n\n{}\n\n{}\n"


def _letter(language: str, *words: str):
    return read(TEXT.format(*words), f"letter.{language}.md", language)[0]


def test_passages_stand_in_pairs_by_place_and_order() -> None:
    """Title beside title, paragraph beside paragraph; without a record nothing is stale."""
    pairs = passage_pairs(_letter("en", "Keep", "One.", "Two."), _letter("de", "Halt", "Eins.", "Zwei."), None)
    assert pairs == (
        PassagePair("title", "Keep", 2, "Halt", 2, is_stale=False),
        PassagePair("body", "One.", 5, "Eins.", 5, is_stale=False),
        PassagePair("body", "Two.", 7, "Zwei.", 7, is_stale=False),
    )


def test_what_changed_since_the_record_is_stale() -> None:
    """A passage of the original that is not in the record is marked, and one that only one text has stands alone."""
    before, now = _letter("en", "Keep", "One.", "Two."), _letter("en", "Keep", "One!", "Two.\n\nThree.")
    pairs = passage_pairs(now, _letter("de", "Halt", "Eins.", "Zwei."), new_record(before))
    assert [(pair.original, pair.translated, pair.is_stale) for pair in pairs] == [
        ("Keep", "Halt", False), ("One!", "Eins.", True), ("Two.", "Zwei.", False), ("Three.", "", True),
    ]  # fmt: skip
    alone = passage_pairs(_letter("en", "Keep", "One.", ""), _letter("de", "Halt", "Eins.", "Zwei."), None)[-1]
    assert (alone.original, alone.original_line, alone.translated) == ("", 0, "Zwei.")
