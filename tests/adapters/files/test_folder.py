"""The campaign's folder as it is read."""

from pathlib import Path

import pytest

from campaign.adapters.files.folder import Folder, letter_names, read_letters
from campaign.errors import FolderError, LetterError


def test_a_letter_that_is_away_is_an_error_with_its_path(tmp_path: Path) -> None:
    """A folder that cannot be looked into (gone, no rights) is named, with what to look at."""
    with pytest.raises(FolderError) as caught:
        read_letters(Folder(tmp_path), "away")
    assert (caught.value.message, caught.value.fix) == (
        f"{tmp_path}/letters/away: cannot be read (No such file or directory)",
        "check its permissions",
    )


def test_a_letter_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """What is wrong with a letter as a whole says in which file."""
    place = tmp_path / "letters" / "big"
    place.mkdir(parents=True)
    (place / "letter.en.md").write_text("---\ntitle: Big\n---\n\n" + "word " * 400_001, "utf-8")
    assert letter_names(Folder(tmp_path)) == ("big",)
    with pytest.raises(LetterError) as caught:
        read_letters(Folder(tmp_path), "big")
    assert caught.value.message.startswith("letters/big/letter.en.md: the letter has 2,000,0")
    assert caught.value.fix == "move long material into an annex or link to it"
