"""What is known of a mail of which nobody knows whether it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from campaign.core.delivery.states import State


class Weight(IntEnum):
    """What a find tells, from the least to the most: of several the heaviest counts."""

    SPOKEN_OF = 1  # a person must read it
    REFUSED = 2  # a server would not take it; it may have taken it another time
    TAKEN = 3  # a server took it
    PASSED_ON = 4  # a server delivered it, or somebody answered
    RETURNED = 5  # it was taken, and came back


_PROVES = {
    Weight.SPOKEN_OF: None,
    Weight.REFUSED: State.FAILED,
    Weight.TAKEN: State.SENT,
    Weight.PASSED_ON: State.SENT,
    Weight.RETURNED: State.BOUNCED,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One find: `source` says where it stands ("mail.log:1204"), `text` what it says there."""

    message_id: str
    weight: Weight
    source: str
    text: str

    @property
    def state(self) -> State | None:
        """What it proves; None where only a person can tell."""
        return _PROVES[self.weight]


def heaviest(found: Iterable[Evidence]) -> dict[str, Evidence]:
    """The find that counts for each mail, by Message-ID: the heaviest, of equal ones the last."""
    best: dict[str, Evidence] = {}
    for each in found:
        if each.message_id not in best or each.weight >= best[each.message_id].weight:
            best[each.message_id] = each
    return best
