"""Choosing people from the directory by a query, saving the list, and making them addressees of a letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.adapters.store import people
from campaign.adapters.store.parliament import people_directory, roll_call_rows
from campaign.adapters.store.parliament.people_directory import DirectoryPerson
from campaign.adapters.store.parliament.roll_call_rows import PeopleList
from campaign.core.addressees import Addressee
from campaign.core.parliament import terms
from campaign.core.parliament.choice import Candidate, Choice, ChoiceFacts, VoteFacts, choose
from campaign.core.parliament.entries import Seat
from campaign.core.parliament.person_record import list_changes, seat_words
from campaign.core.parliament.query import PeopleQuery, read_query
from campaign.core.parliament.scores import best_source, by_person
from campaign.core.tables.text import slug
from campaign.core.tables.world import country
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.people.editing import plan_people
from campaign.services.people.importing import TableImportPlan


@dataclass(frozen=True, slots=True)
class ChosenPerson:
    """Somebody who fits, with what speaks for it."""

    person: Candidate
    group: str
    """The group on the day."""
    roles: tuple[str, ...]
    """The seats and roles on the day that the query names, in words."""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """How a saved list has changed since it was saved."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[tuple[str, str, str, str], ...]
    """Id, field, old and new text."""


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """Who fits a query."""

    query: PeopleQuery
    day: str
    data_day: str
    """The day of the newest data in the directory."""
    people: tuple[ChosenPerson, ...]
    left: tuple[Candidate, ...]
    """Who would fit, and no longer sits."""
    changes: ListChanges | None = None
    """Of a saved list: what has changed."""


def directory(campaign: Campaign) -> list[DirectoryPerson]:
    """Everybody in the directory, by name."""
    return campaign.store.read(people_directory.every_person)


def choose_people(campaign: Campaign, text: str) -> ChoiceResult:
    """Who fits a query. Raises UsageError for a query that cannot be read or names a vote or list that is not there."""
    query = read_query(text)
    candidates = campaign.store.read(people_directory.candidates)
    choice = choose(query, candidates, _facts(campaign, query))
    return ChoiceResult(
        query,
        choice.day,
        campaign.store.read(people_directory.newest_day),
        tuple(_chosen(person, query, choice) for person in choice.people),
        choice.left,
    )


def run_list(campaign: Campaign, name: str) -> ChoiceResult:
    """Run a saved list again, and compare. Raises UsageError if there is none with the name."""
    saved = next((one for one in saved_lists(campaign) if one.name == name), None)
    if saved is None:
        raise UsageError(f"there is no saved list {name!r}", fix="campaign addressee choose --lists")
    result = choose_people(campaign, saved.query)
    joined, left, changed = list_changes(saved.people, _compared(result))
    changes = ListChanges(tuple(joined), tuple(left), tuple(changed))
    return ChoiceResult(result.query, result.day, result.data_day, result.people, result.left, changes)


def save_list(campaign: Campaign, name: str, result: ChoiceResult) -> PeopleList:
    """Save a query with who fits it now. Raises UsageError for a name that cannot be typed in a query."""
    if not name.strip() or any(sign in name for sign in '",()='):
        raise UsageError(f"{name!r} cannot be the name of a list", fix="use letters, digits and spaces")
    if any(name in term.values for term in result.query.terms("list")):
        raise UsageError(f"the list {name!r} would contain itself", fix="choose another name")
    saved = PeopleList(name.strip(), result.query.text, result.day, result.data_day, _compared(result))
    campaign.store.write(roll_call_rows.put_list, saved, campaign.now())
    return saved


def saved_lists(campaign: Campaign) -> tuple[PeopleList, ...]:
    """The saved lists, by name."""
    return campaign.store.read(roll_call_rows.lists)


def plan_choice(campaign: Campaign, letter: str, result: ChoiceResult) -> TableImportPlan[Addressee] | None:
    """Plan to make the people addressees of a letter; None if all are. Who is one already stays as he or she is."""
    return plan_people(campaign, letter, [addressee_of(chosen) for chosen in result.people])


