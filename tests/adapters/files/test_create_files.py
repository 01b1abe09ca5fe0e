"""New files: all or none."""

import os
from pathlib import Path

import pytest

from campaign.adapters.files import atomic
from campaign.errors import FolderError, Refused


def all_paths(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_all_files_are_written(tmp_path: Path) -> None:
    """Each file is written with its text, folders are made, and nothing else remains."""
    atomic.create_files({tmp_path / "a" / "b" / "c.txt": "é\n", tmp_path / "d.txt": "x"})
    assert all_paths(tmp_path) == ["a", "a/b", "a/b/c.txt", "d.txt"]
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "é\n".encode()


def test_an_existing_file_stops_all(tmp_path: Path) -> None:
    """An existing file, even a dangling link, is never replaced, and no other file is written."""
    (tmp_path / "d.txt").symlink_to("nowhere")
    with pytest.raises(Refused):
        atomic.create_files({tmp_path / "a" / "c.txt": "x", tmp_path / "d.txt": "x"})
    assert all_paths(tmp_path) == ["d.txt"]


@pytest.mark.parametrize(
    ("error", "kind"), [(FileExistsError(17, "there"), Refused), (OSError(28, "disk full"), FolderError)]
)
def test_failing_halfway_leaves_nothing(tmp_path: Path, error: OSError, kind: type[Exception]) -> None:
    """If the second file fails (it exists meanwhile, the disk is full), the first one is deleted."""

    def link(draft: Path, path: Path) -> None:
        if path.name == "d.txt":
            raise error
        os.link(draft, path)

    with pytest.raises(kind):
        atomic.create_files({tmp_path / "a" / "c.txt": "x", tmp_path / "d.txt": "x"}, link)
    assert all_paths(tmp_path) == []


def test_the_empty_file_is_replaced_last(tmp_path: Path) -> None:
    """The one empty file is replaced, after all others are written."""
    blank = tmp_path / "blank.csv"
    blank.write_text("name\n")
    (tmp_path / "there").write_text("x")
    with pytest.raises(Refused):
        atomic.create_files({blank: "name\nA\n", tmp_path / "there": "y"}, empty_file=blank)

    def full(draft: Path, path: Path) -> None:
        raise OSError(28, "disk full")

    with pytest.raises(FolderError):
        atomic.create_files({blank: "name\nA\n", tmp_path / "new": "y"}, full, empty_file=blank)
    assert blank.read_text() == "name\n"
    atomic.create_files({blank: "name\nA\n", tmp_path / "new": "y"}, empty_file=blank)
    assert blank.read_text() == "name\nA\n"
    assert all_paths(tmp_path) == ["blank.csv", "new", "there"]
