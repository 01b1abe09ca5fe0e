"""The shapes of XML that are known: the European Parliament's lists of Members, roll calls and lists of votes."""

from collections.abc import Iterable, Iterator

from campaign.core.parliament import terms
from campaign.core.parliament.entries import Entry, Listing, PersonEntry, RollCall
from campaign.core.parliament.json_shapes import full_name
from campaign.core.parliament.xml_stream import Node, XmlRow
from campaign.core.tables.world import country_code
from campaign.errors import Problem

ROWS = frozenset({"mep", "RollCallVote.Result", "voting"})
_RESULTS = {
    "Result.For": terms.FOR,
    "Result.Against": terms.AGAINST,
    "Result.Abstention": terms.ABSTENTION,
}
_INTENTIONS = {
    "Intentions.Result.For": terms.FOR,
    "Intentions.Result.Against": terms.AGAINST,
    "Intentions.Result.Abstention": terms.ABSTENTION,
}


def xml_entries(rows: Iterable[XmlRow], path: str) -> Iterator[Entry]:
    """Yield what the rows say."""
    for row in rows:
        if row.node.name == "mep":
            yield _member(row, path)
        elif row.node.name == "voting":
            yield from _voting(row)
        else:
            yield from _roll_call(row, path)


def _member(row: XmlRow, path: str) -> Entry:
    number, name = row.node.child("id"), row.node.child("fullName")
    if not number.isdigit() or not name:
        return Problem(path, row.line, "a Member without id or name", "get the list again")
    country, party = row.node.child("country"), row.node.child("nationalPoliticalGroup")
    fields = {
        **full_name("", "", name),
        "country": country_code(country) or country,
        "group": terms.group(row.node.child("politicalGroup")),
        "party": "" if party in ("-", "–") else party,
    }
    kind = "europarl-full-list" if country else "europarl-directory"
    known = {name: value for name, value in fields.items() if value}
    return PersonEntry(
        f"europarl:{number}", kind, f"line {row.line}", known, listing=Listing.WHOLE if country else Listing.PART
    )


def _roll_call(row: XmlRow, path: str) -> Iterator[Entry]:
    number = row.node.attributes.get("Identifier", "")
    if not number:
        yield Problem(path, row.line, "a roll call without its number", "get the file again")
        return
    positions: dict[str, dict[str, tuple[str, ...]]] = {}
    intended: dict[str, tuple[str, ...]] = {}
    published: dict[str, int] = {}
    for node in row.node.nodes:
        if node.name in _RESULTS:
            position = _RESULTS[node.name]
            count = node.attributes.get("Number", "")
            if count.isdigit():
                published[position] = int(count)
            else:
                yield Problem(path, row.line, f"vote {number}: the number of votes {position} is {count[:40]!r}",
                              "the positions are counted instead")  # fmt: skip
            positions[position] = _voters(node)
        for inner in (node, *node.nodes):
            if inner.name in _INTENTIONS:
                people = [person for group in _voters(inner).values() for person in group]
                intended[_INTENTIONS[inner.name]] = tuple(people)
    description = row.node.child("RollCallVote.Description.Text")
    yield RollCall(
        number,
        "europarl-rcv",
        f"line {row.line}",
        at=row.node.attributes.get("Date", "") or row.around.get("Sitting.Date", ""),
        title=description[:300],
        published=published,
        positions={position: groups for position, groups in positions.items() if groups},
        intended=intended,
    )


def _voters(node: Node) -> dict[str, tuple[str, ...]]:
    """The ids by group. MepId is a number of the term, and not the person's."""
    groups: dict[str, tuple[str, ...]] = {}
    for group in node.all("Result.PoliticalGroup.List"):
        people = tuple(
            f"europarl:{number}" if (number := name.attributes.get("PersId", "")) else f"name:{name.whole_text()}"
            for name in group.nodes
        )
        label = terms.group(group.attributes.get("Identifier", ""))
        groups[label] = groups.get(label, ()) + people
    return groups


def _voting(row: XmlRow) -> Iterator[RollCall]:
    attributes = row.node.attributes
    if attributes.get("resultType") != "ROLL_CALL":
        return
    counts = {
        terms.FOR: attributes.get("numberFavor", ""),
        terms.AGAINST: attributes.get("numberAgainst", ""),
        terms.ABSTENTION: attributes.get("numberAbstention", ""),
    }
    yield RollCall(
        attributes.get("votingId", ""),
        "europarl-vot",
        f"line {row.line}",
        at=attributes.get("voteTimestamp", ""),
        title=row.node.child("label") or row.node.child("title"),
        subject=row.node.child("amendmentSubject"),
        result=attributes.get("result", "").lower(),
        published={position: int(count) for position, count in counts.items() if count.isdigit()},
    )
