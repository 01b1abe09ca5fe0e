"""What is known of a mail of which nobody knows whether it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from campaign.core.delivery.states import DeliveryState


class EvidenceWeight(IntEnum):
    """What a find tells, from the least to the most: of several the heaviest counts."""

    SPOKEN_OF = 1  # a person must read it
    REFUSED = 2  # a server would not take it; it may have taken it another time
    TAKEN = 3  # a server took it
    PASSED_ON = 4  # a server delivered it, or somebody answered
    RETURNED = 5  # it was taken, and came back


_PROVES = {
    EvidenceWeight.SPOKEN_OF: None,
    EvidenceWeight.REFUSED: DeliveryState.FAILED,
    EvidenceWeight.TAKEN: DeliveryState.SENT,
    EvidenceWeight.PASSED_ON: DeliveryState.SENT,
    EvidenceWeight.RETURNED: DeliveryState.BOUNCED,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One find: `source` says where it stands ("mail.log:1204"), `text` what it says there."""

    message_id: str
    weight: EvidenceWeight
    source: str
    text: str

    @property
    def state(self) -> DeliveryState | None:
        """What it proves; None where only a person can tell."""
        return _PROVES[self.weight]


def heaviest(findings: Iterable[Evidence]) -> dict[str, Evidence]:
    """The find that counts for each mail, by Message-ID: the heaviest, of equal ones the last."""
    best: dict[str, Evidence] = {}
    for finding in findings:
        if finding.message_id not in best or finding.weight >= best[finding.message_id].weight:
            best[finding.message_id] = finding
    return best
