"""The day of the vote is the same everywhere."""

import pytest

from campaign.core.check import LetterFacts
from tests.helpers.check import FRONT, VOTE, findings, fixes, problem_lines


@pytest.mark.parametrize(
    "date",
    [
        "26 April", "April 26", "26th of April", "26. April", "26 avril", "2027-04-26", "26.04.2027", "26/4/2027",
        "Monday, 26 April 2027", "Montag, den 26. April", "lundi 26 avril", "April 26th, 2027", "26\n    April",
    ],
)  # fmt: skip
def test_the_right_day_is_fine_however_it_is_written(date: str) -> None:
    """English, German, French and ISO forms of the day are known."""
    assert problem_lines(f"Ahead of the {date} vote, die Abstimmung, le scrutin.") == []


@pytest.mark.parametrize(
    "date",
    [
        "27 April", "April 25", "25. April", "26 mai", "2027-04-27", "26.05.2027", "26 April 2026", "30 April",
        "1er mai", "26.04.2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("vote", ["vote", "Ausschussabstimmung", "scrutin", "Votes", "abstimmen"])
def test_another_day_is_named(date: str, vote: str) -> None:
    """A date beside a word for voting that is not the day of the vote is reported with its line."""
    assert problem_lines(f"Text.\nOur {vote}:\n{date}.") == [
        f"3: the vote is on {date} here, in campaign.toml on 2027-04-26"
    ]


def test_other_dates_are_left_in_peace() -> None:
    """Dates in sentences without a vote, past votes, and a sentence that also has the right day are fine."""
    assert problem_lines("We wrote on 3 March. The vote is near. All 26 may vote. It voted on 14 June 2023.") == []
    assert problem_lines("The vote moved from 19 April to 26 April. Mr. Benifei spoke on 3 May.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Three years after the vote of 22 November 2023 nothing changed.",
        "The Council will vote on 3 May.",
        "In its vote of 11 May 2023 the committee voted for it.",
        "Amendments may be tabled until 19 April, a week before the vote.",
        "Sign before 20 April; the vote is a week later.",
        "Please answer by 20 April, as the vote is near.",
        "The trilogue starts on 12 May, after your vote.",
        "Rapporteurs presented the text on 14 April, twelve days before the vote.",
        "On 30 April the text had 361 votes.",
        "On 1 June 2027 the vote of another file is due.",
        "Il voto del 22 novembre 2023 fu chiaro.",
        "Bürgerinnen und Bürger stimmen am 3. Mai ab, eine Abstimmung wie Ihre.",
        "We met on 20 April with many of those who know the file better than we ourselves do; your vote counts.",
    ],
)
def test_a_date_of_another_vote_is_fine(sentence: str) -> None:
    """Another year, another body, and a day that is set before or after the vote are neither problem nor hint."""
    result = findings(FRONT + sentence)
    assert [*result.problems, *result.warnings] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The IMCO committee votes on 28 April.",
        "On 1 June the vote is in plenary.",
        "The vote of 26 April 2023 was close.",
        "On 28 April we shall be glad to be in Brussels with all of our members and hear how you vote.",
    ],
)
def test_a_date_that_may_be_of_another_vote_is_a_hint(sentence: str) -> None:
    """A committee that may not be the addressees', a distant day or word, and an earlier year are worth a look only."""
    result = findings(FRONT + sentence)
    assert (len(result.problems), len(result.warnings)) == (0, 1)
    assert result.warnings[0].message.endswith("is beside a vote; the campaign's vote is on 2027-04-26")


def test_the_committee_of_the_addressees_is_theirs() -> None:
    """ "Your committee" votes on the day of the campaign's vote."""
    assert problem_lines("Your IMCO committee votes on 28 April.") == [
        "1: the vote is on 28 April here, in campaign.toml on 2027-04-26"
    ]
    assert problem_lines("Before the 28 April vote we write to you.") == [
        "1: the vote is on 28 April here, in campaign.toml on 2027-04-26"
    ]


@pytest.mark.parametrize("day", ["31 April", "31 April 2027", "29 February 2027", "30. Februar", "31.06.2027"])
def test_a_day_that_no_calendar_has_is_named(day: str) -> None:
    """A day that does not exist in that month or year is reported, beside a vote or not; 29 February may exist."""
    assert problem_lines(f"The Council met on {day}.") == [f"1: there is no {day}"]
    assert problem_lines(f"Your vote on {day}.", facts=LetterFacts()) == [f"1: there is no {day}"]
    assert problem_lines("We met on Sunday, 29 February, and the vote is near.") == []


def test_a_short_title_or_an_ordinal_does_not_end_the_sentence() -> None:
    """ "Mr. Benifei" and "am 25. April" keep the vote and its date together."""
    assert problem_lines("The vote that Mr. Benifei set for 25 April.") == [
        "1: the vote is on 25 April here, in campaign.toml on 2027-04-26"
    ]
    assert problem_lines("Die Abstimmung am 25. April.") == [
        "1: the vote is on 25. April here, in campaign.toml on 2027-04-26"
    ]


def test_the_date_nearest_to_the_word_is_named() -> None:
    """Of several wrong dates the one beside the word is reported."""
    assert problem_lines("After 3 March, the 25 April vote.") == [
        "1: the vote is on 25 April here, in campaign.toml on 2027-04-26"
    ]


def test_the_front_matter_is_read_too() -> None:
    """A title with another day, and a deadline that is not the day of the vote, are reported in their lines."""
    front = "---\ntitle: Before the vote of 25 April\ndeadline: 2027-04-25\n---\n"
    assert problem_lines("Text", front) == [
        "-2: the vote is on 25 April here, in campaign.toml on 2027-04-26",
        "-1: deadline is 2027-04-25, but in campaign.toml the vote is on 2027-04-26",
    ]
    assert problem_lines("Text", "---\ntitle: T\ndeadline: 2027-04-26\n---\n", LetterFacts(vote=VOTE)) == []


def test_a_weekday_must_fit_its_date() -> None:
    """A weekday is checked where the year is known: written, by the vote's day, or beside the vote."""
    assert problem_lines("We meet on Tuesday, 26 April. The vote is on Sunday 26 April.") == [
        "1: Tuesday, 26 April has the wrong weekday",
        "1: Sunday 26 April has the wrong weekday",
    ]
    assert fixes("We meet on mardi 26 avril.") == ["in 2027 this date is a Monday; correct the weekday or the date"]
    assert problem_lines("On Monday, 3 March 2025 and Monday, 3 March and Friday, 30 April 2027 we met.") == []
    assert problem_lines("The vote of Friday 14 October was lost.") == []
    assert problem_lines("On Tuesday, 3 March 2025 we met.") == ["1: Tuesday, 3 March 2025 has the wrong weekday"]


def test_without_a_day_of_the_vote_nothing_is_compared() -> None:
    """Without a day in the settings nothing is reported."""
    assert problem_lines("The vote is on 1 May.", facts=LetterFacts()) == []
