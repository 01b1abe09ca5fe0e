"""Test mails: an addressee's mail, sent to oneself through the real server, marked as a test, outside the ledger."""

import datetime as dt
from dataclasses import dataclass, replace

from campaign.adapters.smtp import SmtpTransport
from campaign.core.addressees import Addressee
from campaign.core.delivery.judge import Outcome
from campaign.core.letters import Letter
from campaign.core.message.mail import Mail
from campaign.core.settings import Settings, SmtpTable
from campaign.services.waves.mails import draft_mails
from campaign.services.waves.situation import Situation

_MARK = "[test] "


@dataclass(frozen=True, slots=True)
class Trial:
    """`name` is the addressee whose mail it is; `recipient` is the one who tries."""

    name: str
    recipient: str
    sender: str
    message: bytes


def trials(situation: Situation, to: str, at: dt.datetime, *, only_first: bool) -> tuple[Trial, ...]:
    """The mails of the frozen version (of the folder's text while nothing is frozen) with To and Subject changed."""
    texts = {language: _marked(letter) for language, letter in (situation.frozen or situation.letters).items()}
    people = situation.writable[:1] if only_first else situation.writable
    return tuple(_trial(replace(situation, letters=texts), person, to, at) for person in people)


def _trial(situation: Situation, person: Addressee, to: str, at: dt.datetime) -> Trial:
    diverted = tuple(replace(each, mail=to if each.key == person.key else "") for each in situation.addressees)
    (mail,) = draft_mails(replace(situation, addressees=diverted), at)
    return Trial(person.name, mail.mail, mail.sender, mail.message)


def _marked(letter: Letter) -> Letter:
    return replace(letter, subject=_MARK + letter.subject_line)


async def send_trials(mails: tuple[Trial, ...], settings: Settings, server: SmtpTable) -> tuple[Outcome, ...]:
    """Hand each over on a line of its own; no retries."""
    transport = SmtpTransport(server, settings.sending.timeout_seconds)
    outcomes: list[Outcome] = []
    for mail in mails:
        line = await transport.connect()
        if isinstance(line, Outcome):
            outcomes.append(line)
            continue
        outcomes.append(await line.hand_over(Mail(mail.sender, mail.recipient, mail.message), _always))
        await line.close()
    return tuple(outcomes)


async def _always() -> bool:
    return True
