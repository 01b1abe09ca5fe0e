"""Whether a wave, and each of its mails, may go now: window, days and limits from its rules, answers and sign-ons from
the store."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.ledger import waves
from campaign.core.addressees.joined_names import joined_names
from campaign.core.addressees.zone import zone_of
from campaign.core.delivery.limits import DAY, domain_of, within_limit
from campaign.core.delivery.permission import GO, Permission, earliest, never, permission
from campaign.core.delivery.records import Delivery, Dispatch, Post
from campaign.core.delivery.rules import SendRules
from campaign.core.letters.version import Kind
from campaign.core.signatories import listed
from campaign.services.sending.answered import answers

# How old may be what was read of sign-ons and text while a wave goes out.
_FRESH = dt.timedelta(seconds=5)


def held_by(store: Store, minimum_signatories: int, dispatch: Dispatch) -> str:
    """What a person must look at before a released wave goes on: sign-ons that are gone, a newer text. "" for none."""
    if dispatch.post is not Post.LETTER:
        return ""
    own, every = store.read(versions.one, dispatch.version), store.read(versions.all_of, dispatch.letter)
    newer = [each for each in every if each.number > own.number and each.kind is not Kind.LANGUAGE]
    if newer and newer[-1].digest != own.digest:
        return f"version {newer[-1].number} was frozen since; campaign send cancel, then a new wave"
    signed = listed(store.read(signons.signatories, dispatch.letter, dispatch.version))
    if len(signed) < minimum_signatories:
        return f"{len(signed)} organisations sign, the campaign wants at least {minimum_signatories}"
    gone = sorted(set(dispatch.signatories) - {each.key for each in signed})
    if gone:
        return (
            f"no longer listed, but named in these mails: {joined_names(gone)}; campaign send cancel, then a new wave"
        )
    return ""


class SendPolicy:
    """What one wave allows; a run asks before each mail. What went in the last 24 hours is read from the ledger once,
    then counted here."""

    def __init__(self, store: Store, send: SendRules, dispatch: Dispatch, now: dt.datetime) -> None:
        self._store = store
        self._send = send
        self._dispatch = dispatch
        self._rules = send.rules
        self._zone = send.zone
        self._zones = self._all_zones()
        self._gone = _Gone(store, now) if self._rules.is_limited_by_day else None
        # Nothing about one mail says more than was said of the wave.
        self._goes_as_one = not dispatch.purpose.again and len(self._zones) == 1 and self._gone is None
        self._open: tuple[dt.datetime, dt.datetime] | None = None  # looked at, and open until

    def wave(self, now: dt.datetime) -> Permission:
        """Whether any mail of the wave may go at `now` (aware UTC): the first window that opens for anybody, sign-ons
        and text that hold it, the limit of all mails together. Where none may, the run ends, and no row changes."""
        if self._open is None or not self._open[0] <= now < self._open[1]:
            allowed = self._looked(now)
            if not allowed.now:
                return allowed
            self._open = now, min(allowed.until or now, now + _FRESH)
        if self._gone is None:
            return GO
        return within_limit(self._gone.all, self._rules.per_day, "the daily limit", now, self._zone)

    def one(self, delivery: Delivery, now: dt.datetime) -> Permission:
        """Whether this one may: an answer that has come in calls a follow-up off; else the addressee's window and the
        limit of the domain count. Where not, it waits for its time, or is called off where there is none."""
        if self._goes_as_one:
            return GO
        if self._dispatch.purpose.again:
            found = answers(self._store, self._dispatch.letter, self._zone, delivery.addressee)
            if found:
                return never(found[delivery.addressee])
        allowed = self._in_window(delivery, now)
        return self._within_domain(delivery, now) if allowed.now else allowed

    def count(self, delivery: Delivery, now: dt.datetime) -> None:
        """Its body is about to go: it counts against the limits."""
        if self._gone:
            self._gone.add(delivery.mail, now)

    def uncount(self, delivery: Delivery) -> None:
        """Its body was kept back after all."""
        if self._gone:
            self._gone.drop(delivery.mail)

    def _looked(self, now: dt.datetime) -> Permission:
        allowed = earliest(now, self._send, self._zones)
        held = held_by(self._store, self._send.minimum_signatories, self._dispatch) if allowed.now else ""
        return never(held) if held else allowed

    def _in_window(self, delivery: Delivery, now: dt.datetime) -> Permission:
        if len(self._zones) == 1:
            return GO  # the wave was asked
        country = self._store.read(waves.country, self._dispatch.letter, delivery.addressee)
        allowed = permission(now, self._send, zone_of(country) or self._zone)
        # Where no window opens any more, the deadline closes it.
        return Permission(now=False, next_at=self._send.deadline_at, why=allowed.why) if allowed.over else allowed

    def _within_domain(self, delivery: Delivery, now: dt.datetime) -> Permission:
        if self._gone is None:
            return GO
        domain = domain_of(delivery.mail)
        limit = self._rules.limit_of(domain)
        return within_limit(self._gone.to(domain), limit, f"the daily limit for {domain}", now, self._zone)

    def _all_zones(self) -> tuple[ZoneInfo, ...]:
        if not self._rules.by_addressee:
            return (self._zone,)
        countries = self._store.read(waves.countries, self._dispatch.letter)
        return tuple({zone_of(country) or self._zone for country in countries} or {self._zone})


class _Gone:
    """When messages went in the last 24 hours, in all and by domain, the newest last."""

    def __init__(self, store: Store, now: dt.datetime) -> None:
        self.all: list[dt.datetime] = []
        self._to: defaultdict[str, list[dt.datetime]] = defaultdict(list)
        for mail, at in store.read(waves.gone_since, now - DAY):
            self.add(mail, at)

    def to(self, domain: str) -> list[dt.datetime]:
        return self._to[domain]

    def add(self, mail: str, at: dt.datetime) -> None:
        self.all.append(at)
        self._to[domain_of(mail)].append(at)

    def drop(self, mail: str) -> None:
        self.all.pop()
        self._to[domain_of(mail)].pop()
