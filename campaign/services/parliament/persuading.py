"""How open people may be, for the campaign's own eyes: no page, report or export has it."""

from campaign.adapters.store.parliament import people_directory, roll_call_rows
from campaign.core.parliament.scores import Persuadability, Stance, best_source, by_person, persuadability, score
from campaign.services.campaign import Campaign
from campaign.services.parliament.choosing import ChoiceResult


def judge(campaign: Campaign, result: ChoiceResult) -> dict[str, Persuadability]:
    """How open each of the chosen people may be, by id."""
    asked = campaign.store.read(roll_call_rows.asked_votes, campaign.letter)
    votes = {}
    for ask in asked:
        sources = campaign.store.read(roll_call_rows.votes_of, ask.vote)
        votes[ask.vote] = by_person(best_source(sources)) if sources else {}
    stances: dict[str, list[Stance]] = {}
    for stance in campaign.store.read(roll_call_rows.stances, campaign.letter):
        stances.setdefault(stance.person, []).append(stance)
    members: dict[str, list[str]] = {}
    for person in campaign.store.read(people_directory.candidates) if asked else ():
        members.setdefault(person.group_on(result.day), []).append(person.id)
    groups = {group: score(group, people, asked, votes) for group, people in members.items() if group}
    return {
        one.person.id: persuadability(
            stances.get(one.person.id, ()),
            score(one.person.id, [one.person.id], asked, votes),
            groups.get(one.group),
            asked,
        )
        for one in result.people
    }
