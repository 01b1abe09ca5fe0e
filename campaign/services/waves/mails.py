"""The mails of a wave, made from a situation: the same situation and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext

from campaign.adapters.dkim import Signing, signing_of
from campaign.adapters.pdf import Press
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, Recipient, identity
from campaign.core.compose import mails as composed
from campaign.core.delivery.records import Planned
from campaign.services.waves.basis import DRAFT, draft, newest
from campaign.services.waves.pdfs import attached, open_press
from campaign.services.waves.situation import Situation, language_for


def mails(situation: Situation, wave: str, at: dt.datetime) -> Iterator[Planned]:
    """A finished mail for each addressee with a mail address, in their order, dated `at` (aware UTC).

    From the frozen version where there is one, else from the folder's text, marked as a draft. Raises ComposeError or
    PrintError naming the addressee whose mail cannot be built.
    """
    yield from _signed(situation, newest(situation, at), wave, at)


def draft_mails(situation: Situation, at: dt.datetime) -> Iterator[Planned]:
    """The mails as they would be with the folder's text of now. They are never sent."""
    yield from _signed(situation, draft(situation, at), DRAFT, at)


def _signed(situation: Situation, texts: Mapping[str, LetterContext], wave: str, at: dt.datetime) -> Iterator[Planned]:
    signing = signing_of(situation.folder, situation.settings)
    with open_press(situation) if situation.settings.sending.attach_pdf else nullcontext() as press:
        yield from mails_to(situation, texts, situation.writable, wave, at, press, signing)


def mails_to(
    situation: Situation,
    texts: Mapping[str, LetterContext],
    people: Iterable[Addressee],
    wave: str,
    at: dt.datetime,
    press: Press | None = None,
    signing: Signing | None = None,
    files: Sequence[Attachment] = (),
) -> Iterator[Planned]:
    """The finished mails of these people: with the `files` that all get, each with its own print where there is a
    `press`, signed where there is a `signing`. Raises as `mails` does."""
    settings = situation.settings
    sender, name = settings.sender, f"{settings.campaign.name}/{situation.name}"

    def recipient(person: Addressee) -> Recipient:
        language = language_for(person, texts)
        follows = situation.begun.get(person.mail.lower(), "")
        prints = (attached(press, texts[language], person, sender, at),) if press else ()
        return Recipient(person, language, identity(name, wave, person.key, sender.address, at, follows), prints)

    for mail in composed(texts, sender, situation.templates, map(recipient, people), files):
        yield Planned(
            addressee=mail.to.addressee.key,
            name=mail.to.addressee.name,
            mail=mail.recipient,
            language=mail.to.language,
            sender=mail.sender,
            message_id=mail.to.identity.message_id,
            dated_at=at,
            wire=mail.wire,
            own=signing.own(mail.wire, mail.own) if signing else mail.own,
        )


def counted(planned: Iterable[Planned], told: Callable[[], object]) -> Iterator[Planned]:
    """The mails, telling of each as it is made (for a progress bar)."""
    for mail in planned:
        told()
        yield mail
