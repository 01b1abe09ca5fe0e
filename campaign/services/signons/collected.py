"""Sign-ons that were collected elsewhere, such as with a form: each is entered and waits until its signer confirms it
by email, as one that the coordinator types."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import additions
from campaign.core.signatories import Organisation
from campaign.core.signatories.known_organisations import KnownOrganisations
from campaign.core.signons import NewSignOn, SignOnSource
from campaign.core.signons import contacts as contact_tables
from campaign.core.signons.contacts import OrganisationContact
from campaign.core.tables import Record, TableReading
from campaign.core.tables.reading import line_number
from campaign.errors import Problem, Refused
from campaign.services.campaign import Campaign
from campaign.services.people.importing import table_as_csv
from campaign.services.signons.adding import entered_signon, near_doubles
from campaign.services.signons.decision_mail import DecisionMail, confirmation_mail
from campaign.services.signons.review import ReviewContext, review_context


@dataclass(frozen=True, slots=True)
class CollectedPlan:
    """Sign-ons of a table that would be entered."""

    path: str
    """The name of the file, for messages."""
    reading: TableReading[OrganisationContact]
    """The good rows, a problem for each refused one, and remarks."""
    new: tuple[Record[NewSignOn], ...]
    """Those to enter. Each signer gets an email that asks to confirm."""
    left_out: tuple[Problem, ...]
    """Rows that need nothing: the address or the organisation has signed, or was entered before."""
    doubles: tuple[Problem, ...]
    """Rows whose name is similar to another one: a person decides."""
    with_doubles: bool
    """Whether the rows of `doubles` are among `new`, because a person said that they are other organisations."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why rows are not entered although they should be, in the file's order."""
        doubles = () if self.with_doubles else self.doubles
        return tuple(sorted((*self.reading.refused, *doubles), key=line_number))

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return len(self.new)


def is_collected(data: bytes, path: str) -> bool:
    """Whether a table has the email addresses of signers. Raises FolderError for a spreadsheet that cannot be read."""
    return contact_tables.holds_signers(table_as_csv(data, path), path)


def plan_collected(campaign: Campaign, data: bytes, path: str, *, with_doubles: bool = False) -> CollectedPlan:
    """Plan to enter the sign-ons of a table. Raises Refused if no version is frozen, FolderError for a spreadsheet that
    cannot be read. A bad row is a problem of the plan."""
    reading = contact_tables.read_signon_rows(table_as_csv(data, path), path)
    return campaign.store.read(partial(_plan, with_doubles=with_doubles), campaign.letter, path, reading)


def enter_collected(campaign: Campaign, plan: CollectedPlan) -> int:
    """Enter the sign-ons as planned, each with the notice that asks to confirm. Returns their number. Raises Refused,
    and enters none, if the plan is stale."""
    return campaign.store.write(_enter, campaign.letter, plan, campaign.now())


def first_mail(campaign: Campaign, plan: CollectedPlan) -> DecisionMail:
    """The email to the first signer, as it would be now."""
    return confirmation_mail(campaign, plan.new[0].value)


def _plan(
    db: Database, letter: str, path: str, reading: TableReading[OrganisationContact], *, with_doubles: bool
) -> CollectedPlan:
    version = versions.public(db, letter)
    if version is None:
        raise Refused("nobody can sign yet: no version of the letter is frozen", fix="campaign letter freeze")
    directory, context = people.organisations(db), review_context(db, letter)
    rows = [
        Record(row.line, entered_signon(letter, version.id, row.value, directory, SignOnSource.MAIL))
        for row in reading.records
    ]
    free = [row for row in rows if additions.may_enter(db, row.value)]
    doubles = tuple(_doubles(free, context, path))
    lines = set() if with_doubles else {problem.line for problem in doubles}
    new = tuple(row for row in free if row.line not in lines)
    taken = {row.line for row in rows} - {row.line for row in free}
    left_out = tuple(
        Problem(path, row.line, f"{row.value.name} or {row.value.address} has signed, or was entered before")
        for row in rows
        if row.line in taken
    )
    return CollectedPlan(path, reading, new, left_out, doubles, with_doubles)


def _doubles(rows: Sequence[Record[NewSignOn]], context: ReviewContext, path: str) -> Iterator[Problem]:
    """A problem for each row whose name is similar to that of a known organisation, or of a row above it."""
    fix = "if it is another organisation, say so; if not, remove the row"
    above = KnownOrganisations(Organisation(str(row.line), row.value.name) for row in rows)
    for row in rows:
        same = [f"{double.name}, {double.state or 'in the directory'}" for double in near_doubles(context, row.value)]
        lines = sorted(int(match.key) for match in above.matches(row.value.name))
        same += [f"the organisation of line {line}" for line in lines if line < row.line]
        if same:
            yield Problem(path, row.line, f"{row.value.name} may be {same[0]}", fix)


def _enter(db: Database, letter: str, plan: CollectedPlan, at: dt.datetime) -> int:
    if _plan(db, letter, plan.path, plan.reading, with_doubles=plan.with_doubles) != plan:
        raise Refused("nothing was entered: the sign-ons have changed since you saw them", fix="import the table again")
    return sum(additions.enter(db, row.value, at) is not None for row in plan.new)
