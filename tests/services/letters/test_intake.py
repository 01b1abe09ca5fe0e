"""Importing a letter in two functions: what would be written, and writing exactly that."""

from pathlib import Path

import pytest

from campaign.adapters.word import pandoc
from campaign.errors import LetterError, Refused
from campaign.services.campaign import Campaign
from campaign.services.letters.intake import ImportPlan, import_letter, plan_import, read_draft

LETTER = "Re: A fine letter\n\nDear Ms Anna Berg,\n\nWe ask you to do this.\n\nSigned:\n\nLAION\n"
BLANK = "name,url,country,logo\n"


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """A campaign without a letter, whose coalition's directory has no rows, and a file to import."""
    (tmp_path / "campaign.toml").write_text("")
    (tmp_path / "signatories").mkdir()
    (tmp_path / "signatories" / "organisations.csv").write_text(BLANK)
    (tmp_path / "raw.txt").write_text(LETTER)
    return Campaign(tmp_path)


def planned(campaign: Campaign, update: str = "") -> ImportPlan:
    return plan_import(campaign, campaign.folder.root / "raw.txt", update=update)


def refused(campaign: Campaign, plan: ImportPlan) -> str:
    with pytest.raises(Refused) as caught:
        import_letter(campaign, plan)
    return caught.value.message


def test_a_plan_names_the_files_and_writes_none(campaign: Campaign) -> None:
    """The plan has the letter, its people, the files and what to review; the folder is unchanged."""
    plan = planned(campaign)
    assert [campaign.folder.display_path(path) for path in plan.texts] == [
        "letters/a-fine-letter/letter.en.md",
        "letters/a-fine-letter/addressees.csv",
        "signatories/organisations.csv",
    ]
    assert {problem.path for problem in plan.review} <= {campaign.folder.display_path(path) for path in plan.texts}
    assert not campaign.folder.letter("a-fine-letter").exists()
    assert import_letter(campaign, plan).commands == (
        "campaign letter check",
        "campaign signatory import",
        "campaign addressee import",
    )
    assert {path: path.read_text() for path in plan.texts} == plan.texts


def test_a_file_that_appeared_is_not_overwritten(campaign: Campaign) -> None:
    """A file written since the plan stays, and nothing else is written."""
    plan = planned(campaign)
    path = campaign.folder.addressees_csv("a-fine-letter")
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    assert refused(campaign, plan) == f"{path}: already exists; nothing was written"
    assert [file.name for file in path.parent.iterdir()] == ["addressees.csv"]


def test_a_directory_that_was_filled_is_not_replaced(campaign: Campaign) -> None:
    """The coalition's directory is filled only while it has no rows."""
    plan = planned(campaign)
    campaign.folder.organisations_csv.write_text(BLANK + "Creative Commons,,,\n")
    assert refused(campaign, plan) == "signatories/organisations.csv: has rows now; nothing was written"
    assert not campaign.folder.letter("a-fine-letter").exists()


def test_a_text_that_was_edited_is_not_replaced(campaign: Campaign) -> None:
    """An update replaces only the text that it was planned for, and makes a backup."""
    import_letter(campaign, planned(campaign))
    plan = planned(campaign, update="a-fine-letter")
    path = campaign.folder.letter("a-fine-letter") / "letter.en.md"
    before = path.read_text()
    path.write_text("edited")
    assert (
        refused(campaign, plan)
        == "letters/a-fine-letter/letter.en.md: has changed in the meantime; nothing was written"
    )
    path.write_text(before)
    backup = import_letter(campaign, plan).backup
    assert backup is not None
    assert (backup.read_text(), path.read_text()) == (before, plan.draft.letter)


@pytest.mark.parametrize("language", ["../../../elsewhere", "en/x", "..", "e", "x" * 300])
def test_a_letter_chooses_no_path(campaign: Campaign, language: str) -> None:
    """The language that a file gives for itself becomes a part of a file's name, so it has to be a code."""
    text = f"---\ntitle: A fine letter\nlanguage: {language}\n---\n\nWe ask you to do this.\n"
    (campaign.folder.root / "raw.txt").write_text(text)
    with pytest.raises(LetterError, match="is not a language code"):
        planned(campaign)


@pytest.mark.parametrize("language", ["en", "EN", "pt-BR", "zh-Hant-TW"])
def test_codes_as_files_of_others_write_them(campaign: Campaign, language: str) -> None:
    """Every language code in use is taken as it is."""
    text = f"---\ntitle: A fine letter\nlanguage: {language}\n---\n\nWe ask you to do this.\n"
    (campaign.folder.root / "raw.txt").write_text(text)
    assert next(iter(planned(campaign).texts)).name == f"letter.{language}.md"


@pytest.mark.word
@pytest.mark.parametrize("ending", ["odt", "rtf"])
def test_a_letter_of_another_word_processor_is_read(campaign: Campaign, ending: str) -> None:
    """OpenDocument and RTF files come in with their notes and emphasis."""
    source = b"# A fine letter\n\nDear Ms Anna Berg,\n\nWe **ask** you.[^1]\n\n[^1]: A note.\n"
    program = pandoc.program()
    assert program
    data = pandoc.run(program, ["-f", "markdown", "-s", "-t", ending, "-o", "-"], source)
    draft = read_draft(data, Path(f"letter.{ending}"))
    assert draft.letter.partition("---\n\n")[2] == "{{ salutation }}\n\nWe **ask** you.[^1]\n\n[^1]: A note.\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument file (.odt)"),
        (b"{\\rtf1 text}", "an RTF file"),
    ],
)
def test_without_pandoc_such_a_file_is_refused(monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str) -> None:
    """The refusal names the extra that reads the file."""
    monkeypatch.setattr(pandoc, "program", lambda: None)
    with pytest.raises(LetterError) as caught:
        read_draft(data, Path("letter.x"))
    assert caught.value.message == f"letter.x: {kind}, which is read only with the extra `word`"
    assert pandoc.INSTALL in caught.value.fix


def test_an_email_is_read_by_its_body() -> None:
    """A saved email becomes a letter without its headers."""
    data = b"Subject: A fine letter\nMIME-Version: 1.0\n\nDear Ms Anna Berg,\n\nWe ask you.\n"
    assert read_draft(data, Path("mail.eml")).letter == (
        "---\ntitle: A fine letter\nlanguage: en\n---\n\n{{ salutation }}\n\nWe ask you.\n"
    )


def test_a_text_with_the_ending_of_a_word_file_is_read_with_a_word_about_it() -> None:
    """A plain text that somebody named .docx comes in, and the first remark says what it is."""
    remark = read_draft(LETTER.encode(), Path("letter.docx")).review[0]
    assert remark.message == ("letter.docx is named as a file of a word processor, but it is text; it was read as text")
