"""Erasing finds every spelling of an address, in every table."""

from dataclasses import replace
from pathlib import Path

from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import personal
from campaign.core.delivery.records import MailingKind
from campaign.core.signons.signer_address import comparison_key
from tests.helpers.ledger import NOW, planned_delivery, release_wave
from tests.helpers.store import open_store

SPELLINGS = ("ÉRASÉme@erase.example", "érasémE@ERASE.example", "E\u0301rase\u0301me@erase.example")


def test_no_spelling_is_left_in_the_file(tmp_path: Path) -> None:
    """Emails to all spellings are erased: the bytes of the database hold none of them, nor the name."""
    with open_store(tmp_path / "campaign.db") as store:
        release_wave(store, 1)
        mailing = store.write(signer_mailings.open_mailing, "letter", MailingKind.NOTICE, "notices", 1, NOW)
        for number, spelling in enumerate(SPELLINGS):
            planned = replace(
                planned_delivery(number + 2), address=spelling, name="Vera Erased", addressee=f"s{number}"
            )
            store.write(signer_mailings.queue, mailing.id, planned, NOW)
        store.write(personal.erase, comparison_key(SPELLINGS[0]), NOW)
        store.engine.scrub()
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [text for text in (*SPELLINGS, "Vera Erased") if text.encode() in data] == []
