"""The outbox: the very messages as files, named after the addressees, whatever those are called."""

from pathlib import Path

import pytest

from campaign.adapters.files.outbox import file_name, write
from campaign.core.delivery.records import Delivery
from campaign.errors import FolderError
from tests.helpers.ledger import plan_wave, rows, store_in_memory


@pytest.fixture
def delivery() -> Delivery:
    with store_in_memory() as store:
        return rows(store, plan_wave(store, 1).id)[0]


@pytest.mark.parametrize(
    ("name", "key", "file"),
    [
        ("Brando Benifei", "x", "01-brando-benifei.eml"),
        ("Eve\nBcc: x@y.example", "x", "01-eve-bcc-x-y-example.eml"),
        ("../../etc/passwd", "x", "01-etc-passwd.eml"),
        ("<script>\u202e", "x", "01-script.eml"),
        ("Ελένη", "ep-7", "01-ep-7.eml"),
        ("Ελένη", "../../.bashrc", "01-bashrc.eml"),
        ("Ελένη", "…", "01-addressee.eml"),
        ("x" * 500, "x", f"01-{'x' * 60}.eml"),
    ],
)
def test_the_name_of_a_file(delivery: Delivery, name: str, key: str, file: str) -> None:
    """A file name has only letters, digits and dashes, and cannot leave the folder."""
    assert file_name(delivery._replace(name=name, addressee=key)) == file


def test_a_file_has_the_bytes_of_the_message(tmp_path: Path, delivery: Delivery) -> None:
    """Each file has exactly the bytes of the message, and nothing else is in the folder."""
    folder = tmp_path / "outbox" / "first"
    second = delivery._replace(id=2)
    paths = [write(folder, delivery, b"a\r\n.\r\n"), write(folder, second, b"b\xff\r\n")]
    assert [path.read_bytes() for path in paths] == [b"a\r\n.\r\n", b"b\xff\r\n"]
    assert sorted(folder.iterdir()) == paths
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written(tmp_path: Path, delivery: Delivery) -> None:
    """If a file has the folder's name, the error names it and what to do."""
    folder = tmp_path / "outbox"
    folder.write_text("")
    with pytest.raises(FolderError) as caught:
        write(folder, delivery, b"")
    assert caught.value.message == f"{folder / file_name(delivery)}: cannot be written (File exists)"
    assert caught.value.fix == "check the permissions and the free space"


def test_no_partial_file_remains(tmp_path: Path, delivery: Delivery) -> None:
    """If a file cannot be renamed, no part of it remains."""
    (tmp_path / file_name(delivery)).mkdir()
    with pytest.raises(FolderError):
        write(tmp_path, delivery, b"text")
    assert [path.name for path in tmp_path.iterdir()] == [file_name(delivery)]
