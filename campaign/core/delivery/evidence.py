"""Evidence about a delivery whose end is uncertain."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from campaign.core.delivery.states import DeliveryState


class EvidenceWeight(IntEnum):
    """How much a piece of evidence proves. Of several pieces the heaviest counts."""

    SPOKEN_OF = 1  # it names the message, and a person must read it
    REFUSED = 2  # a server refused it; it may have accepted it at another time
    TAKEN = 3  # a server accepted it
    PASSED_ON = 4  # a server delivered it, or somebody answered it
    RETURNED = 5  # it was accepted, then bounced


_PROVES = {
    EvidenceWeight.SPOKEN_OF: None,
    EvidenceWeight.REFUSED: DeliveryState.FAILED,
    EvidenceWeight.TAKEN: DeliveryState.SENT,
    EvidenceWeight.PASSED_ON: DeliveryState.SENT,
    EvidenceWeight.RETURNED: DeliveryState.BOUNCED,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence."""

    message_id: str
    """The Message-ID of the message that it is about."""
    weight: EvidenceWeight
    source: str
    """Where it was found, for instance "mail.log:1204"."""
    text: str
    """The text that was found there, on one line."""

    @property
    def state(self) -> DeliveryState | None:
        """The state that it proves; None when a person must decide."""
        return _PROVES[self.weight]


def heaviest(findings: Iterable[Evidence]) -> dict[str, Evidence]:
    """The piece of evidence that counts for each message, by Message-ID: the heaviest, and of equal ones the last."""
    best: dict[str, Evidence] = {}
    for finding in findings:
        if finding.message_id not in best or finding.weight >= best[finding.message_id].weight:
            best[finding.message_id] = finding
    return best
