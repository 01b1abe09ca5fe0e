"""The tables that are known by their header: HowTheyVote's export, the Parliament's, the French Senate's, and tables
that people typed."""

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.addressees.names import normal_case
from campaign.core.parliament import terms
from campaign.core.parliament.entries import Entry, PersonEntry, RollCall, Seat
from campaign.core.parliament.json_shapes import full_name
from campaign.core.parliament.mapping import SourceMapping, mapped_table
from campaign.core.parliament.streams import damaged, utf8_chunks
from campaign.core.tables import encoding as encodings
from campaign.core.tables.delimiter import sniff_delimiter
from campaign.core.tables.text import fold_words, tidy
from campaign.core.tables.world import country_code
from campaign.errors import Problem

MOST_TABLE = 20_000_000
_VOTERS = ("vote_id", "member_id", "position")
_IGNORED = (
    {"code", "official_label", "label", "short_label"},
    {"code", "iso_alpha_2", "label"},
    {"code", "label", "abbreviation"},
    {"vote_id", "committee_code"},
)
_KNOWN = (
    _VOTERS,
    ("id", "first_name", "last_name", "country_code"),
    ("member_id", "group_code", "start_date"),
    ("id", "count_for", "count_against"),
    ("mep_identifier", "mep_family_name"),
    ("Matricule", "Nom usuel", "Prénom usuel"),
    ("id", "name", "sort_name", "group_id"),
)
_NAMES = {"name", "member", "mep", "ep id", "id", "person", "member id", "abgeordnete", "nom"}


def table_entries(chunks: Iterable[bytes], path: str, mapping: SourceMapping | None, vote: str = "") -> Iterator[Entry]:
    """Yield what a table says. `vote` is the number of the vote, for a typed table without a column for it."""
    head = b""
    iterator = iter(chunks)
    for chunk in iterator:
        head += chunk
        if b"\n" in head or len(head) > MOST_TABLE:
            break
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").strip("\r")
    names = [name.strip().strip('"') for name in first.split(",")]
    whole = (part for part in (head, *iterator)) if len(head) > MOST_TABLE else _joined(head, iterator)
    if mapping is None and set(_VOTERS) <= set(names):
        yield from _member_votes(whole, path)
        return
    data = _read_all(whole, path)
    yield from _small(data, path, mapping, vote)


def has_known_header(head: bytes) -> bool:
    """Whether a table begins with the header of a known list."""
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith(b"%")]
    first = lines[0].decode("utf-8", "replace") if lines else ""
    names = {fold_words(name.strip('" ')) for name in re.split("[,;\t]", first)}
    return any(set(map(fold_words, known)) <= names for known in _KNOWN) or names in [
        set(map(fold_words, known)) for known in _IGNORED
    ]


def _joined(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _read_all(chunks: Iterable[bytes], path: str) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_TABLE:
            raise damaged(path, f"a table of people larger than {MOST_TABLE // 1_000_000} MB", "split the file")
        parts.append(chunk)
    return b"".join(parts)


def _small(data: bytes, path: str, mapping: SourceMapping | None, vote: str) -> Iterator[Entry]:
    text, _, problem = encodings.decode(data, path)
    if problem:
        yield problem
        return
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("%")]  # the Senate's remarks
    text = "".join(lines)
    if not text.strip():
        raise damaged(path, "the file is empty", "add a header and a row for each entry")
    delimiter = sniff_delimiter(text[:100_000])
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        header = tuple(tidy(cell) for cell in next(reader))
    except csv.Error as error:
        raise damaged(path, f"the first row cannot be read ({error})") from error
    columns = set(header)
    rows = _rows(reader, header, path)
    if mapping is not None:
        yield from mapped_table(header, _only_rows(rows), mapping, path)
    elif {"id", "first_name", "last_name", "country_code"} <= columns:
        yield from _made(rows, lambda line, row: _htv_member(line, row, path))
    elif {"member_id", "group_code", "start_date"} <= columns:
        yield from _htv_groups(rows)
    elif {"id", "count_for", "count_against"} <= columns:
        yield from _made(rows, _htv_vote)
    elif {"mep_identifier", "mep_family_name"} <= columns:
        yield from _made(rows, lambda line, row: _ep_member(line, row, path))
    elif {"matricule", "nom usuel", "prenom usuel"} <= set(map(fold_words, columns)):
        yield from _made(rows, _french_senator)
    elif _typed_columns(header, vote):
        yield from _typed(header, rows, path, vote)
    elif columns in _IGNORED:
        return
    else:
        yield from _own_table(data, path)


_Row = tuple[int, Mapping[str, str]]


def _rows(reader: Iterator[list[str]], header: tuple[str, ...], path: str) -> Iterator[_Row | Problem]:
    line = 1
    try:
        for cells in reader:
            line += 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                yield Problem(path, line, f"{len(cells)} cells instead of {len(header)}", "correct the row")
                continue
            yield line, dict(zip(header, map(_cell, cells), strict=True))
    except csv.Error as error:
        raise damaged(path, f"line {line + 1} cannot be read ({error})") from error


