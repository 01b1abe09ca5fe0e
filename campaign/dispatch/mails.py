"""The mails of a wave, made from a situation: the same situation and date give the same bytes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from campaign.compose import Frame, Identity, compose, identity
from campaign.delivery.records import Planned
from campaign.dispatch.situation import Situation, day_of, language_for
from campaign.letters import Letter

DRAFT = "draft"


def mails(situation: Situation, wave: str, at: dt.datetime) -> Iterator[Planned]:
    """A finished mail for each addressee with a mail address, in their order, dated `at` (aware UTC).

    From the frozen version where there is one, else from the folder's text, marked as a draft. Raises ComposeError
    naming the addressee whose mail cannot be built.
    """
    letters = situation.frozen or situation.letters
    digest = situation.version.digest if situation.version else DRAFT
    frozen_at = situation.version.frozen_at if situation.version else at
    yield from _mails(situation, letters, digest, day_of(frozen_at, situation.settings), wave, at)


def draft_mails(situation: Situation, at: dt.datetime) -> Iterator[Planned]:
    """The mails as they would be with the folder's text of now. They are never sent."""
    yield from _mails(situation, situation.letters, DRAFT, day_of(at, situation.settings), DRAFT, at)


def _mails(
    situation: Situation, letters: Mapping[str, Letter], digest: str, day: dt.date, wave: str, at: dt.datetime
) -> Iterator[Planned]:
    settings = situation.settings
    for person in situation.writable:
        letter = letters[language_for(person, letters)]
        frame = Frame(
            zone=settings.campaign.zone,
            honorific_style=settings.campaign.honorific_style,
            vote_at=settings.campaign.vote_at,
            letter_date=letter.date or day,
            digest=digest,
            public_url=settings.campaign.public_url,
        )
        own: Identity = identity(
            f"{settings.campaign.name}/{situation.name}", wave, person.key, settings.sender.address, at
        )
        mail = compose(
            letter,
            person,
            situation.addressees,
            situation.organisations,
            settings.sender,
            frame,
            own,
            situation.templates,
        )
        yield Planned(
            addressee=person.key,
            name=person.name,
            mail=mail.recipient,
            language=letter.language,
            sender=mail.sender,
            message_id=own.message_id,
            dated_at=at,
            message=mail.message,
        )


def counted(planned: Iterable[Planned], told: Callable[[], object]) -> Iterator[Planned]:
    """The mails, telling of each as it is made (for a progress bar)."""
    for mail in planned:
        told()
        yield mail
