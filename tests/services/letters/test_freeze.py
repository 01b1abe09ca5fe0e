"""Freezing in two functions: what it would do, and doing exactly that."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.store import directory
from campaign.core.letters import VersionKind
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons.change import ChangePolicy
from campaign.errors import LetterError, ProblemsFound, Refused
from campaign.services.campaign import Campaign
from campaign.services.letters.freeze import FreezeDecision, FreezePlan, Naming, SignatoryDecision, freeze, plan_freeze
from campaign.services.letters.versions import list_versions
from tests.helpers.versions import freeze_letter

NOW = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)
DECISION = FreezeDecision(
    "two", Naming(VersionKind.SUBSTANCE), SignatoryDecision(ChangePolicy.CORRECTION), despite_problems=True
)
SETTINGS = """
[campaign]
name = "AI Act"
vote = 2027-04-26T12:00:00
letter = "ai-act"
[sender]
name = "Coalition"
address = "office@coalition.example"
"""


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A campaign whose letter is frozen and has changed since."""
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "campaign.toml").write_text(SETTINGS, "utf-8")
    write(tmp_path, "Hello there.\n\nWe ask for one thing.\n")
    freeze_letter(tmp_path, "one", NOW)
    write(tmp_path, "Hello there.\n\nWe ask for two things.\n")
    with Campaign(tmp_path, clock=lambda: NOW) as campaign:
        yield campaign


def write(root: Path, body: str) -> None:
    (root / "letters" / "ai-act" / "letter.en.md").write_text(f"---\ntitle: Title\n---\n{body}", "utf-8")


def sign(campaign: Campaign, number: int) -> None:
    """Let this many organisations sign."""
    signed = [Organisation(f"o{at}", f"Organisation {at}", state=SignOnState.LISTED) for at in range(number)]
    campaign.store.write(directory.put, "ai-act", signed, NOW)


def refused(campaign: Campaign, plan: FreezePlan) -> str:
    with pytest.raises(Refused) as caught:
        freeze(campaign, plan, DECISION)
    return caught.value.message


def test_a_plan_says_what_changed_and_how_many_have_signed(campaign: Campaign) -> None:
    """The plan has the previous version, the comparison and the number of sign-ons; then it becomes a version."""
    sign(campaign, 2)
    plan = plan_freeze(campaign)
    assert plan.previous is not None
    assert (plan.previous.number, plan.signatures, plan.is_frozen, plan.unreadable) == (1, 2, False, ())
    assert [(change.language, change.deleted, change.inserted) for change in plan.comparison.changed] == [("en", 2, 2)]
    version = freeze(campaign, plan, DECISION)
    assert (version.number, version.digest, version.message, version.kind) == (
        2,
        plan.digest,
        "two",
        VersionKind.SUBSTANCE,
    )
    assert plan_freeze(campaign).is_frozen


def test_a_plan_changes_nothing(campaign: Campaign) -> None:
    """Planning stores nothing."""
    plan_freeze(campaign)
    assert [version.number for version in list_versions(campaign)] == [1]


def test_a_text_that_changed_since_is_refused(campaign: Campaign) -> None:
    """A text that changed since the plan is not frozen."""
    plan = plan_freeze(campaign)
    write(campaign.folder.root, "Hello there.\n\nWe ask for three things.\n")
    assert refused(campaign, plan) == "not frozen: the text has changed since you looked at it"


def test_a_signature_since_then_is_refused(campaign: Campaign) -> None:
    """A sign-on since the plan makes it stale."""
    sign(campaign, 1)
    plan = plan_freeze(campaign)
    sign(campaign, 2)
    assert refused(campaign, plan) == "not frozen: the letter now has 2 sign-ons, it had 1 when you looked at it"


def test_another_version_since_then_is_refused(campaign: Campaign) -> None:
    """A change is compared with the newest version, so a newer one makes the comparison stale."""
    plan = plan_freeze(campaign)
    text = (campaign.folder.letter("ai-act") / "letter.en.md").read_text("utf-8")
    write(campaign.folder.root, "Goodbye.\n\nWe ask for nothing.\n")
    freeze_letter(campaign.folder.root, "meanwhile", NOW, Naming(VersionKind.SUBSTANCE))
    (campaign.folder.letter("ai-act") / "letter.en.md").write_text(text, "utf-8")
    assert refused(campaign, plan) == "not frozen: version 2 has been frozen in the meantime"
    assert [version.message for version in list_versions(campaign)] == ["one", "meanwhile"]


def test_no_surface_gets_around_what_stands_against_it(campaign: Campaign) -> None:
    """Problems need a decision; unreadable front matter and a missing text must be fixed."""
    path = campaign.folder.letter("ai-act") / "letter.en.md"
    path.write_text("---\ntittle: x\n---\nWords.\n", "utf-8")
    plan = plan_freeze(campaign)
    with pytest.raises(Refused, match="problems above"):
        freeze(campaign, plan, FreezeDecision("two", Naming(VersionKind.SUBSTANCE)))
    with pytest.raises(ProblemsFound) as caught:
        freeze(campaign, plan, DECISION)
    assert [str(problem) for problem in caught.value.problems] == [
        "letters/ai-act/letter.en.md:2: unknown key tittle; did you mean title?"
    ]
    plan = FreezePlan("ai-act", (), "", None, plan.comparison, 0, (), ())
    with pytest.raises(LetterError, match="there is no text to freeze"):
        freeze(campaign, plan, DECISION)
