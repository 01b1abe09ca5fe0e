"""Import and choice with real data of the European Parliament and HowTheyVote, which are outside the repository."""

from collections import Counter
from pathlib import Path

import pytest

from campaign.core.parliament.choice import Candidate
from campaign.core.parliament.person_record import PersonFate
from campaign.core.parliament.scores import by_person
from campaign.services.campaign import Campaign
from campaign.services.parliament import choosing, directory_import, vote_import
from campaign.services.parliament.directory_import import DirectoryImportPlan
from campaign.services.parliament.sources import read_sources
from tests.helpers.campaign import sample
from tests.helpers.real_data import real_data

FOUR = {
    "europarl:124867": ("Brando Benifei", "S&D", "IT", "Mr"),
    "europarl:197665": ("Dragoş Tudorache", "Renew", "RO", "Mr"),
    "europarl:197460": ("Sergey Lagodinsky", "Greens/EFA", "DE", "Mr"),
    "europarl:96761": ("Axel Voss", "EPP", "DE", "Mr"),
}
# The votes on the AI Act in which the four did not vote alike: for, against, by the order above.
SPLIT = {
    "156138": "+++-",
    "156152": "+++-",
    "156157": "+-+-",
    "156158": "+-+-",
    "156159": "+-+-",
    "156165": "---+",
    "156185": "---+",
    "156188": "---+",
}


@pytest.fixture(scope="module")
def data() -> Path:
    return real_data("howtheyvote", "parliament data").parent


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return Campaign(sample(tmp_path))


def import_files(campaign: Campaign, *files: Path) -> DirectoryImportPlan:
    plan = directory_import.plan_directory_import(campaign, read_sources(files, [file.name for file in files]))
    return directory_import.apply_directory_import(campaign, plan)


def fates(plan: DirectoryImportPlan) -> dict[PersonFate, int]:
    return dict(Counter(row.fate for row in plan.rows))


def test_the_full_list_twice(campaign: Campaign, data: Path) -> None:
    """All 750 of the full list are in the directory, without doubles, and a second import changes nothing."""
    full_list = data / "europarl" / "meps_full-list_fr_2019-03.xml"
    assert fates(import_files(campaign, full_list)) == {PersonFate.NEW: 750}
    assert fates(import_files(campaign, full_list)) == {PersonFate.SAME: 750}
    people = choosing.directory(campaign)
    assert (len(people), len({person.id for person in people})) == (750, 750)
    assert {len(person.fields["country"].value) for person in people} == {2}
    assert len({person.fields["group"].value for person in people}) == 9


def test_the_members_of_how_they_vote_twice(campaign: Campaign, data: Path) -> None:
    """All 1,268 members are in the directory, without doubles, and a second import changes nothing."""
    files = [data / "howtheyvote" / name for name in ("members.csv", "group_memberships.csv")]
    assert fates(import_files(campaign, *files)) == {PersonFate.NEW: 1268, PersonFate.CHANGED: 1266}
    assert fates(import_files(campaign, *files)) == {PersonFate.SAME: 1268 + 1266}
    assert len(choosing.directory(campaign)) == 1268


def test_the_four_from_all_sources(campaign: Campaign, data: Path) -> None:
    """The four have one record each with all fields right, and their committee seats on the day before the vote."""
    members = [data / "europarl" / f"mep_{number.partition(':')[2]}.json" for number in FOUR]
    lists = [data / "howtheyvote" / name for name in ("members.csv", "group_memberships.csv")]
    import_files(campaign, *members, *lists, data / "europarl" / "meps_full-list_fr_2019-03.xml")
    people = {person.id: person for person in choosing.directory(campaign)}
    day = "2023-05-11"
    values_of = {}
    for number in FOUR:
        values = {name: one.value for name, one in people[number].fields.items()}
        group = Candidate(number, values, people[number].seats).group_on(day)
        values_of[number] = (values["name"], group, values["country"], values["honorific"])
    assert values_of == FOUR
    who = {one.person.id: one.roles for one in choosing.choose_people(campaign, "committee:LIBE on:2023-05-11").people}
    assert who == {
        "europarl:124867": ("member (LIBE)",),
        "europarl:197460": ("substitute (LIBE)",),
        "europarl:197665": ("substitute (LIBE)",),
        "europarl:96761": ("substitute (LIBE)",),
    }
    before = choosing.choose_people(campaign, "committee:LIBE role:member on:2023-05-08")
    assert [one.person.id for one in before.people] == []  # Benifei's seat is of the day after


def test_the_votes_on_the_ai_act(campaign: Campaign, data: Path) -> None:
    """The totals of all 30 roll calls equal the published ones; the votes of the four are exact."""
    files = [data / "howtheyvote" / name for name in ("votes_2021-0106-COD.csv", "member_votes.csv.gz")]
    readings = read_sources(files, [file.name for file in files])
    plan = vote_import.apply_vote_import(campaign, vote_import.plan_vote_import(campaign, readings))
    assert dict(Counter(row.fate for row in plan.rows)) == {PersonFate.NEW: 30}
    comparisons = {one.vote: one for one in vote_import.comparisons(campaign)}
    assert len(comparisons) == 30
    assert [one.unequal_totals for one in comparisons.values()] == [()] * 30
    totals = {vote: tuple(comparisons[vote].main.totals.values()) for vote in ("156022", "166051")}
    assert {vote: sum(numbers) for vote, numbers in totals.items()} == {"156022": 705, "166051": 705}
    assert {vote: sorted(numbers) for vote, numbers in totals.items()} == {
        "156022": [28, 85, 93, 499],
        "166051": [46, 49, 87, 523],
    }
    signs = {"for": "+", "against": "-"}
    positions = {vote: by_person(one.main) for vote, one in comparisons.items()}
    rows = {vote: "".join(signs.get(own.get(number, ""), "0") for number in FOUR) for vote, own in positions.items()}
    assert {vote: row for vote, row in rows.items() if len(set(row)) > 1} == SPLIT
    assert (rows["156022"], rows["166051"]) == ("++++", "++++")
    again = vote_import.plan_vote_import(campaign, readings)
    assert dict(Counter(row.fate for row in again.rows)) == {PersonFate.SAME: 30}


def test_the_parliaments_own_table_and_a_procedure(campaign: Campaign, data: Path) -> None:
    """The old table adds to the same people; rapporteurs and shadows of a procedure come in one step."""
    lists = [data / "howtheyvote" / name for name in ("members.csv", "group_memberships.csv")]
    import_files(campaign, *lists)
    procedure, table = (data / "europarl" / name for name in ("procedure_2016-0132.json", "meps_9_en.cp1252.csv"))
    plan = import_files(campaign, procedure, table)
    refused = [(row.name, row.why) for row in plan.rows if row.fate is PersonFate.REFUSED]
    assert refused == [  # of an earlier term
        ("europarl:1473", "nobody in the directory is europarl:1473: import a list of the Members first")
    ]
    names = {one.name for one in choosing.directory(campaign)}
    assert [name for name in names if "?" in name] == []
    chosen = choosing.choose_people(campaign, "2016/0132(COD) on:2024-04-10")
    assert sorted(one.roles[0] for one in chosen.people) == ["rapporteur (LIBE)", *["shadow"] * 6]
