"""The query language: what it reads, what it refuses, and who fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.parliament.choice import Candidate, ChoiceFacts, VoteFacts, choose
from campaign.core.parliament.entries import Seat
from campaign.core.parliament.query import Alternative, Conjunction, Negation, QueryTerm, read_query
from campaign.errors import UsageError

DAY = "2023-05-11"
PEOPLE = (
    Candidate(
        "europarl:1",
        {"name": "Anna Wit", "country": "DE", "mail": "anna@wit.example", "party": "Grün", "gender": "female"},
        (
            Seat("group", "EPP", "member", "2019-07-02", "2023-05-31"),
            Seat("group", "ECR", "member", "2023-06-01"),
            Seat("committee", "IMCO", "chair", "2022-01-20"),
            Seat("committee", "LIBE", "substitute", "2022-01-20"),
            Seat("procedure", "2021/0106(COD)", "rapporteur", "2021-12-01", within="IMCO"),
        ),
    ),
    Candidate(
        "europarl:2",
        {"name": "Bo Ås", "country": "SE", "group": "S&D"},
        (
            Seat("committee", "IMCO", "member", "2022-01-20", "2023-05-10"),
            Seat("procedure", "2021/0106(COD)", "shadow", "2021-12-01"),
            Seat("delegation", "D-US", "member"),
        ),
    ),
    Candidate(
        "europarl:3", {"name": "Cy Left", "country": "GR", "group": "NI"}, (Seat("mandate", "x", end="2022-01-01"),)
    ),
    Candidate("europarl:4", {"name": "Di Gone", "country": "FR", "group": "Renew"}, (), is_absent=True),
)
FACTS = ChoiceFacts(
    DAY,
    {
        "7": VoteFacts("2023-05-11", {"europarl:1": "against", "europarl:2": "no vote"}),
        "8": VoteFacts("2020-05-11", {"europarl:2": "for"}),
    },
    {"europarl:2": "open"},
    {"Old": frozenset({"europarl:2"})},
)


def numbers(text: str) -> str:
    return "".join(person.id[-1] for person in choose(read_query(text), PEOPLE, FACTS).people)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("committee:IMCO", "1"),
        ("committee:imco on:2023-05-10", "12"),
        ("committee:IMCO role:member", "1"),
        ("committee:LIBE role:member", ""),
        ("committee:LIBE role:substitute", "1"),
        ("committee:LIBE not role:substitute", ""),
        ("committee:IMCO (role:substitute or role:chair)", "1"),
        ("committee:IMCO role:rapporteur", "1"),
        ("committee:LIBE role:rapporteur", ""),
        ("committee:IMCO procedure:2021-0106 role:rapporteur", "1"),
        ("(committee:IMCO or committee:LIBE) role:chair", "1"),
        ("(procedure:2021/0106 or procedure:2020/0001) committee:IMCO role:rapporteur", "1"),
        ("role:rapporteur or role:shadow", "12"),
        ("role:shadow country:SE", "2"),
        ("(not role:chair) role:shadow", "2"),
        ("(role:shadow role:shadow) country:SE", "2"),
        ("2021/0106(COD)", "12"),
        ('"2021/0106(COD)"', "12"),
        ("file:2021/0106(COD) role:shadow", "2"),
        ("group:EPP", "1"),
        ("group:PPE on:2023-06-14", ""),
        ("group:ECR on:2023-06-14", "1"),
        ("group:SD", "2"),
        ("country:DE,Sweden", "12"),
        ("country:EL left:yes", "3"),
        ("country:EL", ""),
        ("vote:7=against", "1"),
        ("vote:7=absent", "2"),
        ('vote:7="no vote"', "2"),
        ("vote:7", "1"),
        ("vote:8=absent", "1"),
        ("vote:7,8", "12"),
        ("not country:DE and not country:FR", "2"),
        ("-country:DE", "2"),
        ("list:Old", "2"),
        ("position:open", "2"),
        ("has:mail", "1"),
        ("name:wit", "1"),
        ('name:"bo as"', "2"),
        ("party:grun", "1"),
        ("gender:female", "1"),
        ("id:1,europarl:2", "12"),
        ("delegation:D-US", "2"),
        ("body:D-US", "2"),
        ("on:2023-05-11", "12"),
    ],
)
def test_who_fits(text: str, expected: str) -> None:
    """Conditions on a role are about the seat that the others name; the group and the seats are those of the day."""
    assert numbers(text) == expected


def test_who_left_is_named_and_not_chosen() -> None:
    """Somebody who fits and no longer sits, by the mandate or by the newest list, is named apart."""
    choice = choose(read_query("country:GR or country:FR"), PEOPLE, FACTS)
    assert ([one.id for one in choice.people], [one.id for one in choice.left]) == ([], ["europarl:3", "europarl:4"])
    assert PEOPLE[0].last_group() == "ECR"
    assert PEOPLE[1].last_group() == "S&D"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "query, character 1: a condition is missing"),
        ("committee:", "query, character 1: committee: has no value"),
        ("comittee:IMCO", "query, character 1: 'comittee:IMCO' is no condition"),
        ("IMCO", "query, character 1: 'IMCO' is no condition"),
        ("(country:DE", "query, character 12: a bracket is never closed"),
        ("country:DE)", "query, character 11: there is a ) without its ("),
        ("country:DE or", "query, character 14: a condition is missing"),
        ('name:"x', "query, character 6: a quotation mark is never closed"),
        ("on:yesterday", "query, character 1: 'yesterday' is no day"),
        ("on:2023-01-01 on:2023-01-02", "the query asks about several days"),
        ("on:2023-01-01,2023-01-02", "the query asks about several days"),
        ("vote:7=perhaps", "query, character 1: 'perhaps' is no position"),
        ("group:EPP=x", "query, character 1: group: takes no ="),
        ("procedure:soon", "query, character 1: 'soon' is no procedure"),
        ("(" * 60 + "x:y", "query, character 52: too many brackets inside each other"),
        ("x" * 3000, "the query is longer than 2000 characters"),
    ],
)
def test_a_query_that_cannot_be_read(text: str, message: str) -> None:
    """The error says where it goes wrong."""
    with pytest.raises(UsageError) as error:
        read_query(text)
    assert error.value.message == message


def test_the_tree() -> None:
    """And binds more closely than or; not and a minus are the same."""
    query = read_query("country:DE group:EPP or not group:ECR")
    assert query.condition == Alternative(
        (
            Conjunction((QueryTerm("country", ("DE",)), QueryTerm("group", ("EPP",)))),
            Negation(QueryTerm("group", ("ECR",))),
        )
    )
    assert [term.values for term in query.terms("group")] == [("EPP",), ("ECR",)]


@settings(max_examples=200)
@given(st.text(alphabet='abcommittee:()"=,- ortVote17', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed gives a query or a UsageError, and the query can be asked."""
    try:
        query = read_query(text)
    except UsageError:
        return
    if not query.terms("vote"):
        choose(query, PEOPLE, FACTS)
