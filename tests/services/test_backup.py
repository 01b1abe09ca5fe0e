"""A backup of a whole campaign, and its restore: complete, private, and refused when it is damaged."""

import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.files import archive
from campaign.adapters.store import Store, directory
from campaign.adapters.store.move import TABLES, copy_to_file
from campaign.core.signatories import Organisation
from campaign.errors import FolderError, Refused
from campaign.services.backup import back_up, check_backup, restore
from campaign.services.campaign import Campaign
from tests.helpers import postgres
from tests.helpers.campaign import frozen_sample, run
from tests.helpers.ledger import LETTER, NOW, release_wave

FLAWS = ("exemption version 1: the digest of its texts does not match",)  # the wave of a test has made-up texts
SECRET = "correct horse battery staple"


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """The frozen sample with a released wave, a file of secrets and an outbox."""
    folder = frozen_sample(tmp_path / "campaign")
    (folder / ".env").write_text(f"CAMPAIGN_SMTP_PASSWORD={SECRET}\n")
    (folder / "templates" / "web").mkdir(parents=True, exist_ok=True)
    (folder / "templates" / "web" / "style.css").write_text("body { color: black }")
    (folder / "outbox").mkdir(exist_ok=True)
    (folder / "outbox" / "draft.eml").write_text("a draft")
    with Campaign(folder) as campaign:
        release_wave(campaign.store, 3, "another")
        yield campaign


def rows(store: Store) -> dict[str, list[str]]:
    """Every row of every table, sorted."""

    def of(db: object, table: str) -> list[str]:
        return sorted(repr(tuple(row)) for row in db.execute(f"SELECT * FROM {table}").fetchall())  # type: ignore[attr-defined]  # a Database

    return {table: store.read(of, table) for table in TABLES}


