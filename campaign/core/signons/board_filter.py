"""What a list of signatories shows: which sign-ons, in which order. And the words for states on the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.signatories import SignOnState
from campaign.core.signons.signon import SignOnKind
from campaign.core.signons.states import SILENT
from campaign.core.tables.digits import read_digits

SURE = (SignOnState.LISTED, SignOnState.CONFIRMED, SignOnState.PROMISED)
# In the words that people of the team read.
STATE_WORDS: Mapping[SignOnState, str] = {
    SignOnState.CONFIRMED: "Waiting",
    SignOnState.PENDING: "Not confirmed",
    SignOnState.PROMISED: "Promised",
    SignOnState.OPENED: "No answer, opened",
    SignOnState.INVITED: "No answer",
    SignOnState.LISTED: "Listed",
    SignOnState.DECLINED: "Declined",
    SignOnState.REFUSED: "Refused",
    SignOnState.WITHDRAWN: "Withdrew",
}
# States by the name that the address of a list has. A state's own name works as well.
STATE_GROUPS: Mapping[str, tuple[SignOnState, ...]] = {"sure": SURE, "silent": SILENT}


class BoardOrder(StrEnum):
    """The order of a list of signatories."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which sign-ons a list shows."""

    kind: SignOnKind = SignOnKind.ORGANISATION
    state: str = ""
    """The name of a state or of a group of STATE_GROUPS; "" for all."""
    country: str = ""
    """The English name; "" for all."""
    version: int | None = None
    """The id of the version that was last agreed to; None for all."""
    text: str = ""
    """A part of the name or, for who may see people, of the signer's name or email address; "" for all."""
    order: BoardOrder = BoardOrder.NEWEST

    @property
    def states(self) -> tuple[SignOnState, ...]:
        """The states; empty for all."""
        if self.state in STATE_GROUPS:
            return STATE_GROUPS[self.state]
        return (SignOnState(self.state),) if self.state else ()


def read_filter(values: Mapping[str, str]) -> BoardFilter:
    """Read a filter from the fields of an address. What is not known is left out: a list is shown in any case."""
    state, kind, order, version = (values.get(name, "") for name in ("state", "kind", "order", "version"))
    return BoardFilter(
        kind=SignOnKind(kind) if kind in set(SignOnKind) else SignOnKind.ORGANISATION,
        state=state if state in STATE_GROUPS or state in set(SignOnState) else "",
        country=values.get("country", "").strip()[:100],
        version=read_digits(version),
        text=" ".join(values.get("q", "").split())[:200],
        order=BoardOrder(order) if order in set(BoardOrder) else BoardOrder.NEWEST,
    )