def _cell(cell: str) -> str:
    return tidy(cell) or ("-" if cell.strip() == "-" else "")  # a minus is a position


def _only_rows(rows: Iterator[_Row | Problem]) -> Iterator[_Row]:
    return (row for row in rows if not isinstance(row, Problem))


def _made(rows: Iterator[_Row | Problem], make: Callable[[int, Mapping[str, str]], Entry]) -> Iterator[Entry]:
    for row in rows:
        yield row if isinstance(row, Problem) else make(*row)


def _htv_member(line: int, row: Mapping[str, str], path: str) -> Entry:
    if not row["id"].isdigit():
        return Problem(path, line, f"the id {row['id'][:40]!r} is no number", "get the export again")
    fields = {
        **full_name(row["first_name"], normal_case(row["last_name"]), ""),
        "country": country_code(row["country_code"]) or row["country_code"],
        "birth_date": terms.day(row.get("date_of_birth", "")),
        "mail": row.get("email", ""),
    }
    known = {name: value for name, value in fields.items() if value}
    return PersonEntry(f"europarl:{row['id']}", "howtheyvote", f"line {line}", known)


def _htv_groups(rows: Iterator[_Row | Problem]) -> Iterator[Entry]:
    seats: dict[str, list[Seat]] = {}
    lines: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        lines.setdefault(cells["member_id"], line)
        seats.setdefault(cells["member_id"], []).append(
            Seat("group", terms.group(cells["group_code"]), "member", cells["start_date"], cells.get("end_date", ""))
        )
    for number, own in seats.items():
        yield PersonEntry(
            f"europarl:{number}", "howtheyvote-groups", f"line {lines[number]}", {}, tuple(sorted(set(own)))
        )


def _htv_vote(line: int, row: Mapping[str, str]) -> RollCall:
    counts = {
        terms.FOR: row["count_for"],
        terms.AGAINST: row["count_against"],
        terms.ABSTENTION: row.get("count_abstention", ""),
        terms.NO_VOTE: row.get("count_did_not_vote", ""),
    }
    return RollCall(
        row["id"],
        "howtheyvote",
        f"line {line}",
        at=row.get("timestamp", ""),
        title=row.get("display_title", ""),
        subject=row.get("description", ""),
        reference=row.get("reference", ""),
        procedure=terms.reference(row.get("procedure_reference", "")) or row.get("procedure_reference", ""),
        result=row.get("result", "").lower(),
        published={position: int(count) for position, count in counts.items() if count.isdigit()},
    )


def _member_votes(chunks: Iterable[bytes], path: str) -> Iterator[Entry]:
    """HowTheyVote's positions, millions of rows: read without a value for each."""
    votes: dict[str, dict[tuple[str, str], list[str]]] = {}
    ids: dict[str, str] = {}
    reader = csv.reader(_lines(utf8_chunks(chunks, path)), strict=True)
    header = next(reader)
    at_vote, at_member, at_position = (header.index(name) for name in _VOTERS)
    at_group = header.index("group_code") if "group_code" in header else -1
    vote, lists = "", {}
    try:
        for row in reader:
            if row[at_vote] != vote:
                vote = row[at_vote]
                lists = votes.setdefault(vote, {})
            member = row[at_member]
            known = ids.get(member)
            if known is None:
                known = ids[member] = sys.intern(f"europarl:{member}")
            key = (row[at_position], row[at_group] if at_group >= 0 else "")
            people = lists.get(key)
            if people is None:
                people = lists[key] = []
            people.append(known)
    except (csv.Error, IndexError) as error:
        raise damaged(path, f"line {reader.line_num} cannot be read ({error})") from error
    for number in list(votes):
        yield from _voted(number, votes.pop(number), path)


def _voted(number: str, lists: Mapping[tuple[str, str], list[str]], path: str) -> Iterator[Entry]:
    positions: dict[str, dict[str, tuple[str, ...]]] = {}
    for (word, code), people in lists.items():
        position = terms.position(word)
        if not position:
            yield Problem(path, None, f"vote {number}: {word[:40]!r} is no position", "get the export again")
            continue
        positions.setdefault(position, {})[terms.group(code)] = tuple(people)
    yield RollCall(number, "howtheyvote", f"vote {number}", positions=positions)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = ""
    for chunk in chunks:
        lines = (rest + chunk.decode()).split("\n")
        rest = lines.pop()
        yield from lines
        if len(rest) > 1_000_000:
            raise csv.Error("a line without end")
    if rest:
        yield rest