def files(folder: Path, tops: tuple[str, ...]) -> dict[str, bytes]:
    paths = (path for top in tops for path in (folder / top).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_everything_comes_back_but_secrets_and_drafts(campaign: Campaign, tmp_path: Path) -> None:
    """Letters, tables, logos, templates, settings and every row are restored; secrets and drafts are not there."""
    path, target = tmp_path / "backup.zip", tmp_path / "restored"
    written = back_up(campaign, path)
    restored = restore(path, target)
    tops = ("letters", "signatories", "templates")
    assert files(target, tops) == files(campaign.folder.root, tops)
    assert (target / "campaign.toml").read_bytes() == campaign.folder.settings.read_bytes()
    assert {entry.name for entry in target.iterdir()} == {*tops, "campaign.toml", "campaign.db"}
    assert (written.facts, written.files, written.flaws) == (restored.facts, restored.files, restored.flaws)
    with Store.open(target / "campaign.db") as store:
        assert rows(store) == rows(campaign.store)
    with zipfile.ZipFile(path) as backup:
        assert [name for name in backup.namelist() if SECRET.encode() in backup.read(name)] == []


def test_only_the_owner_reads_it(campaign: Campaign, tmp_path: Path) -> None:
    """The backup, and every restored file, has the owner's permissions only."""
    path, target = tmp_path / "backup.zip", tmp_path / "restored"
    back_up(campaign, path)
    restore(path, target)
    open_to_others = [file for file in (path, target, *target.rglob("*")) if file.stat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.slow
def test_a_backup_while_others_write(campaign: Campaign, tmp_path: Path) -> None:
    """What is written meanwhile is in it whole or not at all, and the copy verifies."""
    stopping = threading.Event()

    def write_on() -> None:
        number = 0
        while not stopping.is_set():
            number += 1
            pair = tuple(Organisation(f"n{number}-{half}", f"Name {number} {half}") for half in "ab")
            campaign.store.write(directory.put, f"letter-{number}", pair, NOW)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for number in range(3):
            path = tmp_path / f"{number}.zip"
            assert back_up(campaign, path).flaws == FLAWS
            restore(path, tmp_path / str(number))
            with Store.open(tmp_path / str(number) / "campaign.db") as store:
                halves = store.read(
                    lambda db: db.execute("SELECT count(*) FROM signon WHERE letter LIKE 'letter-%'").fetchone()[0]
                )
            assert halves % 2 == 0
    finally:
        stopping.set()
        writer.join()


def test_nothing_is_replaced(campaign: Campaign, tmp_path: Path) -> None:
    """A backup does not replace a file, and a restore does not touch a folder with content."""
    path, target = tmp_path / "backup.zip", tmp_path / "full"
    path.write_text("mine")
    with pytest.raises(Refused, match="already exists; nothing was written"):
        back_up(campaign, path)
    assert path.read_text() == "mine"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    back_up(campaign, tmp_path / "other.zip")
    with pytest.raises(Refused, match="is not empty; nothing was restored"):
        restore(tmp_path / "other.zip", target)
    assert [entry.name for entry in target.iterdir()] == ["notes.txt"]


def data_start(entry: zipfile.ZipInfo) -> int:
    """Where the data of a member begins: behind its header, its name and the two sizes of 64 bits."""
    return entry.header_offset + 30 + len(entry.filename.encode()) + (20 if entry.filename != archive.SUMS else 0)


def test_a_damaged_byte_is_noticed(campaign: Campaign, tmp_path: Path) -> None:
    """A backup with a changed byte, or cut short, is refused, and nothing is restored."""
    path, damaged, target = tmp_path / "backup.zip", tmp_path / "damaged.zip", tmp_path / "restored"
    back_up(campaign, path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as backup:
        middles = [data_start(entry) + entry.compress_size // 2 for entry in backup.infolist() if entry.file_size]
    for at in (*middles[:5], middles[-1], len(whole) // 2):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        damaged.write_bytes(changed)
        with pytest.raises(Refused):
            restore(damaged, target)
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:length])
        with pytest.raises(Refused):
            check_backup(damaged)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["backup.zip", "campaign", "damaged.zip"]


@pytest.mark.parametrize("name", ["../outside", "folder/../../outside", "/etc/outside", "folder//x", "c:\\x", ""])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """An archive from a stranger writes nothing outside of its folder."""
    path, folder = tmp_path / "hostile.zip", tmp_path / "inside"
    folder.mkdir()
    archive.write_archive(path, {name or "x": b"evil", "campaign.db": b""})
    if not name:
        with zipfile.ZipFile(path, "a") as changed:
            changed.writestr("unlisted", b"evil")
    with pytest.raises(Refused, match="its files are not those that it lists"):
        archive.extract_archive(path, folder)
    assert (list(folder.iterdir()), sorted(entry.name for entry in tmp_path.iterdir())) == (
        [],
        ["hostile.zip", "inside"],
    )


def test_files_larger_than_the_disk_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that unpacks to more than there is room for is refused before a byte is written."""
    path = tmp_path / "bomb.zip"
    archive.write_archive(path, {"campaign.db": bytes(10_000_000)})
    assert path.stat().st_size < 20_000
    free = os.statvfs(tmp_path)
    monkeypatch.setattr(archive, "_SPARE_BYTES", free.f_bavail * free.f_frsize)
    with pytest.raises(Refused, match="do not fit on the disk"):
        archive.extract_archive(path, tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["bomb.zip"]


def test_a_list_that_fills_the_memory_is_refused(tmp_path: Path) -> None:
    """A backup of 60 KB whose list of files has 60 MB is refused before the list is read."""
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(archive.SUMS, b" " * 60_000_000)
    with pytest.raises(Refused, match="its list of files is too large"):
        check_backup(path)


def test_a_folder_that_cannot_be_written(campaign: Campaign, tmp_path: Path) -> None:
    """The error names the folder."""
    with pytest.raises(FolderError, match="missing: cannot be written"):
        back_up(campaign, tmp_path / "missing" / "backup.zip")


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They say what is in the file and what to do next; a second restore into the same folder is refused."""
    folder, path, target = frozen_sample(tmp_path / "campaign"), tmp_path / "b.zip", tmp_path / "restored"
    assert run(folder, "backup", str(path)) == 0
    assert "not included: .env, outbox/, export/, private/" in capsys.readouterr().out
    assert run(folder, "backup", "--check", str(path)) == 0
    assert capsys.readouterr().out.endswith(
        f"{path} is complete and can be restored; the date of this drill is noted for campaign doctor\n"
    )
    assert run(folder, "restore", str(path), str(target)) == 0
    assert f"campaign -C {target} doctor" in capsys.readouterr().out
    assert run(folder, "restore", str(path), str(target)) == 3
    assert run(target, "verify") == 0


@pytest.mark.postgresql
def test_a_backup_of_postgresql(campaign: Campaign, server: postgres.Server, tmp_path: Path) -> None:
    """From PostgreSQL the backup holds the same rows, in a file, as they were at one moment."""
    with Store.open(server.database()) as store:
        release_wave(store, 3)
        store.write(directory.put, LETTER, (Organisation("laion", "LAION"),), NOW)
        copy_to_file(store, tmp_path / "copy.db")
        with Store.open(tmp_path / "copy.db") as copy:
            assert rows(copy).keys() == rows(store).keys()
            assert {table: len(entries) for table, entries in rows(copy).items()} == {
                table: len(entries) for table, entries in rows(store).items()
            }
