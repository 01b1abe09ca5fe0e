"""Moving a campaign from its file to PostgreSQL, and back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import Store, directory, keys, signons
from campaign.adapters.store.move import TABLES, move
from campaign.adapters.store.signons import record
from campaign.cli import main
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import Refused
from campaign.services.letters.verify import verify_store
from tests.helpers import postgres
from tests.helpers.ledger import claim, release_wave

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
NEW = NewSignOn(
    letter="exemption",
    kind=SignOnKind.PERSON,
    name="Zoë Ünsal",
    state=SignOnState.PENDING,
    version=1,
    language="de",
    source=SignOnSource.PAGE,
    person="Zoë Ünsal",
    address="zoe@home.example",
    address_key="zoe@home.example",
)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "source.db") as store:
        release_wave(store, 3)
        store.write(directory.put, "exemption", (Organisation("laion", "LAION"),), NOW)
        store.write(signons.add, NEW, RecordEvent.SIGNED, Actor.SIGNER, NOW)
        store.write(keys.secret, keys.LINKS)
        yield store


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table, sorted."""

    def of(db: object, table: str) -> list[tuple[object, ...]]:
        names = ", ".join(f'"{name}"' for name in sorted(db.columns(table)))  # type: ignore[attr-defined]  # a Database
        table_rows = db.execute(f"SELECT {names} FROM {table}").fetchall()  # type: ignore[attr-defined]  # a Database
        return sorted((tuple(row) for row in table_rows), key=repr)

    return {table: store.read(of, table) for table in TABLES}


def test_a_file_moves_to_a_file(source: Store, tmp_path: Path) -> None:
    """Every row arrives unchanged, and the campaign verifies as before."""
    with Store.open(tmp_path / "target.db") as target:
        move(source, target)
        assert rows(target) == rows(source)
        assert verify_store(target).flaws == verify_store(source).flaws


@pytest.mark.postgresql
def test_a_campaign_moves_to_postgresql_and_back(source: Store, tmp_path: Path, server: postgres.Server) -> None:
    """On PostgreSQL, new rows continue the numbers and the record; moved back, everything is there."""
    with Store.open(server.database()) as target:
        moved = move(source, target)
        assert {table.table: table.rows for table in moved} == {
            name: len(table_rows) for name, table_rows in rows(source).items()
        }
        assert rows(target) == rows(source)
        again = replace(NEW, address_key="b@b")
        added = target.write(signons.add, again, RecordEvent.SIGNED, Actor.SIGNER, NOW)
        assert added.id == max(signon.id for signon in source.read(signons.every)) + 1
        assert target.read(record.last)[0] == source.read(record.last)[0] + 1
        assert [taken.delivery.id for taken in claim(target, 1, "mailer")] == [1]
        with Store.open(tmp_path / "back.db") as back:
            move(target, back)
            assert rows(back) == rows(target)


def test_nothing_is_moved_into_what_is_not_empty(source: Store, tmp_path: Path) -> None:
    """A target with rows is refused and stays unchanged."""
    with Store.open(tmp_path / "target.db") as target:
        target.write(keys.secret, "own")
        before = rows(target)
        with pytest.raises(Refused, match="not empty"):
            move(source, target)
        assert rows(target) == before


@pytest.mark.postgresql
def test_the_command_moves_and_the_setting_is_followed(
    tmp_path: Path, server: postgres.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After the move, commands read the database in CAMPAIGN_DATABASE, and never show its password."""
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "letters" / "ai-act" / "letter.en.md").write_text("Text\n")
    (tmp_path / "signatories").mkdir()
    (tmp_path / "signatories" / "organisations.csv").write_text("name\nLAION\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2099-04-26T12:00:00\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    assert run(tmp_path, "migrate-store") == 2
    assert run(tmp_path, "signatory", "import") == 0
    address = server.database().replace("tests@", "tests:s3cret@")
    assert run(tmp_path, "migrate-store", address) == 0
    monkeypatch.setenv("CAMPAIGN_DATABASE", address)
    (tmp_path / "campaign.db").unlink()
    assert run(tmp_path, "signatory", "list") == 0
    assert run(tmp_path, "verify") == 0
    output = capsys.readouterr()
    assert "sign-ons checked: 1, lines of the record checked: 1" in output.out.splitlines()
    assert "s3cret" not in output.out + output.err
    assert not (tmp_path / "campaign.db").exists()


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as error:
        main(["-C", str(folder), *words])
    return int(str(error.value.code))
