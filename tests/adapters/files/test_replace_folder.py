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


def test_a_new_folder_holds_the_files(tmp_path):
    """Folders on the way are made, and nothing else is left beside it."""
    replace_folder(tmp_path / "a" / "site", _site(index_html="one", versions__1_html="v"), SUMS)

    assert _contents(tmp_path / "a" / "site") == _site(index_html="one", versions__1_html="v")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]


def test_an_earlier_site_and_an_empty_folder_are_replaced(tmp_path):
    """What the new site does not have is gone."""
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
def test_what_is_not_ours_is_left_alone(tmp_path, strange, named):
    """A folder with a file that no earlier call wrote, or with one changed since, is refused and stays as it is."""
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


def test_a_link_in_the_folder_is_strange(tmp_path):
    """A link to elsewhere is not ours, even under a name of ours."""
    folder = tmp_path / "site"
    replace_folder(folder, _site(index_html="one"), SUMS)
    (tmp_path / "elsewhere").write_text("one")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Refused):
        replace_folder(folder, _site(index_html="two"), SUMS)
    assert (tmp_path / "elsewhere").read_text() == "one"


@pytest.mark.parametrize("sums", [b"", b"\xff\xfe", b"nonsense"])
def test_sums_that_nobody_can_read_are_no_proof(tmp_path, sums):
    """A folder whose list is empty or broken is treated as somebody else's."""
    (tmp_path / SUMS).write_bytes(sums)
    (tmp_path / "index.html").write_text("mine")

    with pytest.raises(Refused):
        replace_folder(tmp_path, _site(index_html="two"), SUMS)


def test_a_file_is_no_folder(tmp_path):
    """A file of that name is left alone."""
    (tmp_path / "site").write_text("mine")

    with pytest.raises(Refused, match="no folder but a file"):
        replace_folder(tmp_path / "site", _site(index_html="two"), SUMS)


def test_a_link_to_a_site_stays_a_link(tmp_path):
    """The folder behind a link is replaced, not the link."""
    replace_folder(tmp_path / "v1", _site(index_html="one"), SUMS)
    (tmp_path / "live").symlink_to(tmp_path / "v1")
    replace_folder(tmp_path / "live", _site(index_html="two"), SUMS)

    assert (tmp_path / "live").is_symlink()
    assert _contents(tmp_path / "v1") == _site(index_html="two")


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path):
    """When half of the files are written and one fails, the earlier site stands and nothing is left beside it."""
    folder = tmp_path / "site"
    replace_folder(folder, _site(index_html="one"), SUMS)

    with pytest.raises(FolderError) as error:
        replace_folder(folder, {**_site(index_html="two"), "x" * 300: b""}, SUMS)
    assert error.value.message == f"{folder}: cannot be written (File name too long); nothing was changed"
    assert _contents(folder) == _site(index_html="one")
    assert list(tmp_path.iterdir()) == [folder]
