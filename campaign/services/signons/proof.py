"""Makes the proof of a sign-on from the database, after a check of the whole record."""

from collections.abc import Iterator

from campaign.adapters.pdf import PdfPrinter
from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record
from campaign.core.letters import letters_of
from campaign.core.render.sheet import Sheet
from campaign.core.signons.proof import Proof, document, heading
from campaign.core.signons.record import RecordEntry, chain_faults
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView
from campaign.services.waves.languages import language_among


def prove(campaign: Campaign, view: SignOnView) -> Proof:
    """Make the proof of a sign-on. Reads the whole record."""
    store, signon = campaign.store, view.signon
    version = store.read(versions.one, signon.version) if signon.version is not None else None
    texts = letters_of(store.read(versions.texts, version.id)) if version else {}
    letter = texts[language_among(signon.language, texts)] if texts else None
    head, chain_faults = store.read(_check_chain)
    return Proof(
        signon=signon,
        signer=view.signer,
        title=(letter.title or letter.subject_line) if letter else signon.letter,
        version=version,
        entries=store.read(record.of, signon.id),
        head=head,
        chain_faults=chain_faults,
        zone=campaign.settings.campaign.zone,
        at=campaign.now(),
    )


def proof_pdf(campaign: Campaign, proof: Proof) -> bytes:
    """The proof as a PDF. Raises PrintError."""
    sheet = Sheet("en", heading(proof), document(proof), campaign.settings.sender.name)
    with PdfPrinter(campaign.folder.templates, campaign.folder.signatories, ()) as press:
        return press.print_letter(sheet, proof.at)


def _check_chain(db: Database) -> tuple[RecordEntry, tuple[str, ...]]:
    """The newest line of the record, and the faults of its chain."""
    newest: list[RecordEntry] = []

    def walk() -> Iterator[RecordEntry]:
        for entry in record.every(db):
            newest[:] = [entry]
            yield entry

    faults = tuple(chain_faults(walk()))
    return newest[0], faults
