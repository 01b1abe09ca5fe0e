"""`campaign verify`, `campaign person` and `campaign purge`."""

import datetime as dt
import json
from pathlib import Path

import pytest

from campaign.adapters.store import Store, directory, signons
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import notices, text_changes
from campaign.cli import main
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.letters.version import NewVersion
from campaign.core.message.wire import UNSHARED
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
MAIL = "eve@knowledge.example"
NEW = NewSignOn(
    letter="ai-act",
    kind=SignOnKind.ORGANISATION,
    name="Free Knowledge",
    state=SignOnState.PENDING,
    version=1,
    language="en",
    source=SignOnSource.PAGE,
    person="Eve Example",
    role="Director",
    address=MAIL,
    address_key=MAIL,
    authority="I am authorised to sign for it",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "letters" / "ai-act" / "letter.en.md").write_text("Text\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2099-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    with Store.open(tmp_path / "campaign.db") as store:
        fill(store)
    return tmp_path


def fill(store: Store) -> None:
    """An imported organisation, one that Eve signed for, Eve as an individual under another letter, and an email to
    her."""
    store.write(directory.put, "ai-act", (Organisation("laion", "LAION"),), NOW)
    store.write(text_changes.freeze, NewVersion("ai-act", "one", (), "agreed", NOW, _first()))
    store.write(signons.add, NEW, RecordEvent.SIGNED, Actor.SIGNER, NOW)
    own = {"kind": SignOnKind.PERSON, "name": "Eve Example", "letter": "second", "version": None}
    store.write(signons.add, NewSignOn(**{**_fields(NEW), **own}), RecordEvent.SIGNED, Actor.SIGNER, NOW)
    store.write(notices.add, "ai-act", 2, NoticeKind.CONFIRM, NOW)
    mail = PlannedDelivery(
        "2", "Eve Example", MAIL, "en", "office@coalition.example", "<1@coalition.example>", NOW, UNSHARED, (b"x",)
    )
    mailing = store.write(deliveries.plan, "ai-act", "notices", 1, (mail,), NOW)
    assert mailing
    store.write(lambda db: db.execute("UPDATE dispatch SET kind = 'notice'"))


def _first() -> object:
    from campaign.core.letters.version import VersionKind as VersionKind

    return VersionKind.FIRST


def _fields(new: NewSignOn) -> dict[str, object]:
    return {name: getattr(new, name) for name in NewSignOn.__dataclass_fields__}


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def test_nothing_differs_in_an_untouched_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing differs, and the last digest of the record is printed."""
    with Store.open(folder / "campaign.db") as store:
        store.write(lambda db: db.execute("DROP TRIGGER version_never_delete"))
    assert run(folder, "--json", "verify") == 4  # the version of this test has no texts: its digest is made up
    result = json.loads(capsys.readouterr().out)
    assert (result["signons"], result["lines"], len(result["last_digest"])) == (3, 4, 64)
    assert result["flaws"] == ["ai-act version 1: the digest of its texts does not match"]


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        (
            "UPDATE signon SET state = 'listed' WHERE id = 2",
            "sign-on 2 (signon-2) is listed, but pending in the record",
        ),
        ("UPDATE signon SET version = NULL WHERE id = 1",
         "sign-on 1 (laion) is under another version than in the record"),
        ("DELETE FROM signon_count WHERE letter = 'second'", None),
        ("UPDATE signon_count SET number = 9 WHERE state = 'pending' AND kind = 'organisation'",
         "ai-act: the counter of organisation sign-ons in state pending is 9, but there are 1"),
        ("UPDATE signer SET role = 'Intern' WHERE signon = 2",
         "sign-on 2: the signer's name, role, address or authority does not match the record"),
    ],
)  # fmt: skip
def test_what_was_changed_behind_the_programs_back_is_named(
    folder: Path, statement: str, flaw: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """State, version, count and signer are each compared with the record."""
    with Store.open(folder / "campaign.db") as store:
        store.write(lambda db: db.execute(statement))
    assert run(folder, "--json", "verify") == 4
    flaws = json.loads(capsys.readouterr().out)["flaws"][1:]
    expected = flaw or "second: the counter of person sign-ons in state pending is 0, but there are 1"
    assert expected in flaws


def test_a_person_gets_all_that_is_stored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both sign-ons with their record, and the email, whatever the capitals of the address."""
    assert run(folder, "person", "export", "Eve@Knowledge.example") == 0
    result = json.loads(capsys.readouterr().out)
    assert [
        (signon["name"], signon["person"], [line["event"] for line in signon["record"]]) for signon in result["signons"]
    ] == [
        ("Free Knowledge", "Eve Example", ["signed"]),
        ("Eve Example", "Eve Example", ["signed"]),
    ]
    assert [mail["kind"] for mail in result["deliveries"]] == ["notice"]


def test_erasing_shows_and_stops(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the number nothing is erased; with it the person is, the organisation stays and the record is intact."""
    assert run(folder, "person", "erase", MAIL) == 3
    assert run(folder, "person", "erase", MAIL, "--confirm", "3") == 0
    assert run(folder, "person", "export", MAIL) == 2
    with Store.open(folder / "campaign.db") as store:
        rows = store.read(signons.every)
        assert [(row.name, row.state) for row in rows] == [
            ("LAION", SignOnState.LISTED),
            ("Free Knowledge", SignOnState.PENDING),
            ("", SignOnState.WITHDRAWN),
        ]
    raw = b"".join(path.read_bytes() for path in folder.glob("campaign.db*"))
    assert b"Eve Example" not in raw
    capsys.readouterr()
    assert run(folder, "--json", "verify") == 4
    assert json.loads(capsys.readouterr().out)["flaws"] == ["ai-act version 1: the digest of its texts does not match"]


def test_nothing_is_purged_before_its_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default half a year after the vote; with --early, the number is still needed."""
    assert run(folder, "purge", "--confirm", "2") == 3
    assert capsys.readouterr().out == "2 signers with personal data; to be deleted after 23 October 2099\n"
    assert run(folder, "purge", "--early") == 3


def test_purging_takes_all_signers_out(folder: Path) -> None:
    """All that is not public is deleted, for every letter; public lists stay."""
    assert run(folder, "purge", "--early", "--confirm", "2") == 0
    with Store.open(folder / "campaign.db") as store:
        assert store.read(signons.every_signer) == ()
        assert [signon.name for signon in store.read(signons.every)] == ["LAION", "Free Knowledge", "Eve Example"]
    assert MAIL.encode() not in b"".join(path.read_bytes() for path in folder.glob("campaign.db*"))
