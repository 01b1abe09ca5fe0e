"""A new campaign folder is created completely or not at all."""

import os
from pathlib import Path

import pytest

from campaign.adapters.files.folder import Folder, letter_names, read_letters
from campaign.adapters.settings import load
from campaign.errors import FolderError, Refused
from campaign.services.setup.scaffold import FolderPlan, make_folder, plan_folder, starter_texts

VOTE = {("campaign", "vote"): "2027-04-26 12:00"}
FILES = {
    "campaign.toml",
    ".env.example",
    ".gitignore",
    "letters/README.md",
    "letters/first/letter.en.md",
    "letters/first/addressees.csv",
    "signatories/README.md",
    "signatories/organisations.csv",
    "signatories/invitations.private.csv",
    "signatories/logos/.gitkeep",
    "templates/README.md",
}


def made(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_new_folder_holds_what_a_campaign_needs(tmp_path: Path) -> None:
    """Settings that can be read, a letter that can be read, tables with headers, and nothing else beside it."""
    root = tmp_path / "campaign"
    make_folder(plan_folder(root, VOTE))
    assert made(root) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["campaign"]
    assert load(root, {}).campaign.name == "Name of the campaign"
    assert (root / "signatories" / "invitations.private.csv").stat().st_mode & 0o777 == 0o600
    folder = Folder(root)
    assert letter_names(folder) == ("first",)
    letters, problems = read_letters(folder, "first")
    assert (list(letters), problems) == (["en"], ())


def test_the_readmes_do_not_mention_the_sample() -> None:
    """The README files of a new folder do not mention the sample letter."""
    texts = starter_texts(VOTE)
    assert [name for name, text in texts.items() if "open-source-exemption" in text] == []


def test_the_example_of_secrets_holds_none() -> None:
    """An unchanged copy of .env.example sets nothing."""
    lines = starter_texts(VOTE)[".env.example"].splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "CAMPAIGN_SMTP_PASSWORD=",
        "CAMPAIGN_DATABASE=",
        "CAMPAIGN_IMAP_PASSWORD=",
        "CAMPAIGN_OAUTH_CLIENT_SECRET=",
    ]


def test_an_empty_folder_with_git_in_it_is_filled(tmp_path: Path) -> None:
    """A folder that contains only `.git` can become a campaign folder."""
    (tmp_path / ".git").mkdir()
    before = tmp_path.stat().st_ino
    make_folder(plan_folder(tmp_path, VOTE))
    assert (made(tmp_path), tmp_path.stat().st_ino) == (FILES, before)


@pytest.mark.parametrize(
    ("names", "named"),
    [
        (["campaign.toml"], "campaign.toml"),
        (["f", "e", "d", "c", "b", "a"], "a, b, c, d, e and 1 more"),
    ],
)
def test_nothing_is_ever_overwritten(tmp_path: Path, names: list[str], named: str) -> None:
    """A folder that is not empty is refused, with the names in it, and not changed."""
    for name in names:
        (tmp_path / name).write_text("mine")
    with pytest.raises(Refused) as caught:
        make_folder(plan_folder(tmp_path, VOTE))
    assert caught.value.message == f"{tmp_path}: nothing was written, because the folder is not empty: {named}"
    assert made(tmp_path) == set(names)


def test_a_folder_that_was_filled_since_is_refused(tmp_path: Path) -> None:
    """A file that was added after planning is not overwritten."""
    plan = plan_folder(tmp_path / "campaign", VOTE)
    assert not (tmp_path / "campaign").exists()
    (tmp_path / "campaign").mkdir()
    (tmp_path / "campaign" / "mine").touch()
    with pytest.raises(Refused, match="nothing was written, because the folder is not empty: mine"):
        make_folder(plan)
    assert [path.name for path in (tmp_path / "campaign").iterdir()] == ["mine"]


def test_an_existing_file_is_refused(tmp_path: Path) -> None:
    """A file, or a link that leads nowhere, is not replaced."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(Refused) as caught:
            make_folder(plan_folder(tmp_path / name, VOTE))
        assert caught.value.message == f"{tmp_path / name}: nothing was written, because a file has this name"


def test_a_folder_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    """When the folder above is missing, or writing fails halfway, the error says so and no file remains."""
    with pytest.raises(FolderError) as caught:
        make_folder(plan_folder(tmp_path / "no" / "campaign", VOTE))
    assert caught.value.message == f"{tmp_path}/no/campaign: cannot be written (No such file or directory)"
    with pytest.raises(FolderError) as caught:
        make_folder(FolderPlan(tmp_path / "campaign", {"a": "x", "b" * 300: "x"}))
    assert caught.value.message == f"{tmp_path}/campaign: cannot be written (File name too long)"
    assert list(tmp_path.iterdir()) == []


def test_a_move_that_fails_is_undone(tmp_path: Path) -> None:
    """When the third file cannot be moved in, the folder is empty again."""
    moved: list[str] = []

    def move(source: Path, target: Path) -> None:
        if len(moved) == 2:
            raise PermissionError(13, "Permission denied")
        moved.append(target.name)
        source.rename(target)

    with pytest.raises(FolderError):
        make_folder(plan_folder(tmp_path, VOTE), move)
    assert (len(moved), list(tmp_path.iterdir())) == (2, [])


def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    """A folder without write permission is named in the error, and not changed."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    with pytest.raises(FolderError) as caught:
        make_folder(plan_folder(locked, VOTE))
    assert caught.value.message == f"{locked}: cannot be written (Permission denied)"
