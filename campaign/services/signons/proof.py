"""What proves a sign-on, gathered from the store; the record is reckoned through for it."""

from collections.abc import Iterator

from campaign.adapters.pdf import Press
from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record
from campaign.core.letters import letters_of
from campaign.core.render.sheet import Sheet
from campaign.core.signons.proof import Proof, document, heading
from campaign.core.signons.record import Entry, breaks
from campaign.services.campaign import Campaign
from campaign.services.signons.finding import SignOnView
from campaign.services.waves.languages import language_among


def prove(campaign: Campaign, shown: SignOnView) -> Proof:
    """Everything about one sign-on, now. Walks the whole record."""
    store, signon = campaign.store, shown.signon
    version = store.read(versions.one, signon.version) if signon.version is not None else None
    texts = letters_of(store.read(versions.texts, version.id)) if version else {}
    letter = texts[language_among(signon.language, texts)] if texts else None
    head, broken = store.read(_reckoned)
    return Proof(
        signon=signon,
        signer=shown.signer,
        title=(letter.title or letter.subject_line) if letter else signon.letter,
        version=version,
        entries=store.read(record.of, signon.id),
        head=head,
        broken=broken,
        zone=campaign.settings.campaign.zone,
        at=campaign.now(),
    )


def proof_pdf(campaign: Campaign, proof: Proof) -> bytes:
    """The proof as one printed page. Raises PrintError."""
    sheet = Sheet("en", heading(proof), document(proof), campaign.settings.sender.name)
    with Press(campaign.folder.templates, campaign.folder.signatories, ()) as press:
        return press.print_letter(sheet, proof.at)


def _reckoned(db: Database) -> tuple[Entry, tuple[str, ...]]:
    """The newest line, and where the chain does not hold."""
    newest: list[Entry] = []

    def told() -> Iterator[Entry]:
        for entry in record.every(db):
            newest[:] = [entry]
            yield entry

    broken = tuple(breaks(told()))
    return newest[0], broken
