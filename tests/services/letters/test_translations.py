"""Texts of a letter in a folder, compared with their original."""

from pathlib import Path

import pytest

from campaign.adapters.files import folder
from campaign.adapters.files.folder import Folder
from campaign.errors import FolderError, LetterError
from campaign.services.campaign import Campaign
from campaign.services.letters.translations import compare_translations, confirm

SETTINGS = """
[campaign]
name = "AI Act"
vote = 2027-04-26T12:00:00
[sender]
name = "Coalition"
address = "office@coalition.example"
"""


def make_folder(tmp_path: Path, **texts: str) -> Folder:
    letter = tmp_path / "letters" / "a"
    letter.mkdir(parents=True)
    (tmp_path / "campaign.toml").write_text(SETTINGS)
    for language, text in texts.items():
        (letter / f"letter.{language}.md").write_text(text)
    return Folder(tmp_path)


def problems_of(where: Folder) -> list[str]:
    letters, _ = folder.read_letters(where, "a")
    compared = compare_translations(where, "a", letters)
    return [str(problem) for problem in (*compared.problems, *compared.warnings)]


def test_one_text_alone_is_compared_with_nothing(tmp_path: Path) -> None:
    """A letter in one language has no translation and no difference."""
    assert problems_of(make_folder(tmp_path, en="One.")) == []


def test_another_original(tmp_path: Path) -> None:
    """The front matter names the original; English may be a translation, too."""
    where = make_folder(tmp_path, fr="Un.", en="---\ntranslation_of: fr\n---\nOne.")
    assert confirm(Campaign(tmp_path), "en").original.language == "fr"
    assert problems_of(where) == []


def test_an_original_that_is_not_there(tmp_path: Path) -> None:
    """A language that the letter does not have, or the text's own, is a problem."""
    where = make_folder(tmp_path, en="---\ntranslation_of: en\n---\nOne.", de="---\ntranslation_of: fr\n---\nEins.")
    assert [problem.partition(";")[0] for problem in problems_of(where)] == [
        "letters/a/letter.de.md: translation_of names fr, which is not another text of this letter",
        "letters/a/letter.en.md: translation_of names en, which is not another text of this letter",
        "letters/a/letter.de.md: nobody has confirmed yet that this text is up to date with letter.en.md",
    ]


def test_a_record_that_was_torn(tmp_path: Path) -> None:
    """Lines of the record that are not valid are reported."""
    where = make_folder(tmp_path, en="One.", de="Eins.")
    record = confirm(Campaign(tmp_path), "de").record
    record.write_text(record.read_text().replace("of en\n", "of en\n=======\n"))
    assert problems_of(where) == [
        (
            "letters/a/letter.de.seen:4: not a line of this record: =======; "
            "recreate the file with campaign letter translated"
        )
    ]


def test_a_letter_that_cannot_be_read_is_not_confirmed(tmp_path: Path) -> None:
    """Front matter in error stops the confirmation; nothing is written."""
    make_folder(tmp_path, en="One.", de="---\ntittle: x\n---\nEins.")
    with pytest.raises(LetterError) as caught:
        confirm(Campaign(tmp_path), "de")
    assert [str(problem) for problem in caught.value.problems] == [
        "letters/a/letter.de.md:2: unknown key tittle; did you mean title?"
    ]
    assert not (tmp_path / "letters" / "a" / "letter.de.seen").exists()


def test_a_record_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that cannot be written is reported; no file is left behind."""
    make_folder(tmp_path, en="One.", de="Eins.")
    (tmp_path / "letters" / "a" / "letter.de.seen").mkdir()
    with pytest.raises(FolderError, match=r"letter\.de\.seen: cannot be written"):
        confirm(Campaign(tmp_path), "de")
    names = sorted(path.name for path in (tmp_path / "letters" / "a").iterdir())
    assert names == ["letter.de.md", "letter.de.seen", "letter.en.md"]
