"""The mails of a wave: the same letter, people and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.adapters.dkim import DkimSigner, signer_for
from campaign.adapters.pdf import PdfPrinter
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, identity
from campaign.core.compose import mails as compose_messages
from campaign.core.compose.mailing import Recipient
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.settings import Sender
from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience
from campaign.services.waves.languages import language_for
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.pdfs import open_printer, pdf_attachment
from campaign.services.waves.texts import DRAFT, draft_texts, frozen_texts_or_draft


@dataclass(frozen=True, slots=True)
class WaveContent:
    """What all mails of one wave are made from."""

    texts: Mapping[str, LetterContext]
    """The letter by language."""
    sender: Sender
    templates: Environment
    """The campaign's templates over ours."""
    name: str
    """What Message-IDs are made from: the campaign's and the letter's name."""
    wave: str
    at: dt.datetime
    """The mails' date, aware UTC."""
    first_letters: Mapping[str, str] = field(default_factory=dict)
    """What a mail continues, as an Audience has it."""

    def recipient(self, person: Addressee, printer: PdfPrinter | None) -> Recipient:
        """An addressee with the mail's identity, and his or her own print where there is a press."""
        language = language_for(person, self.texts)
        follows = self.first_letters.get(person.address.lower(), "")
        own_identity = identity(self.name, self.wave, person.key, self.sender.address, self.at, follows)
        own_pdf = (pdf_attachment(printer, self.texts[language], person, self.sender, self.at),) if printer else ()
        return Recipient(person, language, own_identity, own_pdf)


def wave_content(
    campaign: Campaign,
    letter: str,
    texts: Mapping[str, LetterContext],
    wave: str,
    at: dt.datetime,
    first_letters: Mapping[str, str] = {},
) -> WaveContent:
    """What the mails of a wave with these texts are made from."""
    name = f"{campaign.settings.campaign.name}/{letter}"
    return WaveContent(texts, campaign.settings.sender, campaign.templates, name, wave, at, first_letters)


def planned_deliveries(
    campaign: Campaign, state: LetterState, audience: Audience, wave: str, at: dt.datetime
) -> Iterator[PlannedDelivery]:
    """A finished mail for each of the audience, in their order, dated `at` (aware UTC).

    From the frozen version where there is one, else from the folder's text, marked as a draft. Raises ComposeError or
    PrintError naming the addressee whose mail cannot be built.
    """
    texts = frozen_texts_or_draft(state, campaign.settings.campaign, at)
    content = wave_content(campaign, state.name, texts, wave, at, audience.first_letters)
    yield from _finish_deliveries(campaign, state, content, audience)


def draft_deliveries(
    campaign: Campaign, state: LetterState, audience: Audience, at: dt.datetime
) -> Iterator[PlannedDelivery]:
    """The mails as they would be with the folder's text of now. They are never sent."""
    texts = draft_texts(state, campaign.settings.campaign, at)
    content = wave_content(campaign, state.name, texts, DRAFT, at, audience.first_letters)
    yield from _finish_deliveries(campaign, state, content, audience)


def _finish_deliveries(
    campaign: Campaign, state: LetterState, content: WaveContent, audience: Audience
) -> Iterator[PlannedDelivery]:
    """With prints and signatures, where the settings want them."""
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
    """The finished mails to these people: with the `files` that all get, each with its own print where there is a
    `press`, signed where there is a `signing`. Raises as `mails` does."""
    recipients = (content.recipient(person, printer) for person in people)
    for message in compose_messages(content.texts, content.sender, content.templates, recipients, files):
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
    """The mails; `progress` is called for each as it is made."""
    for delivery in deliveries:
        progress()
        yield delivery
