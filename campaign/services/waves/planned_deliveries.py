"""The finished emails of a wave. The same letter, people and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.adapters.dkim import DkimSigner, signer_for
from campaign.adapters.pdf import PdfPrinter
from campaign.adapters.store import keys
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, identity
from campaign.core.compose import mails as compose_messages
from campaign.core.compose.mailing import Recipient
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.settings import Sender
from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience
from campaign.services.waves.covering_notes import with_notes
from campaign.services.waves.languages import language_for
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.pdfs import open_printer, pdf_attachment
from campaign.services.waves.texts import DRAFT, draft_texts, frozen_texts_or_draft


@dataclass(frozen=True, slots=True)
class WaveContent:
    """What all emails of one wave are built from."""

    texts: Mapping[str, LetterContext]
    """The letter in each language."""
    sender: Sender
    templates: Environment
    """The templates: the campaign's own take precedence over those of the program."""
    name: str
    """The campaign's and the letter's name, for Message-IDs."""
    wave: str
    at: dt.datetime
    """The date of the emails, aware UTC."""
    secret: bytes
    """The key that Message-IDs are made with."""
    emailed_texts: Mapping[str, LetterContext]
    """The texts as the emails have them: below their covering notes, where there are any."""
    first_letters: Mapping[str, str] = field(default_factory=dict)
    """The Message-ID of the first letter to each email address, as in `Audience`."""

    def recipient(self, person: Addressee, printer: PdfPrinter | None) -> Recipient:
        """An addressee with the email's identity, and with their own PDF if there is a printer."""
        language = language_for(person, self.texts)
        follows = self.first_letters.get(person.address.lower(), "")
        own_identity = identity(
            self.name, self.wave, person.key, self.sender.address, self.at, follows, secret=self.secret
        )
        own_pdf = (pdf_attachment(printer, self.texts[language], person, self.sender, self.at),) if printer else ()
        return Recipient(person, language, own_identity, own_pdf)


def wave_content(
    campaign: Campaign,
    letter: str,
    texts: Mapping[str, LetterContext],
    wave: str,
    at: dt.datetime,
    first_letters: Mapping[str, str] = {},
    purpose: WavePurpose = WavePurpose.FIRST,
) -> WaveContent:
    """The content of a wave with these texts. Raises LetterError for covering notes that cannot be used."""
    name = f"{campaign.settings.campaign.name}/{letter}"
    secret = campaign.store.write(keys.secret, keys.MESSAGE_IDS)
    sender, templates = campaign.settings.sender, campaign.templates
    emailed_texts = with_notes(campaign.folder, letter, purpose, sender.signature_lines, texts)
    return WaveContent(texts, sender, templates, name, wave, at, secret, emailed_texts, first_letters)


def planned_deliveries(
    campaign: Campaign, state: LetterState, audience: Audience, wave: str, at: dt.datetime
) -> Iterator[PlannedDelivery]:
    """A finished email for each person of the audience, in their order, dated `at` (aware UTC).

    Uses the frozen version; without one, the text in the folder, marked as a draft. Raises ComposeError or PrintError
    with the name of the addressee whose email cannot be built.
    """
    texts = frozen_texts_or_draft(state, campaign.settings.campaign, at)
    content = wave_content(campaign, state.name, texts, wave, at, audience.first_letters, audience.purpose)
    yield from _finish_deliveries(campaign, state, content, audience)


def draft_deliveries(
    campaign: Campaign, state: LetterState, audience: Audience, at: dt.datetime
) -> Iterator[PlannedDelivery]:
    """The emails as they would be with the current text in the folder. They are never sent."""
    texts = draft_texts(state, campaign.settings.campaign, at)
    content = wave_content(campaign, state.name, texts, DRAFT, at, audience.first_letters, audience.purpose)
    yield from _finish_deliveries(campaign, state, content, audience)


def _finish_deliveries(
    campaign: Campaign, state: LetterState, content: WaveContent, audience: Audience
) -> Iterator[PlannedDelivery]:
    """Add PDFs and DKIM signatures, as the settings say."""
    settings, folder = campaign.settings, campaign.folder
    signing = signer_for(folder, settings)
    with open_printer(folder, state.organisations) if settings.sending.attach_pdf else nullcontext() as printer:
        yield from deliveries_to(content, audience.people, printer, signing)


def deliveries_to(
    content: WaveContent,
    people: Iterable[Addressee],
    printer: PdfPrinter | None = None,
    signing: DkimSigner | None = None,
    files: Sequence[Attachment] = (),
) -> Iterator[PlannedDelivery]:
    """The finished emails to these people, with `files` attached for everybody, a personal PDF if there is a `printer`,
    and a DKIM signature if there is a `signing`. Raises as `planned_deliveries` does."""
    recipients = (content.recipient(person, printer) for person in people)
    for message in compose_messages(content.emailed_texts, content.sender, content.templates, recipients, files):
        yield PlannedDelivery(
            addressee=message.to.addressee.key,
            name=message.to.addressee.name,
            address=message.recipient_address,
            language=message.to.language,
            sender=message.sender_address,
            message_id=message.to.identity.message_id,
            dated_at=content.at,
            wire=message.wire,
            pieces=signing.sign_pieces(message.wire, message.own_pieces) if signing else message.own_pieces,
        )


def with_progress(deliveries: Iterable[PlannedDelivery], progress: Callable[[], object]) -> Iterator[PlannedDelivery]:
    """The same deliveries; `progress` is called for each when it has been built."""
    for delivery in deliveries:
        progress()
        yield delivery
