"""By which rules mails go: the letter's waves by the campaign's, mails to signatories by a pace and a deadline of their
own, at any hour, whatever holds the letter back.

A deadline for mails is chosen and applied here and nowhere else (`SendRules.is_over`); the deadline for signing in
`campaign.core.signons.signing_state`.
"""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.settings import SendingRules, Settings
from campaign.core.settings.rules import END_OF_DAY
from campaign.core.settings.times import Window

# Answers to what a signer did go for as long as the campaign is kept.
_NOTICES_DURATION = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SendRules:
    """By which rules the mails of one kind, or of one wave, go."""

    rules: SendingRules
    """Window, days, pace and limits."""
    deadline_at: dt.datetime
    """From this moment on none of them goes (aware UTC)."""
    zone: ZoneInfo
    """The campaign's own: times are shown in it, and windows are on its clock where no other is known."""
    minimum_signatories: int = 0
    """So many organisations must stand under the letter, or none of them goes."""

    def is_over(self, now: dt.datetime) -> bool:
        """Whether the deadline has passed at `now` (aware): none of these mails goes any more."""
        return now >= self.deadline_at


def rules_for(settings: Settings, kind: MailingKind) -> SendRules:
    """The rules for mails of a kind. The deadline is that of the campaign for the letter, that of signing for mails
    that ask somebody to sign."""
    campaign = settings.campaign
    if kind is MailingKind.LETTER:
        return SendRules(settings.sending, campaign.deadline_at, campaign.zone, campaign.minimum_signatories)
    rules = replace(
        settings.sending,
        not_before_at=None,
        window=Window(dt.time(), END_OF_DAY),
        weekdays=tuple(range(7)),
        per_minute=settings.inviting.per_minute,
        by_addressee=False,
        holidays=False,
        per_hour=None,
        per_day=None,
        per_day_by_domain=(),
    )
    deadline_at = campaign.vote_at + _NOTICES_DURATION if kind is MailingKind.NOTICE else settings.signing_closes_at
    return SendRules(rules, deadline_at, campaign.zone)


def wave_rules(settings: Settings, wave: Mailing) -> SendRules:
    """The rules for one wave: those of its kind, and not before its own time."""
    send_rules = rules_for(settings, wave.kind)
    return replace(send_rules, rules=replace(send_rules.rules, not_before_at=not_before(wave, settings)))


def not_before(wave: Mailing, settings: Settings) -> dt.datetime | None:
    """Before when a wave does not go: the time named for it, else the timetable's, and never before [sending] says.

    The timetable's default for the first wave only reminds: the person who presses the button decides.
    """
    date = settings.timetable.date(wave.purpose.step) if wave.kind is MailingKind.LETTER else None
    planned = date.at if date and (date.is_set or wave.purpose.is_follow_up) else None
    times = (wave.not_before_at or planned, rules_for(settings, wave.kind).rules.not_before_at)
    return max((at for at in times if at), default=None)
