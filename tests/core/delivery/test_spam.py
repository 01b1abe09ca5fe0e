"""The score of a spam filter in words."""

import pytest

from campaign.core.delivery.spam import SpamRule, SpamScore, describe_score, read_score, remarks

ANSWER = {
    "score": 7.45,
    "required_score": 15,
    "action": "add header",
    "symbols": {
        "MIME_GOOD": {"name": "MIME_GOOD", "score": -0.1, "description": "Known content-type"},
        "FAKE_REPLY": {"name": "FAKE_REPLY", "score": 1.0, "description": "Fake\x1b reply"},
        "B": {"name": "B", "score": 1},
        "DATE_IN_FUTURE": {"name": "DATE_IN_FUTURE", "score": 4.0, "description": "Message date is in future"},
        "ARC_NA": {"name": "ARC_NA", "score": 0.0, "description": "ARC signature absent"},
    },
}
SCORE = SpamScore(
    7.45,
    15.0,
    "add header",
    (
        SpamRule("DATE_IN_FUTURE", 4.0, "Message date is in future"),
        SpamRule("B", 1.0, ""),
        SpamRule("FAKE_REPLY", 1.0, "Fake  reply"),
    ),
)


def test_what_costs_points_comes_first() -> None:
    """Rules are sorted by points, then by name; rules without points and control characters are left out."""
    assert read_score(ANSWER) == SCORE


def test_no_more_than_five_are_named() -> None:
    """At most five rules are listed."""
    many = {str(at): {"name": str(at), "score": at} for at in range(1, 8)}
    assert [rule.name for rule in read_score(ANSWER | {"symbols": many}).symbols] == ["7", "6", "5", "4", "3"]


def test_an_answer_without_rules_is_one() -> None:
    """A reply without rules is valid."""
    assert read_score({"score": 0, "required_score": 15.0, "action": "no action"}) == SpamScore(0.0, 15.0, "no action")


@pytest.mark.parametrize(
    "answer", [[], {}, {"error": "no"}, ANSWER | {"score": "1"}, ANSWER | {"symbols": {"A": {"name": "A"}}}]
)
def test_what_is_no_answer_is_refused(answer: object) -> None:
    """A reply of another program is an error."""
    with pytest.raises(ValueError, match=r"(of|from) rspamd"):
        read_score(answer)


def test_the_score_in_words() -> None:
    """The points, the limit, the action, and a line for each rule."""
    assert describe_score(SCORE) == (
        "spam: rspamd gives the first email 7.5 points and refuses from 15.0; it would mark it as spam",
        "   4.0  Message date is in future (DATE_IN_FUTURE)",
        "   1.0  no description (B)",
        "   1.0  Fake  reply (FAKE_REPLY)",
    )


@pytest.mark.parametrize(
    ("action", "words", "remarked"),
    [
        ("no action", "let it pass", False),
        ("greylist", "ask the sender to try again once", False),
        ("soft reject", "ask the sender to try again", True),
        ("rewrite subject", "mark it as spam", True),
        ("add header", "mark it as spam", True),
        ("reject", "refuse it", True),
        ("quarantine\n", "quarantine", True),
    ],
)
def test_what_the_filter_would_do(action: str, words: str, remarked: bool) -> None:
    """Each action has words; one that keeps a message from its reader causes a remark."""
    score = SpamScore(1.0, 15.0, action)
    assert score.action_in_words == words
    remark = f"rspamd would {words}; change what adds most points, or check rspamd's settings"
    assert remarks(score) == ((remark,) if remarked else ())
