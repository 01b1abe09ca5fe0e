"""The day of the vote is the same everywhere."""

import pytest

from campaign.core.check import LetterFacts
from tests.helpers.check import VOTE, fixes, problem_lines


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
        "27 April", "April 25", "25. April", "26 mai", "2027-04-27", "26.05.2027", "26 April 2026", "31 April",
        "1er avril", "26.04.2026",
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
    assert problem_lines("On Monday, 3 March 2025 and Monday, 3 March and Friday, 31 April 2027 we met.") == []
    assert problem_lines("On Tuesday, 3 March 2025 we met.") == ["1: Tuesday, 3 March 2025 has the wrong weekday"]


def test_without_a_day_of_the_vote_nothing_is_compared() -> None:
    """Without a day in the settings nothing is reported."""
    assert problem_lines("The vote is on 1 May.", facts=LetterFacts()) == []
