"""The shapes of JSON that are known by their content: the European Parliament's API, Popolo, and other parliaments."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from campaign.core.addressees.names import normal_case, split_name, split_titles
from campaign.core.parliament import terms
from campaign.core.parliament.entries import (
    AgendaItem,
    BodyName,
    Entry,
    Listing,
    PersonEntry,
    RollCall,
    Seat,
)
from campaign.core.parliament.json_stream import JsonRow
from campaign.core.tables.world import country_code
from campaign.errors import Problem

API = "europarl-api"
_KINDS = (
    ("COMMITTEE", "committee"),
    ("DELEGATION", "delegation"),
    ("EU_POLITICAL_GROUP", "group"),
    ("NATIONAL_POLITICAL_GROUP", "party"),
    ("EU_INSTITUTION", "mandate"),
)
_VOTERS = {"favor": terms.FOR, "against": terms.AGAINST, "abstention": terms.ABSTENTION}
_ENVELOPE = {"data", "items", "included", "@context", "meta", "totalResults", "links"}
_LANGUAGES = ("en", "mul", "fr", "de")
_SUFFIX = re.compile(r",\s*[A-Z][A-Za-z.]{1,5}$")
Row = Mapping[str, Any]


def texts(value: Any) -> list[str]:
    """A value as texts, whether the source has one, a list, or an object with an id."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    if isinstance(value, dict):
        return texts(value.get("id") or value.get("@id") or value.get("identifier") or value.get("label") or "")
    return [] if value is None or isinstance(value, bool) else [str(value)]


def text(value: Any) -> str:
    """The first of the texts; of an object by language, in English if there is one."""
    if isinstance(value, dict) and (spoken := next((value[code] for code in _LANGUAGES if value.get(code)), None)):
        return text(spoken)
    return next(iter(texts(value)), "")


