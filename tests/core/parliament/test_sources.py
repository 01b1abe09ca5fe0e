"""Sources told by content: each shape, and each trap of their data."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.parliament import json_stream, streams, terms, xml_stream
from campaign.core.parliament.entries import AgendaItem, BodyName, Entry, Listing, PersonEntry, RollCall, Seat
from campaign.core.parliament.json_shapes import texts
from campaign.core.parliament.mapping import read_mapping
from campaign.core.parliament.reading_source import is_people_table, read_entries
from campaign.errors import CampaignError, FolderError, Problem


def read(data: bytes | str | object, vote: str = "", mapping: str = "") -> list[Entry]:
    if not isinstance(data, bytes | str):
        data = json.dumps(data)
    raw = data if isinstance(data, bytes) else data.encode()
    chunks = [raw[at : at + 50] for at in range(0, len(raw), 50)]
    known = read_mapping(mapping.encode(), "map.toml") if mapping else None
    return list(read_entries(chunks, "f", known, vote))


def person(data: object) -> PersonEntry:
    (entry,) = read(data)
    assert isinstance(entry, PersonEntry)
    return entry


def roll_call(data: bytes | str | object, vote: str = "") -> RollCall:
    (entry,) = [entry for entry in read(data, vote) if isinstance(entry, RollCall)]
    return entry


MEP: dict[str, Any] = {
    "id": "person/1",
    "identifier": "1",
    "label": "Anna van WIT",
    "givenName": "Anna",
    "familyName": "van Wit",
    "officialGivenName": "Άννα",
    "officialFamilyName": "Βιτ",
    "hasGender": "http://x/human-sex/FEMALE",
    "hasHonorificPrefix": "http://x/honorific/MS",
    "bday": "1975-01-14",
    "hasEmail": ["mailto:anna@wit.example", "mailto:wit@wit.example"],
    "hasMembership": [
        {
            "memberDuring": {"startDate": "2019-07-02"},
            "organization": "org/ep-9",
            "role": "def/ep-roles/MEMBER_PARLIAMENT",
            "membershipClassification": "def/ep-entities/EU_INSTITUTION",
            "represents": ["http://x/country/GRC"],
            "contactPoint": [{"hasTelephone": {"hasValue": "tel:+32200000"}}],
        },
        {
            "memberDuring": [{"startDate": "2022-01-20", "endDate": "2024-07-15"}],
            "organization": "org/6367",
            "role": "def/ep-roles/CHAIR_VICE",
            "membershipClassification": "def/ep-entities/COMMITTEE_PARLIAMENTARY_STANDING",
        },
    ],
}


def test_a_member_of_the_api() -> None:
    """All fields, with particles as the source has them, several addresses, and the official name."""
    assert person({"data": [MEP]}) == PersonEntry(
        "europarl:1",
        "europarl-api",
        "data[1]",
        {
            "name": "Anna van Wit",
            "given_name": "Anna",
            "family_name": "van Wit",
            "official_name": "Άννα Βιτ",
            "honorific": "Ms",
            "gender": "female",
            "birth_date": "1975-01-14",
            "country": "GR",
            "mail": "anna@wit.example",
            "other_mails": "wit@wit.example",
            "phone": "+32200000",
        },
        (
            Seat("committee", "org/6367", "vice-chair", "2022-01-20", "2024-07-15"),
            Seat("mandate", "org/ep-9", "member", "2019-07-02"),
        ),
    )


@pytest.mark.parametrize("mail", ["mailto:a@b.example", ["mailto:a@b.example"], None, ""])
def test_an_address_as_text_list_or_nothing(mail: object) -> None:
    """A mail address may be a text, a list, or missing; a gender that is not known gives no honorific."""
    row = {"id": "person/1", "label": "Sibylle BERG", "hasGender": "http://x/human-sex/NKN", "hasEmail": mail}
    fields = {"name": "Sibylle Berg", "given_name": "Sibylle", "family_name": "Berg"}
    assert person({"data": row if mail is None else [row]}).fields == (
        fields | {"mail": "a@b.example"} if mail else fields
    )


@pytest.mark.parametrize("prefix", ["", "api:"])
def test_the_list_of_who_sits(prefix: str) -> None:
    """Country and group with and without the API's prefix; EL is Greece; the list is one of all who sit."""
    row = {
        "id": "person/1",
        "label": "Anna WIT",
        f"{prefix}country-of-representation": "EL",
        f"{prefix}political-group": "PPE",
    }
    entry = person({"data": [row]})
    assert (entry.fields["country"], entry.fields["group"], entry.listing) == ("GR", "EPP", Listing.WHOLE)


