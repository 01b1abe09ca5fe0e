"""Importing and removing do what was shown; a stale plan does nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.store import people, signons
from campaign.core.tables.changes import TableChange
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.people.importing import (
    import_addressees,
    import_organisations,
    plan_addressees_import,
    plan_organisations_import,
)
from campaign.services.people.listing import addressees
from campaign.services.people.removing import (
    plan_addressee_removal,
    plan_organisation_removal,
    remove_addressee,
    remove_organisation,
)

LETTER = "ai-act"
ANNA = b"id,name,mail\nanna,Anna Wit,anna@wit.example\n"
JAN = b"id,name,mail\njan,Jan Roth,jan@roth.example\n"


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A folder with one letter and an empty store."""
    (tmp_path / "letters" / LETTER).mkdir(parents=True)
    (tmp_path / "letters" / LETTER / "letter.en.md").write_text("Text\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2026-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    with Campaign(tmp_path) as open_campaign:
        yield open_campaign


def keys(campaign: Campaign) -> list[str]:
    return [person.key for person in addressees(campaign, LETTER)]


def test_a_plan_changes_nothing_by_itself(campaign: Campaign) -> None:
    """It says what would be added; importing does that."""
    plan = plan_addressees_import(campaign, ANNA, "table.csv", LETTER)
    assert (plan.change, keys(campaign)) == (TableChange(added=("anna",)), [])
    import_addressees(campaign, plan)
    assert keys(campaign) == ["anna"]


def test_a_stale_import_of_addressees_is_refused(campaign: Campaign) -> None:
    """Somebody else was imported after the table was read: nothing is changed."""
    plan = plan_addressees_import(campaign, ANNA, "table.csv", LETTER)
    import_addressees(campaign, plan_addressees_import(campaign, JAN, "other.csv", LETTER))
    with pytest.raises(Refused, match=r"^table\.csv: the database has changed"):
        import_addressees(campaign, plan)
    assert keys(campaign) == ["jan"]


def test_a_stale_import_of_organisations_is_refused(campaign: Campaign) -> None:
    """Neither the directory nor the board changes."""
    plan = plan_organisations_import(campaign, b"name\nLAION\n", "table.csv")
    import_organisations(campaign, plan_organisations_import(campaign, b"name\nOpen Future\n", "other.csv"))
    with pytest.raises(Refused, match=r"^table\.csv: the database has changed"):
        import_organisations(campaign, plan)
    assert [organisation.key for organisation in campaign.store.read(people.organisations)] == ["open-future"]
    assert [signon.key for signon in campaign.store.read(signons.organisations, LETTER)] == ["open-future"]


def test_a_table_without_a_good_row_changes_nothing(campaign: Campaign) -> None:
    """Its plan has refused rows and no change."""
    plan = plan_organisations_import(campaign, b"name\n=cmd()\n", "table.csv")
    import_organisations(campaign, plan)
    assert (plan.change, len(plan.reading.refused)) == (TableChange(), 1)
    assert campaign.store.read(people.organisations) == ()


def test_an_addressee_who_has_changed_is_not_removed(campaign: Campaign) -> None:
    """The addressee has changed since; after a new plan the removal works."""
    import_addressees(campaign, plan_addressees_import(campaign, ANNA, "table.csv", LETTER))
    plan = plan_addressee_removal(campaign, LETTER, "anna")
    married = ANNA.replace(b"Anna Wit", b"Anna Roth")
    import_addressees(campaign, plan_addressees_import(campaign, married, "table.csv", LETTER))
    with pytest.raises(Refused, match=r"^Anna Wit has changed since you saw it; nothing was removed"):
        remove_addressee(campaign, plan)
    assert keys(campaign) == ["anna"]
    remove_addressee(campaign, plan_addressee_removal(campaign, LETTER, "anna"))
    assert keys(campaign) == []
    with pytest.raises(UsageError):
        plan_addressee_removal(campaign, LETTER, "anna")


def test_an_organisation_goes_with_the_sign_ons_of_the_preview(campaign: Campaign) -> None:
    """A sign-on that has changed since makes the plan stale."""
    import_organisations(campaign, plan_organisations_import(campaign, b"name,country\nLAION,DE\n", "table.csv"))
    plan = plan_organisation_removal(campaign, "laion")
    assert [signon.name for signon in plan.signons] == ["LAION"]
    import_organisations(campaign, plan_organisations_import(campaign, b"name,country\nLAION,AT\n", "table.csv"))
    with pytest.raises(Refused, match=r"^LAION has changed since you saw it; nothing was removed"):
        remove_organisation(campaign, plan)
    assert len(campaign.store.read(signons.organisations, LETTER)) == 1
    remove_organisation(campaign, plan_organisation_removal(campaign, "laion"))
    assert campaign.store.read(signons.organisations, LETTER) == ()


def test_name_without_a_glyph_is_a_remark(campaign: Campaign) -> None:
    """A name that no font can print is named with its line, and imported all the same."""
    plan = plan_organisations_import(campaign, "name\nOrg A\nOrg \U00012000\n".encode(), "orgs.csv")
    people_plan = plan_addressees_import(campaign, ANNA, "table.csv", LETTER)
    assert [str(remark) for remark in plan.reading.remarks if "no font" in str(remark)] == [
        (
            "orgs.csv:3: no font has all of Org \U00012000; the PDF shows Org [cuneiform sign a]; "
            "use other characters, or put a font that has them into templates/print/fonts"
        )
    ]
    assert len(plan.reading.records) == 2
    assert [str(remark) for remark in people_plan.reading.remarks if "no font" in str(remark)] == []
