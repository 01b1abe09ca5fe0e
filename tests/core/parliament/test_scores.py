"""Votes: sources compared, scores, and how open somebody may be."""

from campaign.core.parliament.body_codes import KNOWN_CODES
from campaign.core.parliament.entries import RollCall
from campaign.core.parliament.scores import AskedVote, Stance, by_person, compare, doubles, persuadability, score

API = RollCall(
    "7",
    "europarl-api",
    "",
    published={"for": 2, "against": 0},
    positions={"for": {"": ("a", "b")}},
    intended={"against": ("b",), "for": ("a",)},
)
HTV = RollCall(
    "7",
    "howtheyvote",
    "",
    published={"for": 2, "against": 0, "no vote": 3},
    positions={"for": {"EPP": ("a", "b")}, "no vote": {"NI": ("c",)}},
)
TYPED = RollCall("7", "typed", "", positions={"for": {"": ("a",)}, "against": {"": ("b", "b")}})
TOTALS = RollCall("7", "somewhere", "", published={"for": 9})


def test_one_vote_from_several_sources() -> None:
    """One row with its sources: equal totals are silent, unequal ones are named, and so is each other position."""
    one = compare([HTV, API])
    assert (one.vote, one.main.kind, one.unequal_totals) == (
        "7",
        "europarl-api",
        (("howtheyvote", "no vote", 3, 1),),
    )
    assert one.differences == ()
    assert one.intentions == (("b", "for", "against"),)
    assert compare([TYPED, HTV]).differences == (("b", {"typed": "against", "howtheyvote": "for"}),)
    assert compare([TYPED, TOTALS]).unequal_totals == (("typed", "for", 9, 1),)
    assert doubles(TYPED) == ["b"]
    assert KNOWN_CODES["org/6367"] == "IMCO"
    assert KNOWN_CODES["org/5704"] == "Renew"


def test_scores() -> None:
    """Weighted; an abstention counts half; not voting does not count."""
    votes = {"7": by_person(HTV), "8": {"a": "abstention", "b": "against"}}
    asked = [AskedVote("7", "for", 3.0), AskedVote("8", "for")]
    assert (score("a", ["a"], asked, votes).score, score("b", ["b"], asked, votes).score) == (0.875, 0.75)
    nobody = score("c", ["c"], asked, votes)
    assert (nobody.score, nobody.not_voted) == (None, 2)


def test_how_open_somebody_may_be() -> None:
    """The own word counts most, then the own votes, then the group; the reasons say so; nothing known is open."""
    asked = [AskedVote("7", "for")]
    own = score("a", ["a"], asked, {"7": {"a": "against"}})
    line = score("EPP", ["a", "b"], asked, {"7": {"a": "for", "b": "for"}})
    unknown = score("z", ["z"], asked, {"7": {}})
    stance = Stance("a", "before", "open", "2026-01-01", "call", "", public=False)
    judged = persuadability([stance], own, line, asked)
    assert (judged.support, judged.value) == (0.429, 0.857)
    assert judged.reasons == (
        "open (before, 2026-01-01)",
        "voted as asked in 0 of 1",
        "EPP voted as asked at 100%",
    )
    assert persuadability([], unknown, None, asked).reasons == ("nothing is known",)
    assert persuadability([], unknown, unknown, []).reasons == ("no vote is asked for yet",)