def test_a_procedure() -> None:
    """Rapporteurs and shadows with their committee; no role, and text for an object, are passed."""
    entries = read(
        {
            "data": [
                {
                    "id": "eli/dl/proc/2021-0106",
                    "label": "2021/0106(COD)",
                    "had_participation": [
                        "eli/dl/part/1",
                        {"had_participant_person": ["person/9"]},
                        {
                            "participation_role": "def/ep-roles/RAPPORTEUR",
                            "had_participant_person": "person/1",
                            "participation_in_name_of": "org/IMCO",
                            "activity_date": "2021-12-01",
                        },
                    ],
                    "consists_of": [
                        "eli/dl/event/1",
                        {
                            "id": "e1",
                            "had_activity_type": "def/ep-activities/PLENARY_VOTE",
                            "activity_date": "2023-06-14",
                        },
                        {"id": "e2", "had_activity_type": "def/ep-activities/SIGNATURE", "activity_date": "2024-06-14"},
                    ],
                }
            ]
        }
    )
    seat = Seat("procedure", "2021/0106(COD)", "rapporteur", "2021-12-01", within="IMCO")
    assert entries == [
        PersonEntry("europarl:1", "europarl-api 2021/0106(COD)", "data[1]", {}, (seat,)),
        AgendaItem("2021/0106(COD)", "2023-06-14", "plenary vote", "e1"),
    ]


def test_an_agenda_and_bodies() -> None:
    """A foreseen activity of a procedure is a day; a body has its code."""
    activity = {
        "id": "e1",
        "had_activity_type": "def/ep-activities/PLENARY_VOTE",
        "activity_date": "2023-06-15T12:00:00",
        "inverse_consists_of": ["eli/dl/proc/2021-0106"],
    }
    assert read({"data": [activity, {"id": "org/7000", "label": "NEWC", "classification": "x"}]}) == [
        AgendaItem("2021/0106", "2023-06-15", "plenary vote", "e1"),
        BodyName("org/7000", "NEWC"),
    ]
    assert read({"note": "n", "committees": {"org/1": "IMCO"}, "groups": {"org/2": "SD", "x": "y"}}) == [
        BodyName("org/1", "IMCO"),
        BodyName("org/2", "S&D"),
    ]


def test_a_decision() -> None:
    """Voters by position, doubles once; a list that is missing is empty; what was intended stays beside it."""
    vote = roll_call(
        {
            "data": [
                {
                    "notation_votingId": "7",
                    "activity_date": "2023-06-14",
                    "activity_label": {"fr": "Am 1", "mul": "Am 1 (mul)"},
                    "number_of_votes_favor": 2,
                    "number_of_votes_against": "0",
                    "had_voter_favor": ["person/1", "person/2", "person/2"],
                    "had_voter_intended_against": "person/2",
                    "decision_outcome": "http://x/ADOPTED",
                }
            ]
        }
    )
    assert vote == RollCall(
        "7",
        "europarl-api",
        "data[1]",
        at="2023-06-14",
        title="Am 1 (mul)",
        result="adopted",
        published={"for": 2, "against": 0},
        positions={"for": {"": ("europarl:1", "europarl:2")}},
        intended={"against": ("europarl:2",)},
    )
    (problem,) = read({"data": [{"had_voter_favor": ["person/1"]}]})
    assert isinstance(problem, Problem)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"error": "pending acquire queue"}, "the answer has no data (pending acquire queue)"),
        ({"data": ["x"]}, "is no object"),
        ([{"x": 1}], "is of no known shape"),
        ({"data": [{"x": 1}]}, "is of no known shape"),
    ],
)
def test_an_answer_of_no_known_shape(document: object, message: str) -> None:
    """An error with status 200 and an unknown row are named."""
    (problem,) = read(document)
    assert isinstance(problem, Problem)
    assert problem.message == message


