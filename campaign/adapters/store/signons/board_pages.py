"""Pages of the board, filtered and ordered: for lists of any length. A page starts after a sign-on, not at a number of
skipped rows.

Organisations are some thousands at most, so any filter may read them all from their index. Individuals may be millions:
they are read from the newest to the oldest, from their primary key or from the index of those that are not listed.
"""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import record, rows
from campaign.adapters.store.signons.rows import SIGNON
from campaign.adapters.store.text_search import pattern_of
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.board import ledger_name
from campaign.core.signons.board_filter import BoardFilter, BoardOrder
from campaign.core.signons.record import RecordEntry

_COUNTRIES = """
    SELECT country, count(*) FROM signon WHERE letter = :letter AND kind = 'organisation' AND country <> ''
    GROUP BY country ORDER BY country"""
# What precedes the id in an order, and whether it goes down.
_SORTED = {
    BoardOrder.NEWEST: ("", True),
    BoardOrder.OLDEST: ("", False),
    BoardOrder.NAME: ("lower(s.name), ", False),
    BoardOrder.COUNTRY: ("s.country, lower(s.name), ", False),
}
_NAMED = "(lower(s.name) LIKE :low ESCAPE '!' OR s.name LIKE :typed ESCAPE '!' OR s.name LIKE :capital ESCAPE '!')"
_SIGNED_BY = """
    EXISTS (SELECT 1 FROM signer AS p WHERE p.signon = s.id AND (lower(p.person) LIKE :low ESCAPE '!'
        OR p.person LIKE :typed ESCAPE '!' OR p.person LIKE :capital ESCAPE '!'
        OR lower(p.mail) LIKE :low ESCAPE '!'))"""


@dataclass(frozen=True, slots=True)
class ListedSigner:
    """A row of a list of signatories."""

    signon: SignOn
    signer: Signer | None
    """None if nobody is known."""
    last: RecordEntry | None
    """The newest entry of the record about it."""
    delivery_state: str
    """The state of the newest invitation or reminder; "" if there was none."""


def after(
    db: Database,
    letter: str,
    wanted: BoardFilter,
    edge: int | None = None,
    limit: int = 50,
    *,
    with_people: bool = True,
) -> tuple[SignOn, ...]:
    """Return up to `limit` sign-ons that fit a filter, after the sign-on `edge`; from the first one without it.

    `with_people`: a text is also looked for in the signers' names and email addresses.
    """
    condition, values = _condition(letter, wanted, with_people=with_people)
    before_id, is_down = _SORTED[wanted.order]
    if edge is not None:
        this, edges = f"{before_id}s.id", f"SELECT {before_id}s.id FROM signon AS s WHERE s.id = :edge"
        condition += f" AND ({this}) {'<' if is_down else '>'} ({edges})"
    sql = f"""
        SELECT {SIGNON.select("s")} FROM signon AS s WHERE {condition}
        ORDER BY {before_id}s.id{" DESC" if is_down else ""} LIMIT :most"""
    answer = db.execute(sql, values | {"edge": edge or 0, "most": limit}).fetchall()
    return tuple(SIGNON.read(row) for row in answer)


def count(db: Database, letter: str, wanted: BoardFilter, *, with_people: bool = True) -> int:
    """Count the sign-ons that fit a filter. Reads them all: for organisations only."""
    condition, values = _condition(letter, wanted, with_people=with_people)
    return int(db.execute(f"SELECT count(*) FROM signon AS s WHERE {condition}", values).fetchone()[0])


def countries(db: Database, letter: str) -> tuple[tuple[str, int], ...]:
    """Return the countries of a letter's organisations, and how many have each."""
    return tuple((row[0], row[1]) for row in db.execute(_COUNTRIES, {"letter": letter}).fetchall())


def with_signers(db: Database, signons: tuple[SignOn, ...]) -> tuple[ListedSigner, ...]:
    """Return sign-ons with what a list says about each."""
    letters = {signon.letter for signon in signons}
    names = tuple(ledger_name(signon.id) for signon in signons)
    states = {name: state for letter in letters for name, state in signer_mailings.states_of(db, letter, names).items()}
    return tuple(
        ListedSigner(
            signon, rows.signer(db, signon.id), record.newest_of(db, signon.id), states.get(ledger_name(signon.id), "")
        )
        for signon in signons
    )


def _condition(letter: str, wanted: BoardFilter, *, with_people: bool) -> tuple[str, dict[str, str | int]]:
    parts = ["s.letter = :letter", rows.in_states(wanted.kind, wanted.states)]
    values: dict[str, str | int] = {"letter": letter, "edge": 0, "most": 0}
    if wanted.country:
        parts.append("s.country = :country")
        values["country"] = wanted.country
    if wanted.version is not None:
        parts.append("coalesce(s.agreed, s.version) = :version")
        values["version"] = wanted.version
    if wanted.text:
        parts.append(f"({_NAMED} OR {_SIGNED_BY})" if with_people else _NAMED)
        values |= _patterns(wanted.text)
    return " AND ".join(parts), values


def _patterns(text: str) -> dict[str, str]:
    """What LIKE compares: SQLite's `lower` knows ASCII only, so the text is looked for as typed and capitalised."""
    ways = {"low": text.lower(), "typed": text, "capital": text[:1].upper() + text[1:]}
    return {name: pattern_of(way) for name, way in ways.items()}
