"""The rules that apply to each kind of mailing.

Waves of the letter follow [sending]. Invitations, reminders and notices are sent at any hour, with a pace and a
deadline of their own. The deadline of a mailing is chosen and applied only here (`SendRules.is_over`), the deadline for
signing only in `campaign.core.signons.signing_state`.
"""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.settings import SendingRules, Settings
from campaign.core.settings.rules import END_OF_DAY
from campaign.core.settings.times import Window

# Notices to signers are sent for as long as the campaign keeps its data.
_NOTICES_DURATION = dt.timedelta(days=366)
_NOTICES = (MailingKind.NOTICE, MailingKind.CONFIRMATION)


@dataclass(frozen=True, slots=True)
class SendRules:
    """The rules for the mailings of one kind, or for one mailing."""

    rules: SendingRules
    """Window, days, pace and limits."""
    deadline_at: dt.datetime
    """No message is sent from this time on (aware UTC)."""
    zone: ZoneInfo
    """The campaign's zone: people see times in it, and it applies to the window of an addressee without a country."""
    minimum_signatories: int = 0
    """No message is sent while fewer signatories are listed under the letter; 0 for mailings to signers."""

    def is_over(self, now: dt.datetime) -> bool:
        """Whether the deadline has passed at `now` (aware)."""
        return now >= self.deadline_at


def too_few_signatories(number: int, least: int) -> str:
    """Why a letter with so many listed signatories does not go, with what to do; "" if it goes."""
    if number >= least:
        return ""
    if not number:
        return (
            "nobody is listed under the letter: add signatories or approve them, see campaign signatory list;"
            " for a letter without signatories by design, write minimum_signatories = 0 in campaign.toml"
        )
    listed = "1 listed signatory" if number == 1 else f"{number} listed signatories"
    return f"the letter has {listed}; minimum_signatories in campaign.toml asks for at least {least}"


def rules_for(settings: Settings, kind: MailingKind) -> SendRules:
    """The rules for a kind of mailing. The deadline is the campaign's for waves of the letter, the end of signing for
    invitations and reminders, and a year after the vote for notices."""
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
    deadline_at = campaign.vote_at + _NOTICES_DURATION if kind in _NOTICES else settings.signing_closes_at
    return SendRules(rules, deadline_at, campaign.zone)


def wave_rules(settings: Settings, wave: Mailing) -> SendRules:
    """The rules for one mailing: those of its kind, with its own start."""
    send_rules = rules_for(settings, wave.kind)
    return replace(send_rules, rules=replace(send_rules.rules, not_before_at=not_before(wave, settings)))


def not_before(wave: Mailing, settings: Settings) -> dt.datetime | None:
    """The earliest start of a mailing (aware UTC); None without one.

    It is the latest of the start in [sending], for the letter the end of the embargo, and the wave's own, which a
    person set for it or the timetable names. The
    timetable's default for a first wave does not hold it back: the person who releases the wave decides.
    """
    date = settings.timetable.date(wave.purpose.step) if wave.kind is MailingKind.LETTER else None
    planned = date.at if date and (date.is_set or wave.purpose.is_follow_up) else None
    embargo_at = settings.campaign.embargo_at if wave.kind is MailingKind.LETTER else None
    times = (wave.not_before_at or planned, rules_for(settings, wave.kind).rules.not_before_at, embargo_at)
    return max((at for at in times if at), default=None)