def addressee_of(chosen: ChosenPerson) -> Addressee:
    """A person of the directory as an addressee."""
    fields = chosen.person.fields
    scheme, _, number = chosen.person.id.partition(":")
    return Addressee(
        key=number if scheme in ("europarl", "table", "name") else slug(chosen.person.id),
        name=fields.get("name", ""),
        family_name=fields.get("family_name", "") or fields.get("name", "").rsplit(" ", 1)[-1],
        given_name=fields.get("given_name", ""),
        honorific=fields.get("honorific", ""),
        honorific_override=fields.get("honorific_override", ""),
        salutation=fields.get("salutation", ""),
        address=fields.get("mail", ""),
        country=country(fields.get("country", "")) or fields.get("country", ""),
        group=chosen.group,
        role=fields.get("role", "") or ", ".join(chosen.roles)[:150],
        language=fields.get("language", ""),
        phone=fields.get("phone", ""),
    )


def letter_people_who_left(campaign: Campaign, letter: str) -> list[str]:
    """The names of addressees who, as the directory has it, no longer sit. Name them before sending."""
    today = f"{campaign.now():%Y-%m-%d}"
    keys = {person.key for person in campaign.store.read(people.addressees, letter)}
    if not keys:
        return []
    return [
        person.fields.get("name", person.id)
        for person in campaign.store.read(people_directory.candidates)
        if {person.id.partition(":")[2], slug(person.id)} & keys and not person.sits_on(today)
    ]


def _facts(campaign: Campaign, query: PeopleQuery) -> ChoiceFacts:
    votes = {
        vote: vote_facts(campaign, vote)
        for vote in dict.fromkeys(v for term in query.terms("vote") for v in term.values)
    }
    saved = {one.name: frozenset(one.people) for one in saved_lists(campaign)} if query.terms("list") else {}
    for name in (value for term in query.terms("list") for value in term.values):
        if name not in saved:
            raise UsageError(f"there is no saved list {name!r}", fix="campaign addressee choose --lists")
    stances: dict[str, str] = {}
    if query.terms("position"):
        for stance in campaign.store.read(roll_call_rows.stances, campaign.letter):
            stances[stance.person] = stance.stance
    return ChoiceFacts(f"{campaign.now():%Y-%m-%d}", votes, stances, saved)


def vote_facts(campaign: Campaign, vote: str) -> VoteFacts:
    """A vote as it is believed first. Raises UsageError if it was not imported, or only its totals."""
    sources = campaign.store.read(roll_call_rows.votes_of, vote)
    if not any(one.positions for one in sources):
        what = f"of the vote {vote} only the totals are known" if sources else f"there is no vote {vote}"
        raise UsageError(what, fix="campaign vote import FILE, with how each Member voted")
    main = best_source(sources)
    day = next((terms.day(one.at) for one in (main, *sources) if terms.day(one.at)), "")
    return VoteFacts(day, by_person(main))


def _chosen(person: Candidate, query: PeopleQuery, choice: Choice) -> ChosenPerson:
    return ChosenPerson(person, person.group_on(choice.day), tuple(_roles(person, query, choice.day)))


def _roles(person: Candidate, query: PeopleQuery, day: str) -> Sequence[str]:
    """The person's seats that the query may be about: in words that fit into a letter's table."""
    bodies = {value.lower() for term in query.terms("committee") for value in term.values}
    references = [value for term in query.terms("procedure") for value in term.values]
    words = []
    for seat in person.seats:
        if not seat.is_on(day):
            continue
        if seat.kind == "procedure" and (not references or _is_about(seat, references)):
            role = {"opinion-rapporteur": "rapporteur for opinion", "opinion-shadow": "shadow for opinion"}.get(
                seat.role, seat.role
            )
            words.append(f"{role} ({seat.within})" if seat.within else role)
        elif seat.kind == "committee" and seat.body.lower() in bodies:
            words.append(f"{seat.role} ({seat.body})")
    return list(dict.fromkeys(words))


def _is_about(seat: Seat, references: Sequence[str]) -> bool:
    return any(terms.same_procedure(reference, seat.body) for reference in references)


def _compared(result: ChoiceResult) -> dict[str, dict[str, str]]:
    return {
        chosen.person.id: {
            "name": chosen.person.fields.get("name", ""),
            "group": chosen.group,
            "country": chosen.person.fields.get("country", ""),
            "role": ", ".join(chosen.roles),
        }
        for chosen in result.people
    }


def seats_on(person: DirectoryPerson, day: str) -> list[str]:
    """A person's seats on a day, in words."""
    return [seat_words(seat) for seat in person.seats if seat.is_on(day)]