def test_an_empty_answer() -> None:
    """No data, with its context, is nothing."""
    assert read({"data": [], "@context": [], "included": [{"x": 1}]}) == []
    assert read({"@context": [], "meta": {}}) == []


def test_popolo() -> None:
    """People, bodies and memberships in lists of their own are joined; a name may stand in the membership."""
    entries = read(
        {
            "persons": [
                {
                    "id": "p1",
                    "name": "Mr. John Public, Esq.",
                    "email": "j@p.example",
                    "identifiers": [{"scheme": "Wikidata", "identifier": "Q1"}],
                    "contact_details": [{"type": "voice", "value": "+44"}],
                    "memberships": [{"organization_id": "o1", "role": "chair"}],
                },
                {"id": "p2", "name": "", "given_name": "Ida"},
                {"id": "p1", "name": "Twice"},
            ],
            "organizations": [{"id": "o1", "name": "Justice Committee"}, {"id": "o2", "name": "PPE"}],
            "memberships": [
                {"person_id": "p2", "organization_id": "o1", "on_behalf_of_id": "o2", "person": {"name": "Ida Roth"}}
            ],
        }
    )
    assert entries == [
        Problem("persons[3]", None, "the id 'p1' occurs twice", "keep one of the two"),
        PersonEntry(
            "popolo:p1",
            "popolo",
            "persons[1]",
            {"name": "John Public", "given_name": "John", "family_name": "Public", "honorific": "Mr",
             "mail": "j@p.example", "phone": "+44"},
            (Seat("committee", "Justice Committee", "chair"),),
            ("wikidata:Q1",),
        ),
        PersonEntry(
            "popolo:p2",
            "popolo",
            "persons[2]",
            {"name": "Ida Roth", "given_name": "Ida", "family_name": "Roth", "group": "EPP"},
            (Seat("committee", "Justice Committee"), Seat("group", "EPP")),
        ),
    ]  # fmt: skip


def test_a_person_of_popolo_alone() -> None:
    """A file with one person, whose memberships name nobody."""
    entry = person(
        {"id": "p1", "name": "Ida Roth", "gender": "female", "memberships": [{"organization": {"name": "X"}}]}
    )
    assert (entry.seats, entry.fields["gender"]) == ((Seat("mandate", "X"),), "female")


def test_uk_and_german_members() -> None:
    """Members of the United Kingdom with the form of address of the source; abgeordnetenwatch with academic titles."""
    lord = {
        "id": 172,
        "nameListAs": "Abbott, Ms Diane",
        "nameDisplayAs": "Ms Diane Abbott",
        "nameAddressAs": "Ms Abbott",
        "gender": "F",
        "latestParty": {"name": "Labour"},
        "latestHouseMembership": {"house": 1, "membershipStartDate": "1987-06-11T00:00:00"},
    }
    assert person({"items": [{"value": lord, "links": []}], "totalResults": 1}) == PersonEntry(
        "uk-parliament:172",
        "uk-members",
        "items[1]",
        {"name": "Diane Abbott", "given_name": "Diane", "family_name": "Abbott", "honorific": "Ms",
         "salutation": "Dear Ms Abbott,", "gender": "female", "party": "Labour", "country": "GB"},
        (Seat("mandate", "House of Commons", "member", "1987-06-11"),),
    )  # fmt: skip
    mandate = {
        "type": "mandate",
        "politician": {"id": 7, "label": "Dr. Ida Roth", "first_name": "Ida", "last_name": "Roth", "sex": "f",
                       "field_title": "Dr.", "qid_wikidata": "Q7", "party": {"label": "P"}},
        "parliament_period": {"label": "Bundestag 2025"},
        "fraction_membership": [{"fraction": {"label": "SPD (Bundestag)"}, "valid_from": "2025-03-25"}],
    }  # fmt: skip
    entry = person({"data": [mandate], "meta": {}})
    assert entry.fields["honorific_override"] == "Dr"
    assert entry.seats == (Seat("mandate", "Bundestag 2025"), Seat("group", "SPD", "member", "2025-03-25"))
    assert entry.other_ids == ("wikidata:Q7",)


FULL_LIST = """<?xml version="1.0"?><meps><mep><fullName>Mairead McGUINNESS</fullName><country>Irlande</country>
<politicalGroup>Groupe du Parti populaire européen (Démocrates-Chrétiens)</politicalGroup><id>7</id>
<nationalPoliticalGroup>-</nationalPoliticalGroup></mep><mep><fullName>X</fullName></mep></meps>"""


