"""How far the letter has come to each addressee."""

import pytest

from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import PastDelivery, WavePurpose
from campaign.core.delivery.reach import ReachState, missed, reach_of
from campaign.core.delivery.states import DeliveryState

MAIL, OLD = "ann@parliament.example", "old@parliament.example"
ANN = Addressee("ann", "Ann Lee", "Lee", address=MAIL)


def past(state: DeliveryState, address: str = MAIL, key: str = "ann", wave: str = "first") -> PastDelivery:
    return PastDelivery(key, address, wave, WavePurpose.FIRST, state)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], (ReachState.MISSED, "added after wave first", True)),
        ([past(DeliveryState.SENT)], (ReachState.RECEIVED, "sent in wave first", False)),
        ([past(DeliveryState.SENT, key="other")], (ReachState.RECEIVED, "sent in wave first", False)),
        ([past(DeliveryState.QUEUED)], (ReachState.WAITING, "waiting in wave first", False)),
        ([past(DeliveryState.UNCERTAIN)], (ReachState.UNCERTAIN, "uncertain in wave first", False)),
        ([past(DeliveryState.CANCELLED)], (ReachState.MISSED, "cancelled in wave first", True)),
        ([past(DeliveryState.BOUNCED)], (ReachState.MISSED, "the email of wave first bounced", False)),
        (
            [past(DeliveryState.BOUNCED, OLD)],
            (ReachState.MISSED, "the email of wave first bounced; the address was corrected since", True),
        ),
        (
            [past(DeliveryState.BOUNCED), past(DeliveryState.FAILED, OLD, wave="late")],
            (
                ReachState.MISSED,
                "the mail server refused the address in wave late; the address was corrected since",
                False,
            ),
        ),
        (
            [past(DeliveryState.BOUNCED, OLD), past(DeliveryState.SENT, wave="late")],
            (ReachState.RECEIVED, "sent in wave late", False),
        ),
    ],
)
def test_the_reach_of_an_addressee(history: list[PastDelivery], expected: tuple[ReachState, str, bool]) -> None:
    """The best of all deliveries counts; a bounce counts for its address alone."""
    (reach,) = reach_of([ANN], history, "first")
    assert (reach.state, reach.why, reach.can_send) == expected


def test_who_missed_it() -> None:
    """Those without an email address are not counted as missed: no wave would go to them."""
    nobody = Addressee("bo", "Bo Ray", "Ray")
    reaches = reach_of([ANN, nobody], [], "first")
    assert [reach.state for reach in reaches] == [ReachState.MISSED, ReachState.NO_ADDRESS]
    assert [reach.addressee.key for reach in missed(reaches)] == ["ann"]
