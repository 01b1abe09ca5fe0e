"""Acts on the data of one person, and the purge. Their entries name nobody."""

from campaign.core.languages.in_english import count_of
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.people import person
from campaign.services.people.person import ErasurePlan


def _erased(_result: object, plan: ErasurePlan) -> str:
    return count_of(plan.number, "record")


def _purged(number: int, *_: object, **__: object) -> str:
    return count_of(number, "signer")


EXPORT_PERSON = Act("export person", Right.EXPORT_PEOPLE, "Exported a person's data", person.personal_data)
ERASE_PERSON = Act("erase person", Right.DESK, "Erased a person's data", person.erase, note=_erased)
PURGE = Act("purge", Right.DESK, "Deleted the signers' personal data", person.purge, note=_purged)

ACTS: tuple[AnyAct, ...] = (EXPORT_PERSON, ERASE_PERSON, PURGE)