def test_the_full_list() -> None:
    """Countries and groups in the language of the list; a party of a dash is none; a Member without an id is named."""
    entry, problem = read(FULL_LIST)
    assert isinstance(entry, PersonEntry)
    assert dict(entry.fields) == {
        "name": "Mairead McGuinness", "given_name": "Mairead", "family_name": "McGuinness",
        "country": "IE", "group": "EPP",
    }  # fmt: skip
    assert entry.listing is Listing.WHOLE
    assert isinstance(problem, Problem)
    (directory,) = read("<meps><mep><fullName>Anna WIT</fullName><id>1</id></mep></meps>")
    assert isinstance(directory, PersonEntry)
    assert (directory.kind, directory.listing) == ("europarl-directory", Listing.PART)


RCV = """<PV.RollCallVoteResults Sitting.Date="2023-07-13"><RollCallVote.Result Identifier="9" Date="">
<RollCallVote.Description.Text>Title <a href="x">A9</a></RollCallVote.Description.Text>
<Result.For Number="Proposition de la Commission"><Result.PoliticalGroup.List Identifier="Verts/ALE">
<PoliticalGroup.Member.Name MepId="6505" PersId="1">Wit</PoliticalGroup.Member.Name>
<PoliticalGroup.Member.Name MepId="6506">Ås</PoliticalGroup.Member.Name></Result.PoliticalGroup.List></Result.For>
<Result.Against Number="0"/>
<Intentions><Intentions.Result.Against><Result.PoliticalGroup.List Identifier="PPE">
<PoliticalGroup.Member.Name PersId="1"/>
</Result.PoliticalGroup.List></Intentions.Result.Against></Intentions></RollCallVote.Result>
<RollCallVote.Result/></PV.RollCallVoteResults>"""


def test_roll_calls_in_xml() -> None:
    """PersId counts, MepId never; prose for a number is named; a number of votes that is there counts."""
    entries = read(RCV)
    vote = roll_call(RCV)
    assert vote.positions == {"for": {"Greens/EFA": ("europarl:1", "name:Ås")}}
    assert (vote.at, vote.published) == ("2023-07-13", {"against": 0})
    assert [entry.message for entry in entries if isinstance(entry, Problem)] == [
        "vote 9: the number of votes for is 'Proposition de la Commission'",
        "a roll call without its number",
    ]


def test_the_list_of_votes() -> None:
    """Roll calls with their totals; votes by show of hands are none."""
    text = (
        '<votes><voting votingId="1" resultType="RAISE_HAND"/><voting votingId="2" resultType="ROLL_CALL"'
        ' result="ADOPTED" numberFavor="5" numberAgainst="x"><label>Am 1</label></voting></votes>'
    )
    assert roll_call(text) == RollCall(
        "2", "europarl-vot", "line 1", title="Am 1", result="adopted", published={"for": 5}
    )


HTV = "id,first_name,last_name,country_code,date_of_birth,email,extra\n"


def test_how_they_vote() -> None:
    """Members, groups and votes by the names of their columns, of which some may be missing or more."""
    entry, problem = read(f"{HTV}1,Anna,DI RUPO,GRC,1975-01-01,a@b.example,x\nx,A,B,GRC,,,\n")
    assert isinstance(entry, PersonEntry)
    assert entry.fields["name"] == "Anna Di Rupo"
    assert entry.fields["country"] == "GR"
    assert isinstance(problem, Problem)
    groups = (
        "member_id,group_code,term,start_date,end_date\n1,SD,9,2019-07-02,2021-01-01\n1,GREEN_EFA,9,2021-01-02,\nbad\n"
    )
    assert [entry for entry in read(groups) if isinstance(entry, PersonEntry)] == [
        PersonEntry(
            "europarl:1",
            "howtheyvote-groups",
            "line 2",
            {},
            (
                Seat("group", "Greens/EFA", "member", "2021-01-02"),
                Seat("group", "S&D", "member", "2019-07-02", "2021-01-01"),
            ),
        )
    ]
    vote = roll_call("id,count_for,count_against,procedure_reference,result\n7,1,2,2021/0106(COD),ADOPTED\n")
    assert (vote.published, vote.procedure) == ({"for": 1, "against": 2}, "2021/0106(COD)")


