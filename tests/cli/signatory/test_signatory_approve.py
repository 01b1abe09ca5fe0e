"""`campaign signatory approve`: many sign-ons at once, each named before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import Store, signons
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.signons.approving import approve_all, plan_approval
from campaign.services.signons.deciding import approve
from campaign.services.signons.lookup import find_signon
from tests.cli.signatory.test_signatory_review import add_confirmed, answer, flaws, owed_notices, read_signon
from tests.cli.signatory.test_signatory_review import folder as folder
from tests.cli.signatory.test_signatory_review import server as server
from tests.helpers.campaign import run
from tests.services.notices.test_notifying import NEW


def person(number: int) -> NewSignOn:
    """An individual, against whom nothing speaks."""
    name, address = f"Ida Number{chr(96 + number)}", f"ida{number}@home{number}.example"
    return replace(NEW, kind=SignOnKind.PERSON, name=name, person=name, address=address, address_key=address)


@pytest.fixture
def waiting(folder: Path) -> list[int]:
    """Two people, an organisation, and one against which a reason speaks."""
    free = replace(NEW, name="Libera Arts", address="lea@gmail.com", address_key="lea@gmail.com")
    return [add_confirmed(folder, new) for new in (person(1), person(2), NEW, free)]


def states(folder: Path, numbers: list[int]) -> list[str]:
    return [read_signon(folder, number).state.value for number in numbers]


def test_all_that_nothing_speaks_against_are_listed(
    folder: Path, waiting: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every one is named before the number is typed; the one with a reason against it waits on; each gets an email."""
    capsys.readouterr()
    assert run(folder, "signatory", "approve") == 3
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert [line[0] for line in lines[:3]] == [f"signon-{number}" for number in (waiting[2], *waiting[:2])]
    assert lines[3:] == [["3", "sign-ons", "to", "list,", "3", "emails", "to", "signers"]]
    assert f"waits for you: Libera Arts (signon-{waiting[3]}): Anybody can get an email address at gmail.com" in err
    assert states(folder, waiting) == ["confirmed"] * 4
    assert run(folder, "signatory", "approve", "--confirm", "4") == 3
    capsys.readouterr()
    assert run(folder, "--json", "signatory", "approve", "--confirm", "3", "--by", "Ada") == 0
    data = json.loads(capsys.readouterr().out)
    assert (len(data["listed"]), data["waiting"]) == (3, [f"signon-{waiting[3]}"])
    assert states(folder, waiting) == ["listed", "listed", "listed", "confirmed"]
    assert [kind for _, kind, _ in owed_notices(folder)] == ["listed"] * 3
    assert flaws(folder) == ()
    assert run(folder, "signatory", "approve", "--confirm", "1") == 3
    assert "a reason speaks against each" in capsys.readouterr().err


def test_only_some_are_listed(
    folder: Path, waiting: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """People only, or those that are named; one sign-on is listed with a yes."""
    assert run(folder, "signatory", "approve", "--only", "people", "--confirm", "2") == 0
    assert states(folder, waiting) == ["listed", "listed", "confirmed", "confirmed"]
    answer(monkeypatch, "no")
    assert run(folder, "signatory", "approve", f"signon-{waiting[2]}") == 3
    answer(monkeypatch, "yes")
    assert run(folder, "signatory", "approve", f"signon-{waiting[2]}") == 0
    assert states(folder, waiting) == ["listed", "listed", "listed", "confirmed"]
    capsys.readouterr()
    assert run(folder, "signatory", "approve", "--only", "people") == 3
    assert "no such sign-on waits for approval" in capsys.readouterr().err
    assert run(folder, "signatory", "approve", "signon-999") == 2


def test_nobody_is_listed_by_a_stale_plan(folder: Path, waiting: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    """If one of the sign-ons has changed since, none is listed."""
    with Campaign(folder) as campaign:
        plan = plan_approval(campaign)
        approve(campaign, find_signon(campaign, f"signon-{waiting[1]}"), "Ada")
        with pytest.raises(Refused):
            approve_all(campaign, plan, "Ada")
    assert states(folder, waiting) == ["confirmed", "listed", "confirmed", "confirmed"]
    with Store.open(folder / "campaign.db") as store:
        assert store.read(signons.in_state, NEW.letter, SignOnKind.PERSON, SignOnState.LISTED) != ()


def test_nothing_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a sign-on that waits, the command says so."""
    assert run(folder, "signatory", "approve") == 3
    assert capsys.readouterr().err.startswith("no sign-on waits for approval")
