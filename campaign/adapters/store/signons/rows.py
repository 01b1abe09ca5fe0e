"""Reading sign-ons and their signers. They are written by `transitions`, and by the modules for each action."""

from collections.abc import Collection, Iterable, Iterator

from campaign.adapters.store.columns import NUMBER_TIME, Columns
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.digests import address_digest, mailbox_digest
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, Signer, SignOn, SignOnKind

SIGNON = Columns(SignOn, renamed={"has_objected": "held"}, created_at=NUMBER_TIME, listed_at=NUMBER_TIME)
SIGNER = Columns(Signer, renamed={"address": "mail"}, confirmed_at=NUMBER_TIME)
ANSWERS = Columns(NewSignOn, renamed={"address": "mail", "address_key": "mail_key"})  # columns of both tables

_SIGNONS = f"SELECT {SIGNON.select('s')} FROM signon AS s"
_IN_ORDER = "ORDER BY CASE WHEN s.position = 0 THEN 1 ELSE 0 END, s.position, s.id"
_ONE = f"{_SIGNONS} WHERE s.id = :signon"
_SIGNER_OF = f"SELECT {SIGNER.select()} FROM signer WHERE signon = :signon"
_BY_ADDRESS = (
    "SELECT p.signon, s.kind FROM signer AS p JOIN signon AS s ON s.id = p.signon WHERE p.mail_key = :mail_key"
)
_OF_MAILBOX = """
    SELECT p.signon FROM signer AS p JOIN signon AS s ON s.id = p.signon
    WHERE p.mailbox = :mailbox AND s.letter = :letter AND s.id <> :signon
        AND s.state IN ('confirmed', 'listed', 'refused', 'withdrawn') ORDER BY s.id"""
_LETTERS = "SELECT DISTINCT letter FROM signon_count"
_BY_ORGANISATION = f"{_SIGNONS} WHERE s.letter = :letter AND s.organisation = :organisation"
_OF_ORGANISATION = f"{_SIGNONS} WHERE s.organisation = :organisation"
_ORGANISATIONS = f"{_SIGNONS} WHERE s.letter = :letter AND s.kind = 'organisation' {_IN_ORDER}"
_LISTED_ORGANISATIONS = f"""
    {_SIGNONS} WHERE s.letter = :letter AND s.kind = 'organisation' AND s.state = 'listed' {_IN_ORDER}"""
_SIGNERS = f"""
    SELECT {SIGNER.select("p")} FROM signer AS p
    JOIN signon AS s ON s.id = p.signon WHERE s.letter = :letter AND s.kind = 'organisation'"""
_PEOPLE_BEFORE = f"""
    {_SIGNONS} WHERE s.version = :version AND s.kind = 'person' AND s.state = 'listed' AND s.id < :before
    ORDER BY s.id DESC LIMIT :most"""
_EVERY = f"{_SIGNONS} ORDER BY s.id"
_EVERY_SIGNER = f"SELECT {SIGNER.select()} FROM signer ORDER BY signon"
_AFTER_ALL = 2**62  # greater than every id


def one(db: Database, signon: int) -> SignOn | None:
    """Return a sign-on by its id, None if there is none."""
    row = db.execute(_ONE, {"signon": signon}).fetchone()
    return SIGNON.read(row) if row else None


def signer(db: Database, signon: int) -> Signer | None:
    """Return the signer of a sign-on; None if nobody is known, or the data was erased."""
    row = db.execute(_SIGNER_OF, {"signon": signon}).fetchone()
    return SIGNER.read(row) if row else None


def by_address(db: Database, letter: str, address_key: str, kind: SignOnKind | None = None) -> int | None:
    """Return the id of an email address's sign-on, of one kind if `kind` is given. `address_key` is the form that its
    spellings share."""
    kinds = SignOnKind if kind is None else (kind,)
    return next((signon for signon, row_kind in _at_address(db, letter, address_key, kinds) if row_kind in kinds), None)


def of_address(db: Database, address_key: str) -> tuple[int, ...]:
    """Return the ids of an email address's sign-ons to all letters."""
    letters = [row[0] for row in db.execute(_LETTERS).fetchall()]
    return tuple(sorted(signon for letter in letters for signon, _ in _at_address(db, letter, address_key)))


def second_key(address_key: str, kind: SignOnKind) -> str:
    """The form of an address whose owner signs both for an organisation and as an individual: the first sign-on has the
    address itself, the one of the other kind has this."""
    return f"{address_key}\0{kind}"