def rows_of(value: Any) -> list[Row]:
    """A value as objects: one, a list, or none. What is no object is left out."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def prefixed(row: Row, key: str) -> Any:
    """The value of a key, which may carry a prefix such as `api:`."""
    if key in row:
        return row[key]
    return next((value for name, value in row.items() if name.endswith(f":{key}")), None)


def json_entries(rows: Iterable[JsonRow], path: str) -> Iterator[Entry]:
    """Yield what known rows say. A row of no known shape is a Problem."""
    popolo = _Popolo()
    is_answer = False
    for row in rows:
        is_answer = is_answer or row.key in ("data", "items")
        if row.key == "." and isinstance(row.value.get("data"), dict):
            row = JsonRow("data", "data", row.value["data"])  # one item instead of a list
        if isinstance(row.value, dict):
            entries = list(_entries(row, popolo, path, is_answer=is_answer))
        else:
            entries = [Problem(f"{path} {row.place}", None, "is no object")]
        yield from entries
    yield from popolo.people()


def _entries(row: JsonRow, popolo: "_Popolo", path: str, *, is_answer: bool) -> Iterator[Entry]:
    value: Row = row.value
    identifier = text(value.get("id"))
    if row.key == "memberships" or ("person_id" in value and "organization_id" in value):
        popolo.memberships.append(value)
    elif row.key == "organizations":
        popolo.bodies[identifier] = text(value.get("name"))
    elif "notation_votingId" in value or any(key.startswith("had_voter_") for key in value):
        yield from _decision(value, row.place)
    elif identifier.startswith("eli/dl/proc/") or "process_id" in value:
        yield from _procedure(value, row.place)
    elif identifier.startswith("person/"):
        yield _member(value, row)
    elif identifier.startswith("org/") and "label" in value:
        yield BodyName(identifier, text(value["label"]))
    elif "had_activity_type" in value:
        yield from _agenda(value, "")
    elif isinstance(value.get("value"), dict) and "nameDisplayAs" in value["value"]:
        yield _uk_member(value["value"], row.place)
    elif isinstance(value.get("politician"), dict):
        yield _german_member(value, row.place)
    elif all(isinstance(codes, dict | str) for codes in value.values()) and "org/" in str(value)[:400]:
        yield from _codes(value)
    elif "name" in value and row.key in ("", "persons", "."):
        yield from popolo.person(value, row.place)
    elif row.key == "included" or (row.key == "." and (popolo.is_any or is_answer or set(value) <= _ENVELOPE)):
        return
    elif row.key == "." and "data" not in value:
        message = text(value.get("error") or value.get("message") or value.get("detail"))[:80]
        yield Problem(f"{path} {row.place}", None, f"the answer has no data{f' ({message})' if message else ''}")
    else:
        yield Problem(f"{path} {row.place}", None, "is of no known shape")


def _number(value: Any) -> str:
    return text(value).rsplit("/", 1)[-1]


def _last(value: Any) -> str:
    return text(value).rstrip("/").rsplit("/", 1)[-1]


def _without_empty(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value and value.strip()}


def full_name(given_name: str, family_name: str, label: str) -> dict[str, str]:
    """The fields of a name, from its parts or from the whole of it."""
    if not (given_name and family_name) and label:
        parts = split_name(label)
        given_name, family_name = given_name or parts.given_name, family_name or parts.family_name
    given_name, family_name = normal_case(given_name.strip()), normal_case(family_name.strip())
    whole = f"{given_name} {family_name}".strip() or normal_case(label)
    return _without_empty({"name": whole, "given_name": given_name, "family_name": family_name})


def _member(row: Row, place: JsonRow) -> PersonEntry:
    number = text(row.get("identifier")) or _number(row.get("id"))
    seats = tuple(sorted({_seat(seat) for seat in rows_of(row.get("hasMembership"))}))
    mandates = [seat for seat in rows_of(row.get("hasMembership")) if seat.get("represents")]
    newest = max(mandates, key=lambda seat: terms.day(text(_span(seat).get("startDate"))), default={})
    mails = [mail.removeprefix("mailto:") for mail in texts(row.get("hasEmail"))]
    given_name, family_name = text(row.get("officialGivenName")), text(row.get("officialFamilyName"))
    honorific = _last(row.get("hasHonorificPrefix"))
    country = _last(prefixed(row, "country-of-representation")) or _last(newest.get("represents"))
    gender = _last(row.get("hasGender")).lower()
    fields = {
        **full_name(text(row.get("givenName")), text(row.get("familyName")), text(row.get("label"))),
        "official_name": f"{given_name} {family_name}".strip(),
        "honorific": {"MR": "Mr", "MS": "Ms", "DR": "Dr"}.get(honorific, ""),
        "gender": gender if gender in ("male", "female") else "",
        "birth_date": terms.day(text(row.get("bday"))),
        "country": country_code(country) or country,
        "group": terms.group(text(prefixed(row, "political-group"))),
        "mail": mails[0] if mails else "",
        "other_mails": " ".join(mails[1:]),
        "phone": _phone(newest),
        "homepage": text(row.get("homepage")),
    }
    is_list = prefixed(row, "political-group") is not None
    return PersonEntry(
        f"europarl:{number}",
        f"{API}-list" if not row.get("hasMembership") else API,
        place.place,
        _without_empty(fields),
        seats,
        listing=Listing.WHOLE if is_list else Listing.PART,
    )


def _span(seat: Row) -> Row:
    return next(iter(rows_of(seat.get("memberDuring"))), {})


def _phone(mandate: Row) -> str:
    for contact in rows_of(mandate.get("contactPoint")):
        for telephone in rows_of(contact.get("hasTelephone")):
            if number := text(telephone.get("hasValue")):
                return number.removeprefix("tel:")
    return ""


def _seat(row: Row) -> Seat:
    name, span = _last(row.get("membershipClassification")), _span(row)
    kind = next((kind for word, kind in _KINDS if name.startswith(word)), "other")
    body = text(row.get("organization"))
    return Seat(
        kind,
        terms.group(body) if kind == "group" and not body.startswith("org/") else body,
        terms.role(text(row.get("role"))),
        terms.day(text(span.get("startDate"))),
        terms.day(text(span.get("endDate"))),
    )


def _procedure(row: Row, place: str) -> Iterator[Entry]:
    reference = terms.reference(text(row.get("label"))) or terms.reference(text(row.get("id")))
    seats: dict[str, set[Seat]] = {}
    for part in rows_of(row.get("had_participation")):
        role = text(part.get("participation_role"))
        if not role:
            continue
        for person in texts(part.get("had_participant_person")):
            seat = Seat(
                "procedure",
                reference,
                terms.role(role),
                terms.day(text(part.get("activity_date"))),
                within=_last(part.get("participation_in_name_of")),
            )
            seats.setdefault(_number(person), set()).add(seat)
    for number, own in seats.items():
        yield PersonEntry(f"europarl:{number}", f"{API} {reference}", place, {}, tuple(sorted(own)))
    for part in rows_of(row.get("consists_of")):
        yield from _agenda(part, reference)


_AGENDA = {
    "PLENARY_VOTE": "plenary vote",
    "COMMITTEE_ADOPTING_REPORT": "committee vote",
    "COMMITTEE_VOTE": "committee vote",
    "PLENARY_DEBATE": "plenary debate",
}


def _agenda(row: Row, procedure: str) -> Iterator[AgendaItem]:
    kind = _last(row.get("had_activity_type"))
    procedure = procedure or next(
        (known for value in texts(row.get("inverse_consists_of")) if (known := terms.reference(value))), ""
    )
    day = terms.day(text(row.get("activity_date") or row.get("activity_start_date")))
    if day and procedure and kind in _AGENDA:
        yield AgendaItem(procedure, day, _AGENDA[kind], text(row.get("id")))


def _decision(row: Row, place: str) -> Iterator[Entry]:
    number = text(row.get("notation_votingId"))
    if not number:
        yield Problem(place, None, "a decision without the number of its vote")
        return
    positions: dict[str, dict[str, tuple[str, ...]]] = {}
    intended: dict[str, tuple[str, ...]] = {}
    published: dict[str, int] = {}
    for word, position in _VOTERS.items():
        people = _voters(row.get(f"had_voter_{word}"))
        if people:
            positions[position] = {"": people}
        if changed := texts(row.get(f"had_voter_intended_{word}")):
            intended[position] = _voters(changed)
        count = text(row.get(f"number_of_votes_{word}"))
        if count.isdigit():
            published[position] = int(count)
    yield RollCall(
        number,
        API,
        place,
        at=text(row.get("activity_start_date") or row.get("activity_date")),
        title=text(row.get("activity_label")),
        reference=_last(row.get("decided_on_a_realization_of")),
        procedure=next((terms.reference(value) for value in texts(row.get("inverse_consists_of"))), ""),
        result=_last(row.get("decision_outcome")).lower(),
        published=published,
        positions=positions,
        intended=intended,
    )


def _voters(value: Any) -> tuple[str, ...]:
    """The ids of people, each once; the same text for the same person, of whom there are millions of votes."""
    return tuple(dict.fromkeys(sys.intern(f"europarl:{person.rsplit('/', 1)[-1]}") for person in texts(value)))


def _codes(value: Row) -> Iterator[Entry]:
    for codes in value.values():
        if isinstance(codes, dict):
            for body, code in codes.items():
                if body.startswith("org/"):
                    yield BodyName(body, terms.group(text(code)))


def _uk_member(row: Row, place: str) -> PersonEntry:
    house = next(iter(rows_of(row.get("latestHouseMembership"))), {})
    party = next(iter(rows_of(row.get("latestParty"))), {})
    parts = text(row.get("nameListAs")).partition(",")
    address_as = text(row.get("nameAddressAs"))
    display = text(row.get("nameDisplayAs")).split()
    titles = [word for word in display[:1] if word.rstrip(".") in ("Mr", "Ms", "Mrs", "Miss", "Dr", "Sir", "Dame")]
    given_name = " ".join(word for word in parts[2].split() if word not in titles)
    start, end = terms.day(text(house.get("membershipStartDate"))), terms.day(text(house.get("membershipEndDate")))
    fields = {
        "name": " ".join(display[len(titles) :]),
        "given_name": given_name,
        "family_name": parts[0],
        "honorific": titles[0].rstrip(".") if titles else "",
        "salutation": f"Dear {address_as}," if address_as else "",
        "gender": {"M": "male", "F": "female"}.get(text(row.get("gender")), ""),
        "party": text(party.get("name")),
        "country": "GB",
    }
    body = "House of Lords" if text(house.get("house")) == "2" else "House of Commons"
    return PersonEntry(
        f"uk-parliament:{text(row.get('id'))}",
        "uk-members",
        place,
        _without_empty(fields),
        (Seat("mandate", body, "member", start, end),),
    )


def _german_member(row: Row, place: str) -> PersonEntry:
    person: Row = row["politician"]
    period = next(iter(rows_of(row.get("parliament_period"))), {})
    seats = [
        Seat(
            "mandate", text(period.get("label")), "member", terms.day(text(row.get("start_date"))),
            terms.day(text(row.get("end_date"))),
        )
    ]  # fmt: skip
    for fraction in rows_of(row.get("fraction_membership")):
        name = next(iter(rows_of(fraction.get("fraction"))), {}).get("label") or fraction.get("label")
        label = text(name).partition(" (")[0]
        seats.append(
            Seat("group", terms.group(label), "member", terms.day(text(fraction.get("valid_from"))),
                 terms.day(text(fraction.get("valid_until"))))
        )  # fmt: skip
    fields = {
        **full_name(text(person.get("first_name")), text(person.get("last_name")), text(person.get("label"))),
        "honorific_override": text(person.get("field_title") or row.get("field_title")).rstrip("."),
        "gender": {"m": "male", "f": "female"}.get(text(person.get("sex")), ""),
        "party": text(next(iter(rows_of(person.get("party"))), {}).get("label")),
        "group": seats[-1].body if seats[-1].kind == "group" else "",
    }
    wikidata = text(person.get("qid_wikidata"))
    return PersonEntry(
        f"abgeordnetenwatch:{text(person.get('id'))}",
        "abgeordnetenwatch",
        place,
        _without_empty(fields),
        tuple(seats),
        (f"wikidata:{wikidata}",) if wikidata else (),
    )


class _Popolo:
    """People, bodies and memberships of Popolo, which stand in lists of their own and are joined at the end."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        self.memberships: list[Row] = []
        self._people: dict[str, tuple[Row, str]] = {}

    @property
    def is_any(self) -> bool:
        return bool(self._people or self.memberships or self.bodies)

    def person(self, row: Row, place: str) -> Iterator[Problem]:
        identifier = text(row.get("id")) or text(row.get("name"))
        if identifier in self._people:
            yield Problem(place, None, f"the id {identifier[:60]!r} occurs twice", "keep one of the two")
        else:
            self._people[identifier] = (row, place)

    def people(self) -> Iterator[PersonEntry]:
        seats: dict[str, list[Seat]] = {}
        names: dict[str, str] = {}
        only = next(iter(self._people), "")
        for row in self.memberships:
            person = text(row.get("person_id")) or only
            seats.setdefault(person, []).extend(self._seats(row))
            names.setdefault(person, text(row.get("name")) or text(rows_name(row.get("person"))))
        for identifier, (row, place) in self._people.items():
            own = [seat for part in rows_of(row.get("memberships")) for seat in self._seats(part)]
            yield self._entry(identifier, row, place, (*own, *seats.get(identifier, ())), names.get(identifier, ""))

    def _seats(self, row: Row) -> Iterator[Seat]:
        start, end = terms.day(text(row.get("start_date"))), terms.day(text(row.get("end_date")))
        body = text(row.get("organization_id")) or text(rows_name(row.get("organization")))
        yield Seat(
            "committee" if "committee" in self.bodies.get(body, body).lower() else "mandate",
            self.bodies.get(body, body),
            terms.role(text(row.get("role"))),
            start,
            end,
        )
        if behalf := text(row.get("on_behalf_of_id")):
            yield Seat("group", terms.group(self.bodies.get(behalf, behalf)), "member", start, end)

    def _entry(self, identifier: str, row: Row, place: str, seats: tuple[Seat, ...], name: str) -> PersonEntry:
        contacts = {
            text(contact.get("type")): text(contact.get("value")) for contact in rows_of(row.get("contact_details"))
        }
        gender = text(row.get("gender")).lower()
        titles, bare = split_titles(_SUFFIX.sub("", text(row.get("name")) or name))
        names = full_name(text(row.get("given_name")), text(row.get("family_name")), bare)
        fields = {
            **names,
            "name": bare or names.get("name", ""),
            "honorific": (text(row.get("honorific_prefix")) or " ".join(titles)).rstrip("."),
            "gender": gender if gender in ("male", "female") else "",
            "birth_date": terms.day(text(row.get("birth_date"))),
            "mail": text(row.get("email")) or contacts.get("email", ""),
            "phone": contacts.get("phone", "") or contacts.get("voice", ""),
            "group": next((seat.body for seat in seats if seat.kind == "group" and not seat.end), ""),
        }
        others = (
            f"{text(other.get('scheme')).lower()}:{text(other.get('identifier'))}"
            for other in rows_of(row.get("identifiers"))
        )
        return PersonEntry(f"popolo:{identifier}", "popolo", place, _without_empty(fields), tuple(seats), tuple(others))


def rows_name(value: Any) -> Any:
    """The name of an object that stands in for its id."""
    return value.get("name") if isinstance(value, dict) else value
