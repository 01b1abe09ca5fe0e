"""The mails of a wave: the same letter, people and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.adapters.dkim import Signing, signing_of
from campaign.adapters.pdf import Press
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, identity
from campaign.core.compose import mails as composed
from campaign.core.compose.mailing import Recipient
from campaign.core.delivery.records import Planned
from campaign.core.settings import Sender
from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience
from campaign.services.waves.languages import language_for
from campaign.services.waves.pdfs import attached, open_press
from campaign.services.waves.state import LetterState
from campaign.services.waves.texts import DRAFT, draft, newest


@dataclass(frozen=True, slots=True)
class Mailing:
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

    def recipient(self, person: Addressee, press: Press | None) -> Recipient:
        """An addressee with the mail's identity, and his or her own print where there is a press."""
        language = language_for(person, self.texts)
        follows = self.first_letters.get(person.mail.lower(), "")
        own = identity(self.name, self.wave, person.key, self.sender.address, self.at, follows)
        prints = (attached(press, self.texts[language], person, self.sender, self.at),) if press else ()
        return Recipient(person, language, own, prints)


def mailing_of(
    campaign: Campaign,
    letter: str,
    texts: Mapping[str, LetterContext],
    wave: str,
    at: dt.datetime,
    first_letters: Mapping[str, str] = {},
) -> Mailing:
    """What the mails of a wave with these texts are made from."""
    name = f"{campaign.settings.campaign.name}/{letter}"
    return Mailing(texts, campaign.settings.sender, campaign.templates, name, wave, at, first_letters)


def mails(campaign: Campaign, state: LetterState, audience: Audience, wave: str, at: dt.datetime) -> Iterator[Planned]:
    """A finished mail for each of the audience, in their order, dated `at` (aware UTC).

    From the frozen version where there is one, else from the folder's text, marked as a draft. Raises ComposeError or
    PrintError naming the addressee whose mail cannot be built.
    """
    texts = newest(state, campaign.settings.campaign, at)
    mailing = mailing_of(campaign, state.name, texts, wave, at, audience.first_letters)
    yield from _complete(campaign, state, mailing, audience)


def draft_mails(campaign: Campaign, state: LetterState, audience: Audience, at: dt.datetime) -> Iterator[Planned]:
    """The mails as they would be with the folder's text of now. They are never sent."""
    texts = draft(state, campaign.settings.campaign, at)
    mailing = mailing_of(campaign, state.name, texts, DRAFT, at, audience.first_letters)
    yield from _complete(campaign, state, mailing, audience)


def _complete(campaign: Campaign, state: LetterState, mailing: Mailing, audience: Audience) -> Iterator[Planned]:
    """With prints and signatures, where the settings want them."""
    settings, folder = campaign.settings, campaign.folder
    signing = signing_of(folder, settings)
    with open_press(folder, state.organisations) if settings.sending.attach_pdf else nullcontext() as press:
        yield from mails_to(mailing, audience.people, press, signing)


def mails_to(
    mailing: Mailing,
    people: Iterable[Addressee],
    press: Press | None = None,
    signing: Signing | None = None,
    files: Sequence[Attachment] = (),
) -> Iterator[Planned]:
    """The finished mails to these people: with the `files` that all get, each with its own print where there is a
    `press`, signed where there is a `signing`. Raises as `mails` does."""
    recipients = (mailing.recipient(person, press) for person in people)
    for mail in composed(mailing.texts, mailing.sender, mailing.templates, recipients, files):
        yield Planned(
            addressee=mail.to.addressee.key,
            name=mail.to.addressee.name,
            mail=mail.recipient,
            language=mail.to.language,
            sender=mail.sender,
            message_id=mail.to.identity.message_id,
            dated_at=mailing.at,
            wire=mail.wire,
            own=signing.own(mail.wire, mail.own) if signing else mail.own,
        )


def counted(planned: Iterable[Planned], progress: Callable[[], object]) -> Iterator[Planned]:
    """The mails; `progress` is called for each as it is made."""
    for mail in planned:
        progress()
        yield mail
