"""Claims about the tables that an import writes beside the letter."""

from campaign.core.addressees import Addressee
from campaign.core.intake.csv_tables import addressees, organisations
from campaign.core.signatories import Organisation, SignOnState


def test_an_addressee_is_a_row() -> None:
    """Fields that are not known stay empty."""
    assert addressees([Addressee("197401", "Anna Roth", "Roth", "Anna", "Ms", country="Italy")]) == (
        "id,honorific,given_name,family_name,name,mail,country,group,role,language,salutation\n"
        "197401,Ms,Anna,Roth,Anna Roth,,Italy,,,,\n"
    )


def test_an_organisation_is_a_row() -> None:
    """The rows are in the letter's order, and a name with a comma is quoted."""
    signing = [
        Organisation("wide", "Wide, Open e.V.", "https://wide.example", "Germany", "wide.svg", SignOnState.LISTED),
        Organisation("free", "Free Knowledge"),
    ]
    assert organisations(signing) == (
        "name,url,country,logo,state\n"
        '"Wide, Open e.V.",https://wide.example,Germany,wide.svg,listed\n'
        f"Free Knowledge,,,,{signing[1].state}\n"
    )
