"""From what was written to Settings: each key as its field declares it, then what must hold between them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.environment import Given
from campaign.adapters.settings.toml import Toml
from campaign.core.settings import KEYS, ImapTable, Rules, Sender, Settings, SmtpTable, tables
from campaign.core.settings.conflicts import conflicts
from campaign.core.settings.key import HasTable, Key, keys_of
from campaign.core.settings.kinds import Kind, Unfit, shown
from campaign.core.settings.times import instant, zone
from campaign.core.timetable import Step, Timetable
from campaign.core.timetable.lead import SIGN_ON_CLOSES, Lead
from campaign.core.timetable.table import Date
from campaign.errors import Problem

T = TypeVar("T", bound=HasTable)


@dataclass
class Reader:
    """Reads keys, and collects what is wrong with them. A wrong or missing one is read as its default or its example,
    so that the rest can be looked at as well; such settings must not be used."""

    toml: Toml
    variables: Mapping[str, Given]
    problems: list[Problem]
    wrong: set[str] = field(default_factory=set)
    """The paths of keys whose values stand in for what could not be read."""

    def settings(self) -> Settings:
        """All settings. They may be used only when there are no problems."""
        campaign, sending = self.table(tables.CampaignTable), self.table(Rules)
        signing, smtp, imap = self.table(tables.SigningTable), self.table(SmtpTable), self.table(ImapTable)
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
        )
        written = {path for path, key in KEYS.items() if self._given(key) is not None}
        for conflict in conflicts(settings, smtp, imap, written):
            if self.wrong.isdisjoint((conflict.path, *conflict.others)):
                self._problem(KEYS[conflict.path], conflict.what, conflict.mend)
        return settings

    def table(self, table: type[T]) -> T:
        """A table, with each key read as its field says."""
        values: dict[str, Any] = {name: self._value(key) for name, key in keys_of(table).items()}
        return table(**values)

    def _value(self, key: Key) -> object:
        raw = self._given(key)
        if raw is None and not key.needed:
            return key.value
        if raw is None:
            self._problem(key, f"{key.name} is missing in [{key.table}]", f"add {key.line}")
        else:
            try:
                return self._in_utc(key, self._kind(key).read(raw))
            except Unfit as unfit:
                self._unfit(key, raw, unfit)
        self.wrong.add(key.path)
        return _example(key) if key.needed else key.value

    def _dates(self, campaign: tables.CampaignTable, signing: tables.SigningTable, *, holidays: bool) -> Iterator[Date]:
        """The dates, counted back from the day of the vote where none is written. [signing] has that of the first."""
        timetable = self.table(tables.TimetableTable)
        if "campaign.vote" in self.wrong:
            return
        day = campaign.vote_at.astimezone(campaign.zone).date()
        usual = SIGN_ON_CLOSES.before(day, holidays=holidays).replace(tzinfo=campaign.zone).astimezone(dt.UTC)
        yield Date(Step.SIGN_ON_CLOSES, signing.closes_at or usual, written=signing.closes_at is not None)
        for step in (step for step in Step if step is not Step.SIGN_ON_CLOSES):
            key, at = KEYS[f"timetable.{step}"], timetable.planned(step)
            try:
                at = instant(at.before(day, holidays=holidays), campaign.zone) if isinstance(at, Lead) else at
            except Unfit as unfit:
                self._unfit(key, None, unfit)
            else:
                if at:
                    yield Date(step, at, written=self._given(key) is not None)

    def _given(self, key: Key) -> object:
        """What was written, None where nothing was. A variable wins over campaign.toml."""
        if given := self._variable(key):
            return given.text
        return self.toml.value(key.table, key.name) if key.in_file else None

    def _variable(self, key: Key) -> Given | None:
        return self.variables.get(key.variable.name) if key.variable else None

    def _kind(self, key: Key) -> Kind[object]:
        variable = key.variable if self._variable(key) else None
        return (variable.kind if variable else None) or key.kind

    def _in_utc(self, key: Key, value: object) -> object:
        """A local time in UTC, and everything else as it is. Without a zone nobody knows what a time means."""
        if not isinstance(value, dt.datetime):
            return value
        if self._zone is None:
            self.wrong.add(key.path)
            return value.replace(tzinfo=dt.UTC)
        return instant(value, self._zone)

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        """The campaign's zone, None where it is wrong, which reading [campaign] names."""
        key = KEYS["campaign.zone"]
        raw = self._given(key)
        try:
            return zone(key.default if raw is None else raw)
        except Unfit:
            return None

    def _unfit(self, key: Key, raw: object, unfit: Unfit) -> None:
        label = key.variable.name if key.variable and self._variable(key) else key.name
        if key.starter and raw == key.starter:
            self._problem(key, f"{label} is not filled in yet", f"write {key.line}")
        else:
            mend = unfit.mend or f"write {self._kind(key).expected}, for instance {shown(key.example)}"
            self._problem(key, f"{label} {unfit.what or f'is {shown(raw)}'}", mend)

    def _problem(self, key: Key, what: str, mend: str) -> None:
        """Name what is wrong where the key was written, or where its table is."""
        given = self._variable(key)
        path, line = (given.path, given.line) if given else (SETTINGS_FILE, self.toml.line(key.table, key.name))
        self.problems.append(Problem(path, line, what, mend))


def _example(key: Key) -> object:
    value = key.kind.read(key.example)
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value
