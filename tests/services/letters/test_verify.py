"""`verify` compares every public column with the record, and the record with what was written down of it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.signons import decisions, record
from campaign.core.signons.record import RecordHead, entry_digest, read_head
from campaign.core.signons.seal import REPLAYED, SEALED, SIGNER_COLUMNS, SIGNON_COLUMNS
from campaign.services.letters.verify import verify
from tests.helpers.web import Web, open_web

# What an insider would write, by column; the type decides.
_FORGED: dict[type, object] = {str: "forged", int: 987_654_321, bytes: b"forged", type(None): 1}
_BY_COLUMN = {"state": "refused", "kind": "person", "source": "phone", "merged_into": 1, "version": None, "held": 1}
PROVED = (SEALED, REPLAYED)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A campaign with a listed sign-on."""
    with open_web(tmp_path) as opened:
        signon = opened.sign_and_confirm(country="DE")
        opened.now += dt.timedelta(hours=1)
        opened.store.write(decisions.approve, signon, "Anna Berg", opened.now)
        yield opened


def execute(store: Store, sql: str, **values: Any) -> None:
    store.write(lambda db: db.execute(sql, values))


def test_every_column_is_proved_or_named(web: Web) -> None:
    """Each column of a sign-on and of a signer is in the table that says how it is proved, or why not."""
    for table, columns in (("signon", SIGNON_COLUMNS), ("signer", SIGNER_COLUMNS)):
        assert sorted(web.store.read(lambda db, table=table: db.columns(table))) == sorted(columns)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column)
        for table, columns in (("signon", SIGNON_COLUMNS), ("signer", SIGNER_COLUMNS))
        for column, how in columns.items()
        if how in PROVED and column not in ("id", "signon")
    ],
)
def test_a_column_that_was_changed_by_hand(web: Web, table: str, column: str) -> None:
    """Whatever an insider writes into a proved column, verify reports it; before that, nothing."""
    assert verify(web.campaign).flaws == ()
    (old,) = web.store.read(lambda db: db.execute(f"SELECT {column} FROM {table}").fetchone())
    execute(web.store, f"UPDATE {table} SET {column} = :value", value=_BY_COLUMN.get(column, _FORGED[type(old)]))
    assert verify(web.campaign).flaws != ()


def test_a_later_line_does_not_cover_it_up(web: Web) -> None:
    """A line of the program seals the row as it is; a change that no line allows is reported all the same."""
    execute(web.store, "UPDATE signon SET name = 'We lie'")
    web.store.write(decisions.withdraw, 1, "Anna Berg", web.now)
    lines = web.store.read(record.last)[0]
    assert verify(web.campaign).flaws[0] == (
        f"line {lines} of the record (withdrawn) hides a change of sign-on 1 before it"
    )


def rewrite(store: Store, number: int, facts: str) -> None:
    """Write a line anew, with all digests after it, as an insider could."""
    for change in ("update", "delete"):
        execute(store, f"DROP TRIGGER record_never_{change}")
    execute(store, "UPDATE record SET facts = :facts WHERE number = :number", facts=facts, number=number)
    before = bytes(32)
    for entry in store.read(lambda db: list(record.every(db))):
        before = entry_digest(before, entry.number, entry.line)
        execute(store, "UPDATE record SET digest = :digest WHERE number = :number", digest=before, number=entry.number)


def test_a_record_that_was_written_anew(web: Web) -> None:
    """The chain holds, but not for whoever has a line of it: from an email, a feed, SHA256SUMS or the API."""
    number, digest = web.store.read(record.last)
    head = RecordHead(number, digest.hex()[:16])
    assert verify(web.campaign, [head]).flaws == ()
    rewrite(web.store, number, '{"by":"The Board, unanimously"}')
    assert verify(web.campaign).flaws == ()
    actual = web.store.read(record.last)[1].hex()[:16]
    assert verify(web.campaign, [head]).flaws == (
        f"line {number} of the record is {actual}, but was {head.digest}: it was rewritten",
    )


def test_lines_that_were_cut_off(web: Web) -> None:
    """A line that somebody has is missing at the end."""
    number, digest = web.store.read(record.last)
    missing = RecordHead(number + 5, digest.hex())
    assert verify(web.campaign, [missing]).flaws == (
        f"the record has only {number} lines, but had line {number + 5}: lines were removed from its end",
    )


def test_the_form_of_a_head() -> None:
    """The number, a colon, and at least eight digits of the digest."""
    texts = ["143:5C70AB12", " 1:0123456789abcdef ", "143", "0:5c70ab12", "1:5c70", "1:xyzxyzxy"]
    expected = [RecordHead(143, "5c70ab12"), RecordHead(1, "0123456789abcdef"), None, None, None, None]
    assert [read_head(text) for text in texts] == expected
    assert str(RecordHead(143, "5c70ab12")) == "143:5c70ab12"
