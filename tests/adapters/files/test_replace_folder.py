"""Claims about a folder that is replaced as a whole."""

import hashlib

import pytest

from campaign.adapters.files.atomic import replace_folder
from campaign.errors import FolderError, Refused

SUMS = "SHA256SUMS"


def _site(**texts):
    files = {name.replace("__", "/").replace("_", "."): text.encode() for name, text in texts.items()}
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return {**files, SUMS: lines.encode()}


def _contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_contains_the_files(tmp_path):
    """Missing folders are made, and nothing else remains beside it."""
    replace_folder(tmp_path / "a" / "site", _site(index_html="one", versions__1_html="v"), SUMS)

    assert _contents(tmp_path / "a" / "site") == _site(index_html="one", versions__1_html="v")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]


def test_an_earlier_site_and_an_empty_folder_are_replaced(tmp_path):
    """Files that the new site does not have are deleted."""
    replace_folder(tmp_path, _site(index_html="one", old_html="x"), SUMS)
    replace_folder(tmp_path, _site(index_html="two"), SUMS)

    assert _contents(tmp_path) == _site(index_html="two")


@pytest.mark.parametrize(
    ("strange", "named"),
    [
        ("notes.txt", "notes.txt"),
        (".git/config", ".git/config"),
        ("index.html", "index.html, changed by hand"),
    ],
)
def test_a_folder_with_foreign_files_is_refused(tmp_path, strange, named):
    """A folder with a foreign or a changed file is refused and not changed."""
    folder = tmp_path / "site"
    replace_folder(folder, _site(index_html="one"), SUMS)
    (folder / strange).parent.mkdir(exist_ok=True)
    (folder / strange).write_text("mine")
    before = _contents(folder)

    with pytest.raises(Refused) as error:
        replace_folder(folder, _site(index_html="two"), SUMS)
    assert (
        error.value.message == f"{folder}: contains {named}, which is not part of an earlier site; nothing was written"
    )
    assert _contents(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_link_in_the_folder_is_foreign(tmp_path):
    """A symbolic link is foreign, even if it has the name of an own file."""
    folder = tmp_path / "site"
    replace_folder(folder, _site(index_html="one"), SUMS)
    (tmp_path / "elsewhere").write_text("one")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Refused):
        replace_folder(folder, _site(index_html="two"), SUMS)
    assert (tmp_path / "elsewhere").read_text() == "one"


@pytest.mark.parametrize("sums", [b"", b"\xff\xfe", b"nonsense"])
def test_a_folder_with_broken_checksums_is_foreign(tmp_path, sums):
    """A folder with an empty or broken list of checksums counts as foreign."""
    (tmp_path / SUMS).write_bytes(sums)
    (tmp_path / "index.html").write_text("mine")

    with pytest.raises(Refused):
        replace_folder(tmp_path, _site(index_html="two"), SUMS)


def test_a_file_is_not_replaced(tmp_path):
    """A file with the folder's name is not changed."""
    (tmp_path / "site").write_text("mine")

    with pytest.raises(Refused, match="a file, not a folder"):
        replace_folder(tmp_path / "site", _site(index_html="two"), SUMS)


def test_a_link_to_a_site_stays_a_link(tmp_path):
    """The folder behind a link is replaced, not the link."""
    replace_folder(tmp_path / "v1", _site(index_html="one"), SUMS)
    (tmp_path / "live").symlink_to(tmp_path / "v1")
    replace_folder(tmp_path / "live", _site(index_html="two"), SUMS)

    assert (tmp_path / "live").is_symlink()
    assert _contents(tmp_path / "v1") == _site(index_html="two")


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path):
    """If one file fails, the earlier site remains and nothing else is beside it."""
    folder = tmp_path / "site"
    replace_folder(folder, _site(index_html="one"), SUMS)

    with pytest.raises(FolderError) as error:
        replace_folder(folder, {**_site(index_html="two"), "x" * 300: b""}, SUMS)
    assert error.value.message == f"{folder}: cannot be written (File name too long); nothing was changed"
    assert _contents(folder) == _site(index_html="one")
    assert list(tmp_path.iterdir()) == [folder]
