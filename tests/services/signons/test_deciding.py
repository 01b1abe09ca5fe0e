"""The coordinator's decisions hold for the sign-on that was shown: one that has changed since stays as it is."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import notices, text_changes
from campaign.core.letters.version import NewVersion
from campaign.core.letters.version import VersionKind as VersionKind
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnSource
from campaign.core.signons.record import Actor
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.adding import AddSignOnPlan, ManualSignOn, NearDouble, add_signon, plan_signon
from campaign.services.signons.board import SILENT, read_board
from campaign.services.signons.deciding import approve, plan_withdrawal, refuse, withdraw
from campaign.services.signons.lookup import SignOnView, find_signon
from campaign.services.signons.merging import merge, plan_merge
from campaign.services.signons.review import refresh_case, review
from tests.cli.test_privacy_commands import NEW
from tests.helpers.signons import enter_confirmed

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
OTHER = replace(NEW, name="Open Lab", person="Max Wit", address="max@lab.example", address_key="max@lab.example")
LAB = ManualSignOn("Open Lab", "Max Wit", "max@lab.example", SignOnSource.PHONE)


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A campaign with a frozen version, and two sign-ons that wait for approval."""
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "letters" / "ai-act" / "letter.en.md").write_text("Text\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2026-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    with Campaign(tmp_path, clock=lambda: NOW) as open_campaign:
        assert open_campaign.store.write(
            text_changes.freeze, NewVersion("ai-act", "one", (), "agreed", NOW, VersionKind.FIRST)
        )
        for new in (NEW, OTHER):
            add_confirmed(open_campaign, new)
        yield open_campaign


def add_confirmed(campaign: Campaign, new: NewSignOn) -> None:
    enter_confirmed(campaign.store, new, NOW)
    for notice in campaign.store.read(notices.pending):
        assert campaign.store.write(notices.remove, notice)


def rename(campaign: Campaign, view: SignOnView) -> None:
    """The signer corrects the name in the meantime."""
    other = replace(view.signon, name="Another Name")
    assert campaign.store.write(signons.correct, other, Actor.SIGNER, NOW)


def states(campaign: Campaign) -> list[str]:
    return [str(signon.state) for signon in campaign.store.read(signons.organisations, "ai-act")]


def withdraw_one(campaign: Campaign, view: SignOnView) -> None:
    withdraw(campaign, plan_withdrawal(view), "Ada")


def merge_two(campaign: Campaign, view: SignOnView) -> None:
    merge(campaign, plan_merge(campaign, find_signon(campaign, "Open Lab"), view), "Ada")


@pytest.mark.parametrize(
    "decide",
    [
        lambda campaign, view: approve(campaign, view, "Ada"),
        lambda campaign, view: refuse(campaign, view, "no", "Ada"),
        withdraw_one,
        merge_two,
    ],
)
def test_a_decision_on_a_stale_view_is_refused(
    campaign: Campaign, decide: Callable[[Campaign, SignOnView], None]
) -> None:
    """Approving, refusing, withdrawing, merging: each is refused, nothing moves and nobody is owed a mail; shown again,
    each is done."""
    view = find_signon(campaign, "Free Knowledge")
    rename(campaign, view)
    with pytest.raises(Refused, match=r"^Free Knowledge has changed since you saw it; nothing was changed$"):
        decide(campaign, view)
    assert (states(campaign), campaign.store.read(notices.pending)) == (["confirmed", "confirmed"], ())
    decide(campaign, find_signon(campaign, "Another Name"))
    assert states(campaign) != ["confirmed", "confirmed"]


def test_a_merge_needs_both_sign_ons_unchanged(campaign: Campaign) -> None:
    """A merge needs both sign-ons unchanged."""
    plan = plan_merge(campaign, find_signon(campaign, "Free Knowledge"), find_signon(campaign, "Open Lab"))
    rename(campaign, plan.target)
    with pytest.raises(Refused):
        merge(campaign, plan, "Ada")
    assert states(campaign) == ["confirmed", "confirmed"]


def test_a_decision_is_taken_once(campaign: Campaign) -> None:
    """A sign-on that was listed meanwhile is neither listed again nor refused."""
    view = find_signon(campaign, "Free Knowledge")
    approve(campaign, view, "Ada")
    for decide in (lambda: approve(campaign, view, "Ada"), lambda: refuse(campaign, view, "no", "Ada")):
        with pytest.raises(Refused):
            decide()
    assert states(campaign) == ["listed", "confirmed"]


def test_a_case_is_read_again(campaign: Campaign) -> None:
    """An earlier decision may have changed the case: it is read again before it is shown."""
    case = review(campaign).cases[0]
    rename(campaign, case.view)
    now = refresh_case(campaign, case)
    assert (now.signon.name, now.judgement) == ("Another Name", case.judgement)
    approve(campaign, now.view, "Ada")
    assert states(campaign) == ["listed", "confirmed"]


def lab(campaign: Campaign) -> AddSignOnPlan:
    return plan_signon(campaign, replace(LAB, organisation="Open Labs", address="eve@labs.example"))


def test_a_sign_on_is_not_added_where_the_doubles_have_changed(campaign: Campaign) -> None:
    """An organisation of nearly the same name has signed since: nothing is entered, and the plan made anew names it."""
    plan = lab(campaign)
    assert plan.near_doubles == (NearDouble("signon-2", "Open Lab", SignOnState.CONFIRMED),)
    add_confirmed(campaign, replace(NEW, name="Open Labs e.V.", address="m@open.example", address_key="m@open.example"))
    with pytest.raises(
        Refused,
        match=r"^Open Labs was not added: the letter or the list of similar names has changed since you saw it$",
    ):
        add_signon(campaign, plan)
    assert len(states(campaign)) == 3
    assert {double.key for double in lab(campaign).near_doubles} == {"signon-2", "signon-3"}
    assert re.fullmatch(r"submission-\d+", add_signon(campaign, lab(campaign)))
    assert len(states(campaign)) == 3


def test_a_sign_on_is_not_added_under_another_version(campaign: Campaign) -> None:
    """A new version is frozen since: the signer would sign a text that nobody was shown."""
    plan = lab(campaign)
    assert campaign.store.write(
        text_changes.freeze, NewVersion("ai-act", "two", (), "better", NOW, VersionKind.CORRECTION)
    )
    with pytest.raises(Refused):
        add_signon(campaign, plan)
    assert len(states(campaign)) == 2


def test_the_same_address_is_not_added_twice(campaign: Campaign) -> None:
    """Another name does not help."""
    with pytest.raises(
        Refused, match=r"^Open Lab or max@lab\.example has already signed, or was entered and has not confirmed yet$"
    ):
        add_signon(campaign, plan_signon(campaign, LAB))


def test_invalid_values_are_named(campaign: Campaign) -> None:
    """No address, no plan."""
    with pytest.raises(UsageError, match=r"'max@lab' is not an email address"):
        plan_signon(campaign, replace(LAB, address="max@lab"))


def test_the_board_shows_who_waits_first(campaign: Campaign) -> None:
    """A state alone when asked; the counts are those of all."""
    approve(campaign, find_signon(campaign, "Free Knowledge"), "Ada")
    board = read_board(campaign)
    assert [row.signon.name for row in board.rows] == ["Open Lab", "Free Knowledge"]
    assert [row.signon.name for row in board.rows_in("listed")] == ["Free Knowledge"]
    assert (board.rows_in(SILENT), board.silent_count, board.counts) == (
        (),
        0,
        {SignOnState.CONFIRMED: 1, SignOnState.LISTED: 1},
    )