def test_positions_of_how_they_vote() -> None:
    """Millions of positions are one vote each, in any order of rows; a word that is no position is named."""
    header = "vote_id,member_id,position,country_code,group_code\n"
    data = header + "7,1,FOR,DE,SD\n8,1,AGAINST,DE,\n7,2,DID_NOT_VOTE,DE,SD\n7,3,?,DE,"
    entries = read(data)
    assert [entry for entry in entries if isinstance(entry, RollCall)] == [
        RollCall(
            "7", "howtheyvote", "vote 7",
            positions={"for": {"S&D": ("europarl:1",)}, "no vote": {"S&D": ("europarl:2",)}},
        ),
        RollCall("8", "howtheyvote", "vote 8", positions={"against": {"": ("europarl:1",)}}),
    ]  # fmt: skip
    assert [entry.message for entry in entries if isinstance(entry, Problem)] == ["vote 7: '?' is no position"]
    with pytest.raises(FolderError, match="line 2 cannot be read"):
        read("vote_id,member_id,position\n7\n")
    assert roll_call("vote_id,member_id,position\n7,1,FOR\n").positions == {"for": {"": ("europarl:1",)}}


def test_the_parliaments_own_table() -> None:
    """Old letters are read; a name that lost one is left out and the rest is read; several addresses are kept."""
    table = (
        "mep_identifier,mep_honorific_prefix,mep_given_name,mep_family_name,mep_gender,mep_birthday,mep_email\n"
        "1,Mr,Jérôme,Müller,male,14/01/1975 01:00,mailto:a@b.example; mailto:c@d.example\n"
        "2,Mr,Drago?,Tudorache,male,,\nx,,A,B,,,\n"
    )
    first, second, problem = read(table.encode("cp1252"))
    assert isinstance(first, PersonEntry)
    assert isinstance(second, PersonEntry)
    assert (first.fields["name"], first.fields["birth_date"], first.fields["other_mails"]) == (
        "Jérôme Müller", "1975-01-14", "c@d.example"
    )  # fmt: skip
    assert second.fields == {"honorific": "Mr", "gender": "male"}
    assert second.place == "line 3: a letter was lost in Drago? Tudorache"
    assert isinstance(problem, Problem)


def test_the_french_senate() -> None:
    """Remarks above the table are passed, and an address that is not public is none."""
    table = (
        "% remark\nMatricule,Qualité,Nom usuel,Prénom usuel,État,Groupe politique,"
        "Courrier électronique,Date naissance\n"
        "1A,Mme,Roth,Ida,ACTIF,LR,i@r.example,1960-01-01\n2B,M.,Wit,Jan,ANCIEN,LR,Non public,\n"
    )
    first, second = read(table)
    assert isinstance(first, PersonEntry)
    assert isinstance(second, PersonEntry)
    assert (first.fields["mail"], first.seats[0].end, "mail" in second.fields) == ("i@r.example", "", False)
    assert not second.seats[0].is_on("2026-01-01")


def test_a_table_that_somebody_typed() -> None:
    """People in the layouts that a letter's own table may have; a refused row is a problem."""
    entry, *problems = list(read("id,name,mail,country,group\n7,Anna Wit,a@b.example,DE,PPE\n,,,,\n,Eve <b>,x,,\n"))[
        ::-1
    ]
    assert isinstance(entry, PersonEntry)
    assert (entry.id, entry.fields["country"], entry.fields["group"]) == ("europarl:7", "DE", "EPP")
    assert all(isinstance(problem, Problem) for problem in problems)
    assert is_people_table(b"name,mail\n")
    assert [is_people_table(head) for head in (HTV.encode(), b"{", b"<", b"code,label,abbreviation\n")] == [False] * 4


