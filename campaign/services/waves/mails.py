"""The mails of a wave, made from a situation: the same situation and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext

from campaign.adapters.dkim import Signing, signing_of
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, Series, identity
from campaign.core.delivery.records import Planned
from campaign.core.letters import Letter
from campaign.services.waves.basis import DRAFT, Basis, draft, frame, newest
from campaign.services.waves.pdfs import attached, open_press
from campaign.services.waves.situation import Situation, language_for


def mails(situation: Situation, wave: str, at: dt.datetime) -> Iterator[Planned]:
    """A finished mail for each addressee with a mail address, in their order, dated `at` (aware UTC).

    From the frozen version where there is one, else from the folder's text, marked as a draft. Raises ComposeError or
    PrintError naming the addressee whose mail cannot be built.
    """
    yield from _mails(situation, newest(situation, at), wave, at)


def draft_mails(situation: Situation, at: dt.datetime) -> Iterator[Planned]:
    """The mails as they would be with the folder's text of now. They are never sent."""
    yield from _mails(situation, draft(situation, at), DRAFT, at)


def _mails(situation: Situation, basis: Basis, wave: str, at: dt.datetime) -> Iterator[Planned]:
    series = {language: series_of(situation, basis, letter) for language, letter in basis.letters.items()}
    signing = signing_of(situation.folder, situation.settings)
    with open_press(situation) if situation.settings.attach_pdf else nullcontext() as press:
        for person in situation.writable:
            language = language_for(person, basis.letters)
            letter = basis.letters[language]
            prints = (attached(press, situation, basis, letter, person, at),) if press else ()
            yield mail_to(situation, series[language], letter, person, prints, wave, at, signing)


def series_of(situation: Situation, basis: Basis, letter: Letter, files: tuple[Attachment, ...] = ()) -> Series:
    """The mails of one text to all its addressees, with the `files` that all get."""
    return Series(
        letter,
        situation.addressees,
        situation.organisations,
        situation.settings.sender,
        frame(situation, basis, letter),
        situation.templates,
        files,
    )


def mail_to(
    situation: Situation,
    series: Series,
    letter: Letter,
    person: Addressee,
    prints: tuple[Attachment, ...],
    wave: str,
    at: dt.datetime,
    signing: Signing | None = None,
) -> Planned:
    """One addressee's finished mail with its attachments, signed. Raises ComposeError naming the addressee."""
    settings = situation.settings
    name = f"{settings.campaign.name}/{situation.name}"
    follows = situation.begun.get(person.mail.lower(), "")
    own = identity(name, wave, person.key, settings.sender.address, at, follows)
    mail = series.mail(person, own, prints)
    return Planned(
        addressee=person.key,
        name=person.name,
        mail=mail.recipient,
        language=letter.language,
        sender=mail.sender,
        message_id=own.message_id,
        dated_at=at,
        wire=mail.wire,
        own=signing.own(mail.wire, mail.own) if signing else mail.own,
    )


def counted(planned: Iterable[Planned], told: Callable[[], object]) -> Iterator[Planned]:
    """The mails, telling of each as it is made (for a progress bar)."""
    for mail in planned:
        told()
        yield mail
