"""The desk's lists of signatories: filtered, ordered, page by page, in stores of any size; and their export."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import board_pages, counts, submissions
from campaign.adapters.store.signons.board_pages import ListedSigner
from campaign.core.publish.lists import escape_formula
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.board_filter import STATE_WORDS, SURE, BoardFilter
from campaign.core.signons.submission import Submission
from campaign.core.tables.workbook import workbook
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.roles import Right
from campaign.services.campaign import Campaign

_PAGE = 50
_BATCH = 1000
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class SignatoryList:
    """A page of a list of signatories."""

    wanted: BoardFilter
    rows: tuple[ListedSigner, ...]
    """The signers are left out for who may not see people."""
    forms: tuple[Submission, ...]
    """Forms that wait for a confirmation, newest first: only where the list shows those."""
    total: int | None
    """How many fit the filter; None if that was not counted."""
    after: int | None
    """Where the next page starts; None on the last one."""
    counts: Mapping[SignOnState, int]
    """How many sign-ons of this kind are in each state."""
    stored: int
    """How many sign-ons there are in all, without the forms that wait for a confirmation."""
    countries: tuple[tuple[str, int], ...]
    """The countries of organisations, each with their number."""
    versions: Mapping[int, int]
    """The number of each version, by its id."""

    @property
    def sure(self) -> int:
        """How many are listed, confirmed or promised."""
        return sum(self.counts.get(state, 0) for state in SURE)


def read_signatories(
    campaign: Campaign, actor: TeamActor, wanted: BoardFilter, edge: int | None = None
) -> SignatoryList:
    """Read a page of the list, after the sign-on (or form) `edge`. Raises Refused without the right to see it."""
    need_right(actor, Right.SEE)
    may_see_people = actor.may(Right.SEE_PEOPLE)
    page = campaign.store.read(_read, campaign.letter, wanted, edge, may_see_people=may_see_people)
    if may_see_people:
        return page
    return replace(page, rows=tuple(replace(row, signer=None) for row in page.rows))


def export_signatories(campaign: Campaign, wanted: BoardFilter) -> Iterator[tuple[ListedSigner, ...]]:
    """Yield all sign-ons that fit the filter, with their signers, some at a time."""
    edge: int | None = None
    while batch := campaign.store.read(_batch, campaign.letter, wanted, edge):
        yield batch
        edge = batch[-1].signon.id


def signatories_csv(campaign: Campaign, wanted: BoardFilter) -> Iterator[bytes]:
    """The export for spreadsheets, in words and with times of the campaign's zone. No cell runs as a formula."""
    yield "\ufeff".encode()
    numbers = campaign.store.read(versions.numbers, campaign.letter)
    yield _csv_lines([_COLUMNS])
    for batch in export_signatories(campaign, wanted):
        yield _csv_lines([escape_formula(cell) for cell in _cells(campaign, row, numbers)] for row in batch)


def signatories_json(campaign: Campaign, wanted: BoardFilter) -> Iterator[bytes]:
    """The export as a JSON list, with times in UTC."""
    start, numbers = "[\n", campaign.store.read(versions.numbers, campaign.letter)
    for batch in export_signatories(campaign, wanted):
        for row in batch:
            yield (start + json.dumps(_data(row, numbers), ensure_ascii=False, default=str)).encode("utf-8", "replace")
            start = ",\n"
    yield b"\n]\n" if start != "[\n" else b"[]\n"


def signatories_xlsx(campaign: Campaign, wanted: BoardFilter) -> Iterator[bytes]:
    """The export as an Excel workbook, with the cells of the CSV file."""
    numbers = campaign.store.read(versions.numbers, campaign.letter)
    rows = (_cells(campaign, row, numbers) for batch in export_signatories(campaign, wanted) for row in batch)
    yield workbook(_COLUMNS, rows)


