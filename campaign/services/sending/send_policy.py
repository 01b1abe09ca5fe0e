"""Whether a mailing, and each of its messages, may be sent now. Window, days and limits come from its rules; answers
and sign-ons from the database."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.ledger import waves
from campaign.adapters.store.signons import public
from campaign.core.addressees.joined_names import joined_names
from campaign.core.addressees.zone import zone_of
from campaign.core.delivery.limits import DAY, domain_of, within_limit
from campaign.core.delivery.permission import GO, Permission, earliest_permission, never, permission_at
from campaign.core.delivery.records import Delivery, Mailing, MailingKind
from campaign.core.delivery.rules import SendRules, too_few_signatories
from campaign.core.letters.version import VersionKind
from campaign.core.signatories import listed_organisations
from campaign.services.sending.answers import answers_by_addressee

# While a mailing is sent, sign-ons and versions are read again after this time.
_MAX_AGE = dt.timedelta(seconds=5)


def reason_to_hold(store: Store, minimum_signatories: int, mailing: Mailing) -> str:
    """Why a person must look at a released wave before it goes on: a newer version, too few or missing signatories. ""
    when nothing speaks against it."""
    if mailing.kind is not MailingKind.LETTER:
        return ""
    version, all_versions = store.read(versions.one, mailing.version), store.read(versions.all_of, mailing.letter)
    newer = [
        candidate
        for candidate in all_versions
        if candidate.number > version.number and candidate.kind is not VersionKind.LANGUAGE
    ]
    if newer and newer[-1].digest != version.digest:
        return f"version {newer[-1].number} was frozen after this wave; run campaign send cancel, then start a new wave"
    signatories = listed_organisations(store.read(signons.signatories, mailing.letter, mailing.version))
    number = len(signatories) + store.read(public.count_people, mailing.letter, mailing.version)
    if reason := too_few_signatories(number, minimum_signatories):
        return reason
    missing = sorted(set(mailing.signatories) - {signatory.key for signatory in signatories})
    if missing:
        names = joined_names(missing)
        return f"named in these emails but no longer listed: {names}; run campaign send cancel, then start a new wave"
    return ""


class SendPolicy:
    """What one mailing allows. A run asks before each message. The messages of the last 24 hours are read from the
    ledger once, and counted here from then on."""

    def __init__(self, store: Store, send_rules: SendRules, mailing: Mailing, now: dt.datetime) -> None:
        self._store = store
        self._send_rules = send_rules
        self._mailing = mailing
        self._rules = send_rules.rules
        self._zone = send_rules.zone
        self._zones = self._all_zones()
        self._recent = _RecentSends(store, now) if self._rules.is_limited_by_day else None
        # Whether the permission of the mailing holds for each of its messages.
        self._goes_as_one = not mailing.purpose.is_follow_up and len(self._zones) == 1 and self._recent is None
        self._open_between: tuple[dt.datetime, dt.datetime] | None = None  # from and until when it was found open

    def wave_permission(self, now: dt.datetime) -> Permission:
        """Whether any message may be sent at `now` (aware UTC): whether a window is open for anybody, nothing holds the
        mailing, and the limit of a day is not reached. If not, the run ends, and no delivery changes."""
        if self._open_between is None or not self._open_between[0] <= now < self._open_between[1]:
            permission = self._check_wave(now)
            if not permission.granted:
                return permission
            self._open_between = now, min(permission.until or now, now + _MAX_AGE)
        if self._recent is None:
            return GO
        return within_limit(self._recent.all, self._rules.per_day, "the daily limit", now, self._zone)

    def mail_permission(self, delivery: Delivery, now: dt.datetime) -> Permission:
        """Whether one message may be sent at `now`. An answer that has come in stops a follow-up. Otherwise the
        addressee's window and the limit of the domain decide."""
        if self._goes_as_one:
            return GO
        if self._mailing.purpose.is_follow_up:
            reasons = answers_by_addressee(self._store, self._mailing.letter, self._zone, delivery.addressee)
            if reasons:
                return never(reasons[delivery.addressee])
        permission = self._window_permission(delivery, now)
        return self._domain_permission(delivery, now) if permission.granted else permission

    def count(self, delivery: Delivery, now: dt.datetime) -> None:
        """Count a message whose body is about to be sent against the limits."""
        if self._recent:
            self._recent.add(delivery.address, now)

    def uncount(self, delivery: Delivery) -> None:
        """Undo `count` for a message whose body was not sent."""
        if self._recent:
            self._recent.drop(delivery.address)

    def _check_wave(self, now: dt.datetime) -> Permission:
        permission = earliest_permission(now, self._send_rules, self._zones)
        reason = (
            reason_to_hold(self._store, self._send_rules.minimum_signatories, self._mailing)
            if permission.granted
            else ""
        )
        return never(reason) if reason else permission

    def _window_permission(self, delivery: Delivery, now: dt.datetime) -> Permission:
        if len(self._zones) == 1:
            return GO  # `wave_permission` has checked it
        country = self._store.read(waves.country, self._mailing.letter, delivery.addressee)
        in_window = permission_at(now, self._send_rules, zone_of(country) or self._zone)
        # When no window opens before the deadline, the delivery expires at the deadline.
        return (
            Permission(granted=False, next_at=self._send_rules.deadline_at, why=in_window.why)
            if in_window.is_final
            else in_window
        )

    def _domain_permission(self, delivery: Delivery, now: dt.datetime) -> Permission:
        if self._recent is None:
            return GO
        domain = domain_of(delivery.address)
        limit = self._rules.limit_of(domain)
        return within_limit(self._recent.to_domain(domain), limit, f"the daily limit for {domain}", now, self._zone)

    def _all_zones(self) -> tuple[ZoneInfo, ...]:
        if not self._rules.by_addressee:
            return (self._zone,)
        countries = self._store.read(waves.countries, self._mailing.letter)
        return tuple({zone_of(country) or self._zone for country in countries} or {self._zone})


class _RecentSends:
    """The times of the messages of the last 24 hours, in total and by domain, the newest last."""

    def __init__(self, store: Store, now: dt.datetime) -> None:
        self.all: list[dt.datetime] = []
        self._by_domain: defaultdict[str, list[dt.datetime]] = defaultdict(list)
        for address, at in store.read(waves.sent_since, now - DAY):
            self.add(address, at)

    def to_domain(self, domain: str) -> list[dt.datetime]:
        return self._by_domain[domain]

    def add(self, address: str, at: dt.datetime) -> None:
        self.all.append(at)
        self._by_domain[domain_of(address)].append(at)

    def drop(self, address: str) -> None:
        self.all.pop()
        self._by_domain[domain_of(address)].pop()