def _at_address(
    db: Database, letter: str, address_key: str, kinds: Iterable[SignOnKind] = SignOnKind
) -> Iterator[tuple[int, SignOnKind]]:
    """Yield the id and kind of each sign-on of an address: at most one for an organisation and one as an individual."""
    for key in (address_key, *(second_key(address_key, kind) for kind in kinds)):
        row = db.execute(_BY_ADDRESS, {"mail_key": address_digest(db, letter, key)}).fetchone()
        if row is not None:
            yield row[0], SignOnKind(row[1])


def by_organisation(db: Database, letter: str, organisation: str) -> SignOn | None:
    """Return the sign-on of an organisation of the directory, by its key."""
    row = db.execute(_BY_ORGANISATION, {"letter": letter, "organisation": organisation}).fetchone()
    return SIGNON.read(row) if row else None


def of_organisation(db: Database, organisation: str) -> tuple[SignOn, ...]:
    """Return the sign-ons of an organisation of the directory to all letters."""
    rows = db.execute(_OF_ORGANISATION, {"organisation": organisation}).fetchall()
    return tuple(SIGNON.read(row) for row in rows)


def organisations(db: Database, letter: str) -> tuple[SignOn, ...]:
    """Return the organisations' sign-ons to a letter in order, in any state."""
    return tuple(SIGNON.read(row) for row in db.execute(_ORGANISATIONS, {"letter": letter}).fetchall())


def listed_organisations(db: Database, letter: str) -> tuple[SignOn, ...]:
    """Return the listed organisations' sign-ons to a letter in order, under any version."""
    return tuple(SIGNON.read(row) for row in db.execute(_LISTED_ORGANISATIONS, {"letter": letter}).fetchall())


def signers(db: Database, letter: str) -> dict[int, Signer]:
    """Return the signer of each organisation's sign-on to a letter, by the sign-on's id."""
    rows = db.execute(_SIGNERS, {"letter": letter}).fetchall()
    return {row[0]: SIGNER.read(row) for row in rows}


def every(db: Database) -> tuple[SignOn, ...]:
    """Return the sign-ons to all letters."""
    return tuple(SIGNON.read(row) for row in db.execute(_EVERY).fetchall())


def every_signer(db: Database) -> tuple[Signer, ...]:
    """Return all signers, including those who were only asked."""
    return tuple(SIGNER.read(row) for row in db.execute(_EVERY_SIGNER).fetchall())


def of_mailbox(db: Database, signon: SignOn, address_key: str) -> tuple[tuple[SignOn, Signer], ...]:
    """Return the other sign-ons to the same letter from the mailbox of an address, in all its spellings."""
    values = {"letter": signon.letter, "signon": signon.id, "mailbox": mailbox_digest(db, address_key)}
    ids = [row[0] for row in db.execute(_OF_MAILBOX, values).fetchall()]
    return tuple((other, who) for number in ids if (other := one(db, number)) and (who := signer(db, number)))


def signatories(db: Database, letter: str, version: int | None) -> tuple[Organisation, ...]:
    """Return the organisations of a letter in order: those listed under `version` or under none, and those not listed.

    Organisations that are listed under another version are left out. With None, only those under no version stay.
    """
    return tuple(
        signon.as_organisation
        for signon in organisations(db, letter)
        if signon.state is not SignOnState.LISTED or signon.version in (version, None)
    )


def in_state(db: Database, letter: str, kind: SignOnKind, state: SignOnState) -> tuple[SignOn, ...]:
    """Return the sign-ons of a kind in a state, oldest first."""
    sql = f"{_SIGNONS} WHERE s.letter = :letter AND {in_states(kind, (state,))} ORDER BY s.id"
    return tuple(SIGNON.read(row) for row in db.execute(sql, {"letter": letter}).fetchall())


def in_states(kind: SignOnKind, states: Collection[SignOnState]) -> str:
    """Return the condition for sign-ons `s` of a kind in one of some states; in any for none. It holds the values
    themselves, because SQLite uses an index that has a condition only if the query repeats it."""
    parts = [f"s.kind = '{kind}'"]
    if states:
        words = ", ".join(f"'{state}'" for state in states)
        parts.append(f"s.state IN ({words})")
        if kind is SignOnKind.PERSON and SignOnState.LISTED not in states:
            parts.append("s.state <> 'listed'")
    return " AND ".join(parts)


def people(db: Database, version: int, before: int | None = None, limit: int = 50) -> tuple[SignOn, ...]:
    """Return up to `limit` individuals listed under a version, newest first, older than the sign-on `before`."""
    values = {"version": version, "before": _AFTER_ALL if before is None else before, "most": limit}
    return tuple(SIGNON.read(row) for row in db.execute(_PEOPLE_BEFORE, values).fetchall())