def test_a_roll_call_that_somebody_typed() -> None:
    """By id or name; what is no position is named by its line; the vote's number in a column or from outside."""
    table = (
        "vote,name,position,intended,date\nL-1,Anna Wit,for,against,2023-05-11\nL-1,7,contre,,\nL-1,Bo,perhaps,,\nx\n"
    )
    vote = roll_call(table)
    assert vote.positions == {"for": {"": ("name:2:Anna Wit",)}, "against": {"": ("europarl:7",)}}
    assert (vote.at, vote.intended) == ("2023-05-11", {"against": ("name:2:Anna Wit",)})
    assert [(entry.line, entry.message) for entry in read(table) if isinstance(entry, Problem)] == [
        (5, "1 cells instead of 5"),
        (4, "'perhaps' is no position"),
    ]
    assert roll_call("name,vote\nAnna Wit,+\n", "L-2").positions == {"for": {"": ("name:2:Anna Wit",)}}
    assert roll_call("id,position\npopolo:x,-\n", "L-2").positions == {"against": {"": ("popolo:x",)}}


@pytest.mark.parametrize("table", ["code,label,abbreviation\nIMCO,x,IMCO\n", "vote_id,committee_code\n7,IMCO\n"])
def test_tables_without_people(table: str) -> None:
    """Tables of HowTheyVote's export that say nothing about people are passed."""
    assert read(table) == []


MAPPING = """
name = "riksdag"
scheme = "riksdag"
rows = "list.person"
whole = true
[fields]
id = "id"
given_name = "tilltalsnamn"
family_name = "efternamn"
country = "'SE'"
group = "parti"
mail = "mail"
[[seats]]
kind = "committee"
rows = "uppdrag"
body = "organ"
role = "roll"
start = "from"
"""


