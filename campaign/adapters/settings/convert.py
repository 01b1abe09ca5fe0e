"""Converts TOML and variables to Settings: each key as its field declares it, then checks for conflicts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.environment import VariableText
from campaign.adapters.settings.toml import Toml
from campaign.core.settings import KEYS, ImapTable, Sender, SendingRules, Settings, SmtpTable, tables
from campaign.core.settings.conflicts import conflicts
from campaign.core.settings.key import HasTable, SettingKey, keys_of
from campaign.core.settings.kinds import InvalidValue, ValueKind, display_value
from campaign.core.settings.oauth import OAuthTable
from campaign.core.settings.servers import BY_OAUTH
from campaign.core.settings.times import instant, zone
from campaign.core.timetable import Step, Timetable
from campaign.core.timetable.dates import StepDate
from campaign.core.timetable.lead_time import SIGN_ON_CLOSES, LeadTime
from campaign.errors import Problem

T = TypeVar("T", bound=HasTable)
S = TypeVar("S", SmtpTable, ImapTable)


@dataclass
class SettingsReader:
    """Reads keys and collects problems.

    A wrong or missing key gets its default or example, so that the others can be checked, too. Settings with problems
    must not be used.
    """

    toml: Toml
    variables: Mapping[str, VariableText]
    problems: list[Problem]
    invalid_paths: set[str] = field(default_factory=set)
    """The paths of keys that could not be read."""

    def settings(self) -> Settings:
        """All settings. Use them only if there are no problems."""
        campaign, sending = self.table(tables.CampaignTable), self.table(SendingRules)
        signing, oauth = self.table(tables.SigningTable), self.table(OAuthTable)
        smtp = _with_oauth(self.table(SmtpTable), oauth)
        imap = _with_oauth(self.table(ImapTable), oauth)
        settings = Settings(
            campaign=campaign,
            sender=self.table(Sender),
            sending=sending,
            smtp=smtp if smtp.host else None,
            imap=imap if imap.host and imap.folder else None,
            privacy=self.table(tables.PrivacyTable),
            store=self.table(tables.StoreTable),
            web=self.table(tables.WebTable),
            signing=signing,
            timetable=Timetable(tuple(self._dates(campaign, signing, holidays=sending.holidays))),
            inviting=self.table(tables.InvitingTable),
            oauth=oauth,
        )
        written = {path for path, key in KEYS.items() if self._raw_value(key) is not None}
        for conflict in conflicts(settings, smtp, imap, written):
            if self.invalid_paths.isdisjoint((conflict.path, *conflict.others)):
                self._report(KEYS[conflict.path], conflict.what, conflict.fix)
        return settings

    def table(self, table: type[T]) -> T:
        """Read a table, each key as its field declares it."""
        values: dict[str, Any] = {name: self._value(key) for name, key in keys_of(table).items()}
        return table(**values)

    def _value(self, key: SettingKey) -> object:
        raw = self._raw_value(key)
        if raw is None and not key.required:
            return key.value
        if raw is None:
            self._report(key, f"{key.name} is missing in [{key.table}]", f"add {key.line}")
        else:
            try:
                return self._in_utc(key, self._kind(key).read(raw))
            except InvalidValue as invalid:
                self._report_invalid(key, raw, invalid)
        self.invalid_paths.add(key.path)
        return _example(key) if key.required else key.value

    def _dates(
        self, campaign: tables.CampaignTable, signing: tables.SigningTable, *, holidays: bool
    ) -> Iterator[StepDate]:
        """The dates of the timetable: as written, or counted back from the vote. The first one is in [signing]."""
        timetable = self.table(tables.TimetableTable)
        if "campaign.vote" in self.invalid_paths:
            return
        day = campaign.vote_at.astimezone(campaign.zone).date()
        closes_at = signing.closes_at or self._default_close(campaign, signing, holidays=holidays)
        yield StepDate(Step.SIGN_ON_CLOSES, closes_at, is_set=signing.closes_at is not None)
        for step in (step for step in Step if step is not Step.SIGN_ON_CLOSES):
            key, at = KEYS[f"timetable.{step}"], timetable.planned_time(step)
            try:
                at = instant(at.before(day, holidays=holidays), campaign.zone) if isinstance(at, LeadTime) else at
            except InvalidValue as invalid:
                self._report_invalid(key, None, invalid)
            else:
                if at:
                    yield StepDate(step, at, is_set=self._raw_value(key) is not None)

    def _default_close(
        self, campaign: tables.CampaignTable, signing: tables.SigningTable, *, holidays: bool
    ) -> dt.datetime:
        """When signing closes if nobody has written it: at the deadline if that is written, else before the vote,
        but not before signing opens or an answer is asked for."""
        if self._raw_value(KEYS["campaign.deadline"]) is not None:
            return campaign.deadline_at
        day = campaign.vote_at.astimezone(campaign.zone).date()
        default = SIGN_ON_CLOSES.before(day, holidays=holidays).replace(tzinfo=campaign.zone).astimezone(dt.UTC)
        before = (signing.opens_at, self.table(tables.InvitingTable).soft_deadline_at)
        return campaign.deadline_at if any(at and at >= default for at in before) else default

    def _raw_value(self, key: SettingKey) -> object:
        """The value as written, None if there is none. A variable overrides campaign.toml."""
        if variable := self._variable(key):
            return variable.text
        return self.toml.value(key.table, key.name) if key.in_file else None

    def _variable(self, key: SettingKey) -> VariableText | None:
        return self.variables.get(key.variable.name) if key.variable else None

    def _kind(self, key: SettingKey) -> ValueKind[object]:
        variable = key.variable if self._variable(key) else None
        return (variable.kind if variable else None) or key.kind

    def _in_utc(self, key: SettingKey, value: object) -> object:
        """A local time in UTC; other values unchanged. Without a valid zone, the time is marked as invalid."""
        if not isinstance(value, dt.datetime):
            return value
        if self._zone is None:
            self.invalid_paths.add(key.path)
            return value.replace(tzinfo=dt.UTC)
        return instant(value, self._zone)

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        """The campaign's zone; None if it is wrong, which reading [campaign] reports."""
        key = KEYS["campaign.zone"]
        raw = self._raw_value(key)
        try:
            return zone(key.default if raw is None else raw)
        except InvalidValue:
            return None

    def _report_invalid(self, key: SettingKey, raw: object, invalid: InvalidValue) -> None:
        label = key.variable.name if key.variable and self._variable(key) else key.name
        if key.starter and raw == key.starter:
            self._report(key, f"{label} is not filled in yet", f"write {key.line}")
        else:
            fix = invalid.fix or f"write {self._kind(key).expected}, for instance {display_value(key.example)}"
            self._report(key, f"{label} {invalid.what or f'is {display_value(raw)}'}", fix)

    def _report(self, key: SettingKey, what: str, fix: str) -> None:
        """Add a problem at the line of the key, or of its table."""
        variable = self._variable(key)
        path, line = (
            (variable.path, variable.line) if variable else (SETTINGS_FILE, self.toml.line(key.table, key.name))
        )
        self.problems.append(Problem(path, line, what, fix))


def _with_oauth(server: S, oauth: OAuthTable) -> S:
    return replace(server, oauth=oauth) if server.login == BY_OAUTH and oauth.provider else server


def _example(key: SettingKey) -> object:
    value = key.kind.read(key.example)
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value
