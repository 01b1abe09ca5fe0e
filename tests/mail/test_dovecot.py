"""Answers fetched from a real Dovecot by the real command, and what the ledger says then."""

import datetime as dt
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dovecot import Dovecot, running
from made_campaign import run, sample
from made_ledger import planned

from campaign.delivery.states import State
from campaign.sample import LETTER
from campaign.store import Store, deliveries, people, versions

pytestmark = pytest.mark.dovecot
SAMPLES = Path(__file__).parent / "samples"
FOLDERS = (SAMPLES, SAMPLES / "held_out")
WANTED = {
    folder / f"{name}.eml": wanted
    for folder in FOLDERS
    for name, wanted in tomllib.loads((folder / "expected.toml").read_text("utf-8")).items()
}
UNCERTAIN = 3  # the sample with a notice that it was delivered
SENT_AT = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    with running() as dovecot:
        yield dovecot


@pytest.fixture
def folder(tmp_path: Path, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign whose first wave went to as many Members as there are samples, one of them uncertain."""
    sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    table = f'\n[imap]\nhost = "127.0.0.1"\nport = {dovecot.port}\nsecurity = "none"\nusername = "anna"\n'
    settings.write_text(settings.read_text("utf-8") + table, "utf-8")
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "secret")
    with Store.open(tmp_path / "campaign.db") as store:
        version = store.write(versions.add, LETTER, "digest", (), "frozen", SENT_AT)
        mails = [planned(number) for number in range(1, len(WANTED) + 1)]
        person = store.read(people.addressees, LETTER)[0]
        members = [replace(person, key=each.addressee, name=each.name, mail=each.mail) for each in mails]
        store.write(people.put_addressees, LETTER, members, SENT_AT)
        dispatch = store.write(deliveries.plan, LETTER, "first", version.id, mails, SENT_AT)
        assert dispatch is not None
        store.write(deliveries.release, dispatch.id, dispatch.planned_at, SENT_AT)
        for each in store.read(deliveries.deliveries, dispatch.id):
            store.write(deliveries.settle, each.id, State.QUEUED, State.SENT, "by hand", SENT_AT)
        db_id = store.read(deliveries.deliveries, dispatch.id)[UNCERTAIN - 1].id
        store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain' WHERE id = ?", [db_id]))
    return tmp_path


def said(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    assert run(folder, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


def test_what_came_back_is_in_the_ledger(folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]) -> None:
    """Every sample in the mailbox is bound to its mail: the given-up ones bounced, the uncertain one settled, no mail
    is marked as read, a second fetch finds nothing, and who answered or has a position is not to be rung."""
    for path in WANTED:
        dovecot.deliver(path.stem, path.read_bytes())
    dovecot.deliver("stranger", b"From: x@y.example\nSubject: Lunch?\nMessage-ID: <lunch@y.example>\n\nToday?\n")
    expected: dict[str, int] = {}
    for wanted in WANTED.values():
        expected[wanted["kind"]] = expected.get(wanted["kind"], 0) + 1
    assert said(folder, capsys, "reply", "fetch") == {"looked_at": 57, "found": expected, "others": 1}
    assert dovecot.unseen == 57
    assert said(folder, capsys, "reply", "fetch") == {"looked_at": 0, "found": {}, "others": 0}
    with Store.open(folder / "campaign.db") as store:
        dispatch = store.read(deliveries.dispatch, LETTER, "first")
        assert dispatch is not None
        kept = store.read(deliveries.deliveries, dispatch.id)
    bounced = {wanted["number"] for wanted in WANTED.values() if wanted["kind"] == "permanent"}
    assert {at for at, each in enumerate(kept, 1) if each.state is State.BOUNCED} == bounced
    assert {each.state for each in kept} == {State.SENT, State.BOUNCED}
    assert [each.read_bytes() for each in (folder / "replies").glob("*/position.pdf")] == [b"%PDF-1.4\n"]
    people_answered = {f"mep-{each['number']}" for each in WANTED.values() if each["kind"] == "person"}
    assert run(folder, "reply", "add", "mep-1", "--stance", "open", "--note", "rang; will read it") == 0
    due = said(folder, capsys, "reply", "due")
    assert isinstance(due, list)
    everybody = {f"mep-{number}" for number in range(1, len(WANTED) + 1)}
    assert {each["addressee"] for each in due} == everybody - people_answered - {"mep-1"}
    assert run(folder, "reply", "list") == 0


def test_a_wrong_password_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A login that the server refuses ends with the place to mend it, and nothing of the password."""
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "wrong-password")
    assert run(folder, "reply", "fetch") == 1
    error = capsys.readouterr().err
    assert "look at [imap] in campaign.toml and CAMPAIGN_IMAP_PASSWORD in .env" in error
    assert "wrong-password" not in error
