"""The campaign's folder as it is read."""

from pathlib import Path

import pytest

from campaign.adapters.files.folder import Folder, letter_names, read_letters
from campaign.errors import FolderError, LetterError


def test_a_missing_letter_is_an_error_with_its_path(tmp_path: Path) -> None:
    """An error names a folder that cannot be read (missing, no permission) and what to check."""
    with pytest.raises(FolderError) as caught:
        read_letters(Folder(tmp_path), "away")
    assert (caught.value.message, caught.value.fix) == (
        f"{tmp_path}/letters/away: cannot be read (No such file or directory)",
        "check its permissions",
    )


def test_a_letter_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A problem with a whole letter names the file."""
    folder = tmp_path / "letters" / "big"
    folder.mkdir(parents=True)
    (folder / "letter.en.md").write_text("---\ntitle: Big\n---\n\n" + "word " * 400_001, "utf-8")
    assert letter_names(Folder(tmp_path)) == ("big",)
    with pytest.raises(LetterError) as caught:
        read_letters(Folder(tmp_path), "big")
    assert caught.value.message.startswith("letters/big/letter.en.md: the letter has 2,000,0")
    assert caught.value.fix == "move long passages into an annex, or link to them"