def test_a_mapping() -> None:
    """A new parliament is a mapping and a file: JSON, XML or a table; one item or a list."""
    one = {
        "id": 1,
        "tilltalsnamn": "Ida",
        "efternamn": "ROTH",
        "parti": "PPE",
        "uppdrag": {"organ": "KU", "roll": "Chair"},
    }
    two = {"id": "2", "tilltalsnamn": "Bo", "efternamn": "Wit", "uppdrag": [{"organ": "KU", "from": "2022-10-04"}, {}]}
    bad = [{"id": "3"}, {"tilltalsnamn": "a@b", "efternamn": "x"}, {"tilltalsnamn": "a", "efternamn": "x", "mail": "y"}]
    first, second, *problems = read({"list": {"person": [one, two, *bad]}}, mapping=MAPPING)
    assert first == PersonEntry(
        "riksdag:1",
        "riksdag",
        "list.person[1]",
        {"name": "Ida Roth", "given_name": "Ida", "family_name": "Roth", "country": "SE", "group": "EPP"},
        (Seat("committee", "KU", "chair"),),
        listing=Listing.WHOLE,
    )
    assert isinstance(second, PersonEntry)
    assert second.seats == (Seat("committee", "KU", "member", "2022-10-04"),)
    assert [entry.message for entry in problems if isinstance(entry, Problem)] == [
        "the name is missing",
        "the name 'A@b X' is an email address",
        "the email address 'y' is none",
    ]
    xml = '<l><person nr="5"><name>Ida Roth</name></person></l>'
    (entry,) = read(xml, mapping='name="x"\nscheme="x"\nrows="person"\n[fields]\nid="@nr"\nname="name"\nmail="@no"')
    assert isinstance(entry, PersonEntry)
    assert (entry.id, entry.fields["family_name"]) == ("x:5", "Roth")
    (entry,) = read("Nr;Full name\n5;Ida Roth\n", mapping='name="x"\nscheme="x"\n[fields]\nid="Nr"\nname="Full name"')
    assert entry == PersonEntry("x:5", "x", "line 2", {"name": "Ida Roth", "given_name": "Ida", "family_name": "Roth"})


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("x", "map.toml: not valid TOML"),
        ('name="x"', "map.toml: the mapping cannot be used"),
        ('name="x"\nscheme="x"\nfoo=1\n[fields]\nname="n"\nnope="x"\nmail=1\n[[seats]]\nkind="x"\n[[seats]]\nfoo="x"',
         "map.toml: the mapping cannot be used"),
        ('name="x"\nscheme="x"\n[fields]\nname="Nom"', "f: no column for name (Nom); nothing was imported"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit(mapping: str, message: str) -> None:
    """A wrong mapping, and a column that is missing or renamed, are named."""
    with pytest.raises(FolderError) as error:
        read("Name;Mail\nx;y\n", mapping=mapping)
    assert error.value.message.startswith(message)
    with pytest.raises(FolderError, match="finds nobody"):
        read('{"a": []}', mapping='name="x"\nscheme="x"\nrows="a"\n[fields]\nname="n"')


HOSTILE = {
    "cut json": (b'{"data": [{"id": "person/1", "label": "A B"}', "ends in the middle"),
    "bad json": (b'{"data": [}', "not valid JSON"),
    "double key": (b'{"data": [{"id": "person/1", "id": "person/2"}]}', "the key 'id' occurs twice"),
    "deep": (b"[" * 200 + b"]" * 200, "nested more than 64 levels deep"),
    "not utf-8": (b'{"data": ["\xff"]}', "not valid utf-8 text"),
    "cut xml": (b"<meps><mep><id>1</id>", "ends in the middle"),
    "bad xml": (b"<meps><mep></meps>", "not valid XML"),
    "doctype": (b'<!DOCTYPE x [<!ENTITY a "aaa">]><meps/>', "has a document type"),
    "xml 1.1": (b'<?xml version="1.1"?><meps/>', "declared as XML 1.1"),
    "declared utf-16": (b'<?xml version="1.0" encoding="utf-16"?><meps/>', "declared as UTF-16"),
    "declared wrongly": ('<?xml version="1.0" encoding="utf-8"?><meps>é</meps>'.encode("latin-1"), "not valid XML"),
    "unknown encoding": (b'<?xml version="1.0" encoding="nope"?><meps/>', "not valid XML"),
    "deep xml": (b"<a>" * 100, "nested more than 64 levels deep"),
    "web page": (b"<!DOCTYPE html><html>", "this is a web page"),
    "empty": (b"  ", "the file is empty"),
    "empty table": (b"%x\n%y\n", "the file is empty"),
    "open quote": (b'id,first_name,last_name,country_code\n1,"x', "cannot be read"),
    "open quote in header": (b'"x', "cannot be read"),
    "empty json": (b"\xef\xbb\xbf[", "ends in the middle"),
}


@pytest.mark.parametrize(("data", "message"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_damaged_or_hostile_file(data: bytes, message: str) -> None:
    """It ends in an error that names the file and what is wrong; nothing of it is used."""
    with pytest.raises(FolderError) as error:
        read(data)
    assert error.value.message.startswith("f: ")
    assert message in error.value.message


def endless(head: bytes, part: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield part


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b'{"data": ["', b"a" * 1000),
        (b"<meps><mep><id>", b"1" * 1000),
        (b"<meps><mep>", b"<id>1</id>" * 100),
        (b"name,mail\n", b"Anna Wit,\n" * 100),
        (b"vote_id,member_id,position\n", b"7" * 1000),
    ],
)
def test_a_file_without_end(monkeypatch: pytest.MonkeyPatch, head: bytes, part: bytes) -> None:
    """A value, a row or a table of people that never ends is refused long before the memory is full."""
    monkeypatch.setattr(streams, "MOST_VALUE", 100_000)
    monkeypatch.setattr(xml_stream, "MOST_TEXT", 10_000)
    with pytest.raises(FolderError):
        list(read_entries(endless(head, part), "f"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    """JSON in UTF-8 or UTF-16, with a mark, is read."""
    assert len(read(json.dumps({"data": [MEP]}).encode(encoding))) == 1


def test_lines_of_json() -> None:
    """A document a line is read, and its limit of depth is the documents' own."""
    assert json_stream.MOST_DEPTH == 64
    lines = '{"id": "person/1", "label": "Anna WIT"}\n{"id": "person/2", "label": "Bo WIT"}\n'
    assert [entry.id for entry in read(lines) if isinstance(entry, PersonEntry)] == ["europarl:1", "europarl:2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((name, "Greens/EFA") for name in ("VERTS-ALE", "Verts/ALE", "GREEN_EFA", "Greens/EFA")),
        *((name, "S&D") for name in ("S-D", "SD", "S&D")),
        *((name, "The Left") for name in ("THE-LEFT", "GUE/NGL", "GUE_NGL")),
        *((name, "PfE") for name in ("PfE", "PFE", "Patriots for Europe", "Patriots for Europe Group")),
        ("Groupe Patriotes pour l'Europe", "PfE"),
        ("PPE", "EPP"),
        ("RENEW", "Renew"),
        ("ESN", "ESN"),
        ("def/ep-entities/ECR", "ECR"),
        ("New group", "New group"),
        ("", ""),
    ],
)
def test_groups(text: str, expected: str) -> None:
    """A group has one name, however it is spelt; one that is not known stays."""
    assert terms.group(text) == expected


def test_other_terms() -> None:
    """Procedures, roles, positions and days in their spellings."""
    spellings = ("2021/0106(COD)", "2021-0106", "2021_106", "eli/dl/proc/2021-0106", "2023/0038M(NLE)", "A9-0188/2023")
    assert [terms.reference(text) for text in spellings] == [
        "2021/0106(COD)", "2021/0106", "2021/0106", "2021/0106", "2023/0038M(NLE)", ""
    ]  # fmt: skip
    assert terms.same_procedure("2021/0106", "2021/0106(COD)")
    assert not terms.same_procedure("2021/0106(COD)", "2021/0106(NLE)")
    assert [terms.role(text) for text in ("def/ep-roles/CHAIR_VICE", "Shadow rapporteur", "", "Quaestor")] == [
        "vice-chair", "shadow", "member", "quaestor"
    ]  # fmt: skip
    assert [terms.position(text) for text in ("+", "-", "0", "DID_NOT_VOTE", "x")] == [
        "for", "against", "abstention", "no vote", ""
    ]  # fmt: skip
    assert [terms.day(text) for text in ("14/01/1975 01:00", "3.2.2020", "2023-06-14T12:00Z", "1920-01", "x")] == [
        "1975-01-14", "2020-02-03", "2023-06-14", "", ""
    ]  # fmt: skip
    assert texts([{"id": "a"}, {"label": "b"}, 3, True, None, {}]) == ["a", "b", "3"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='{}[]":,<>/ aid1\n', max_size=100).map(str.encode),
        st.recursive(
            st.none() | st.text(max_size=5) | st.integers(),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["data", "id", "hasMembership", "had_participation", "hasEmail", "persons", "name",
                                 "memberships", "politician", "items", "value", "nameDisplayAs", "notation_votingId",
                                 "memberDuring", "had_voter_favor", "contact_details"]),
                inner, max_size=4,
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    )
)  # fmt: skip
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, it is read or ends in an error that says what is wrong."""
    try:
        read(data)
    except CampaignError:
        return


def test_small_things() -> None:
    """Totals are counted; a list without groups, a contact without a number, a person without an address."""
    vote = RollCall("7", "k", "", positions={"for": {"": ("a", "b")}})
    assert vote.totals == {"for": 2}
    mandate = {"represents": ["x/DEU"], "contactPoint": [{"hasTelephone": [{"hasValue": ""}]}]}
    assert person({"data": [{"id": "person/1", "label": "A B", "hasMembership": [mandate]}]}).fields["country"] == "DE"
    data = "member_id,group_code,start_date\n1,SD,2020-01-01\nbad\n"
    assert [type(entry) for entry in read(data)] == [Problem, PersonEntry]
    group = [{"memberDuring": [], "organization": "PPE", "membershipClassification": "EU_POLITICAL_GROUP"}]
    assert person({"data": [{"id": "person/1", "label": "A B", "hasMembership": group}]}).seats == (
        Seat("group", "EPP"),
    )


def test_the_rest() -> None:
    """A blank row is passed; a row with elements without end is refused; a mapping passes what is no element."""
    assert len(read("member_id,group_code,start_date\n\n1,SD,2020-01-01\n,,\n")) == 1
    votes = "vote_id,member_id,position\n7,1,FOR\n7,2,FOR\n8,1,FOR\n"
    assert [entry.id for entry in read(votes) if isinstance(entry, RollCall)] == ["7", "8"]
    with pytest.raises(FolderError, match="one row has more than"):
        read("<meps><mep>" + "<id/>" * 20_001)
    mapping = 'name="x"\nscheme="x"\nrows="p"\n[fields]\nid="@nr.deeper"\nname="name"\nphone="list"\n'
    (entry,) = read('<l><p nr="5"><name>Ida Roth</name><list/></p></l>', mapping=mapping)
    assert isinstance(entry, PersonEntry)
    assert entry.id == ""