EXPORTS = {
    "csv": (signatories_csv, "text/csv; charset=utf-8"),
    "json": (signatories_json, "application/json"),
    "xlsx": (signatories_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}

_COLUMNS = (
    "Name", "Kind", "State", "Country", "Website", "Person", "Role", "Email", "Email confirmed", "Authority",
    "Agreed to", "Language", "How it came", "Came in", "Listed", "Answers by", "Note", "Transparency Register", "Key",
)  # fmt: skip
_SOURCES = {
    "page": "the public page", "invitation": "an invitation", "mail": "by email", "phone": "by phone",
    "import": "the coalition's table",
}  # fmt: skip


def _read(
    db: Database, letter: str, wanted: BoardFilter, edge: int | None, *, may_see_people: bool
) -> SignatoryList:  # fmt: skip
    by_state, stored = counts.of_board(db, letter, wanted.kind), counts.of(db, letter, wanted.kind)
    only_forms = wanted.states == (SignOnState.PENDING,)
    forms = submissions.before(db, letter, wanted.kind, edge or _LAST, _PAGE + 1) if only_forms else ()
    rows = () if only_forms and edge else board_pages.after(
        db, letter, wanted, None if only_forms else edge, _PAGE + 1, with_people=may_see_people
    )  # fmt: skip
    more = len(forms) > _PAGE or len(rows) > _PAGE
    last = forms[_PAGE - 1].id if len(forms) > _PAGE else rows[_PAGE - 1].id if len(rows) > _PAGE else None
    return SignatoryList(
        wanted=wanted,
        rows=board_pages.with_signers(db, rows[:_PAGE]),
        forms=forms[:_PAGE],
        total=_total(db, letter, wanted, by_state if only_forms else stored, may_see_people=may_see_people),
        after=last if more else None,
        counts=by_state,
        stored=sum(stored.values()),
        countries=board_pages.countries(db, letter) if wanted.kind is SignOnKind.ORGANISATION else (),
        versions=versions.numbers(db, letter),
    )


def _total(
    db: Database, letter: str, wanted: BoardFilter, by_state: Mapping[SignOnState, int], *, may_see_people: bool
) -> int | None:
    if not (wanted.country or wanted.text or wanted.version is not None):
        return sum(number for state, number in by_state.items() if not wanted.states or state in wanted.states)
    if wanted.kind is SignOnKind.ORGANISATION:
        return board_pages.count(db, letter, wanted, with_people=may_see_people)
    return None


def _batch(db: Database, letter: str, wanted: BoardFilter, edge: int | None) -> tuple[ListedSigner, ...]:
    return board_pages.with_signers(db, board_pages.after(db, letter, wanted, edge, _BATCH))


def _csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8", "replace")


def _cells(campaign: Campaign, row: ListedSigner, numbers: Mapping[int, int]) -> list[str]:
    zone = campaign.settings.campaign.zone

    def local(at: dt.datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""

    signon, signer = row.signon, row.signer
    agreed = numbers.get(signon.last_agreed or 0)
    return [
        signon.name,
        "individual" if signon.kind is SignOnKind.PERSON else "organisation",
        "Merged" if signon.merged_into else STATE_WORDS[signon.state],
        signon.country,
        signon.url,
        signer.person if signer else "",
        signer.role if signer else "",
        signer.address if signer else "",
        local(signer.confirmed_at) if signer else "",
        signer.authority if signer else "",
        f"version {agreed}" if agreed else "",
        signon.language,
        _SOURCES[signon.source],
        local(signon.created_at),
        local(signon.listed_at) if signon.state is SignOnState.LISTED else "",
        signer.until.isoformat() if signer and signer.until else "",
        signer.note if signer else "",
        signer.register if signer else "",
        signon.key,
    ]


def _data(row: ListedSigner, numbers: Mapping[int, int]) -> dict[str, object]:
    signon, signer = row.signon, row.signer
    merged: dict[str, object] = {"merged_into": f"signon-{signon.merged_into}"} if signon.merged_into else {}
    return {
        "key": signon.key,
        "name": signon.name,
        "kind": signon.kind,
        "state": signon.state,
        "country": signon.country,
        "url": signon.url,
        "language": signon.language,
        "source": signon.source,
        "version": numbers.get(signon.last_agreed or 0),
        "created_at": signon.created_at,
        "listed_at": signon.listed_at,
        "person": signer.person if signer else "",
        "role": signer.role if signer else "",
        "address": signer.address if signer else "",
        "authority": signer.authority if signer else "",
        "confirmed_at": signer.confirmed_at if signer else None,
        "until": signer.until if signer else None,
        "note": signer.note if signer else "",
        "register": signer.register if signer else "",
        "last_delivery": row.delivery_state,
    } | merged