def _ep_member(line: int, row: Mapping[str, str], path: str) -> Entry:
    given_name, family_name = row.get("mep_given_name", ""), row["mep_family_name"]
    mails = [mail.strip().removeprefix("mailto:") for mail in row.get("mep_email", "").split(";") if mail.strip()]
    is_lost = "?" in given_name + family_name
    fields = {
        **({} if is_lost else full_name(given_name, family_name, "")),
        "honorific": row.get("mep_honorific_prefix", "").rstrip("."),
        "gender": row.get("mep_gender", "") if row.get("mep_gender") in ("male", "female") else "",
        "birth_date": terms.day(row.get("mep_birthday", "")),
        "mail": mails[0] if mails else "",
        "other_mails": " ".join(mails[1:]),
        "homepage": row.get("mep_homepage", ""),
    }
    known = {name: value for name, value in fields.items() if value}
    number = row["mep_identifier"]
    if not number.isdigit():
        return Problem(path, line, f"the id {number[:40]!r} is no number", "get the table again")
    place = f"line {line}" + (f": a letter was lost in {given_name} {family_name}" if is_lost else "")
    return PersonEntry(f"europarl:{number}", "europarl-table", place, known)


def _french_senator(line: int, row: Mapping[str, str]) -> Entry:
    cells = {fold_words(name): value for name, value in row.items()}
    mail = cells.get("courrier electronique", "")
    group = cells.get("groupe politique", "")
    title = {"m": "Mr", "mme": "Ms", "mlle": "Ms"}.get(fold_words(cells.get("qualite", "")), "")
    fields = {
        **full_name(cells["prenom usuel"], cells["nom usuel"], ""),
        "honorific": title,
        "birth_date": terms.day(cells.get("date naissance", "")),
        "country": "FR",
        "group": terms.group(group),
        "mail": mail if "@" in mail else "",
    }
    known = {name: value for name, value in fields.items() if value}
    end = "" if fold_words(cells.get("etat", "actif")) == "actif" else terms.day(cells.get("date de deces", "")) or "1"
    seats = (Seat("mandate", "Sénat", "member", "", end),)
    return PersonEntry(f"senat:{cells['matricule']}", "senat", f"line {line}", known, seats)


def _typed_columns(header: tuple[str, ...], vote: str) -> dict[str, str]:
    """The columns of a roll call that somebody typed: the person, the position, and perhaps the vote."""
    folded = {fold_words(name): name for name in header}
    person = next((folded[name] for name in folded if name in _NAMES), "")
    numbers = next((folded[name] for name in ("vote id", "vote number", "vote") if name in folded), "")
    position = next((folded[name] for name in ("position", "voted", "recorded", "stimme") if name in folded), "")
    if not position and vote and "vote" in folded:
        position, numbers = folded["vote"], ""
    if not person or not position or not (numbers or vote):
        return {}
    others: dict[str, str] = {
        name: folded[name] for name in ("title", "date", "procedure", "intended", "group") if name in folded
    }
    return others | {"person": person, "position": position, "vote": numbers}


def _typed(header: tuple[str, ...], rows: Iterator[_Row | Problem], path: str, vote: str) -> Iterator[Entry]:
    columns = _typed_columns(header, vote)
    votes: dict[str, list[_Row]] = {}
    for row in rows:
        if isinstance(row, Problem):
            yield row
        else:
            votes.setdefault(row[1].get(columns["vote"], "") or vote, []).append(row)
    for number, own in votes.items():
        positions: dict[str, dict[str, list[str]]] = {}
        intended: dict[str, list[str]] = {}
        for line, cells in own:
            person = cells[columns["person"]]
            position = terms.position(cells[columns["position"]])
            if not position or not number:
                what = f"{cells[columns['position']][:40]!r} is no position" if number else "the vote has no number"
                yield Problem(path, line, what, "write for, against, abstention or no vote; or name the vote")
                continue
            key = f"europarl:{person}" if person.isdigit() else person if ":" in person else f"name:{line}:{person}"
            positions.setdefault(position, {}).setdefault(
                terms.group(cells.get(columns.get("group", ""), "")), []
            ).append(key)
            changed = terms.position(cells.get(columns.get("intended", ""), ""))
            if changed:
                intended.setdefault(changed, []).append(key)
        first = own[0][1]
        yield RollCall(
            number,
            "typed",
            f"line {own[0][0]}",
            at=first.get(columns.get("date", ""), ""),
            title=first.get(columns.get("title", ""), ""),
            procedure=terms.reference(first.get(columns.get("procedure", ""), "")),
            positions={
                position: {group: tuple(people) for group, people in groups.items()}
                for position, groups in positions.items()
            },
            intended={position: tuple(people) for position, people in intended.items()},
        )


def _own_table(data: bytes, path: str) -> Iterator[Entry]:
    """A table of people in any layout that the letter's own table may have."""
    reading = read_addressees(data, path)
    yield from reading.refused
    for record in reading.records:
        person = record.value
        fields = {
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "honorific": person.honorific,
            "honorific_override": person.honorific_override,
            "salutation": person.salutation,
            "country": country_code(person.country) or person.country,
            "group": terms.group(person.group) if person.group else "",
            "role": person.role,
            "mail": person.address,
            "phone": person.phone,
            "language": person.language,
        }
        known = {name: value for name, value in fields.items() if value}
        number = f"europarl:{person.key}" if person.key.isdigit() else f"table:{person.key}"
        yield PersonEntry(number, "table", f"line {record.line}", known)
