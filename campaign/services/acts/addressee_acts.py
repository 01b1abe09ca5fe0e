"""Acts on the addressees: a table, one person, a removal."""

from campaign.core.addressees import Addressee
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.people import editing
from campaign.services.people.importing import TableImportPlan
from campaign.services.people.removing import AddresseeRemoval, remove_addressee


def _letter(plan: TableImportPlan[Addressee], *_: object) -> str:
    return f"letter {plan.letter}"


def _counts(plan: TableImportPlan[Addressee], *_: object) -> str:
    return f"{len(plan.change.added)} new, {len(plan.change.changed)} changed"


def _removed(plan: AddresseeRemoval, *_: object) -> str:
    return f"addressee {plan.addressee.key}"


def _removed_row(_result: object, plan: AddresseeRemoval, *_: object) -> str:
    return _removed(plan)


IMPORT_ADDRESSEES = Act(
    "import addressees", Right.PREPARE_WAVE, "Imported addressees", editing.put_addressees, _letter, _counts
)
IMPORT_OWN_TABLE = Act(
    "import own table", Right.PREPARE_WAVE, "Imported the letter's table", editing.import_own_table, _letter, _counts
)
CHANGE_ADDRESSEE = Act(
    "change addressee", Right.PREPARE_WAVE, "Changed an addressee", editing.put_addressees, _letter, _counts
)
REMOVE_ADDRESSEE = Act(
    "remove addressee", Right.PREPARE_WAVE, "Removed an addressee", editing.take_addressee_out, _removed
)
REMOVE_ROW = Act("remove addressee", Right.PREPARE_WAVE, "Removed an addressee", remove_addressee, _removed_row)
"""As the command does it: the table is the person's own."""

ACTS: tuple[AnyAct, ...] = (IMPORT_ADDRESSEES, IMPORT_OWN_TABLE, CHANGE_ADDRESSEE, REMOVE_ADDRESSEE)
