"""The guarantees of sending, checked against what the mail server received, and counted over many waves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaign.core.delivery.states import DeliveryState


@dataclass(slots=True)
class Tally:
    """The totals of all waves. `events` counts what was done to the processes, by name."""

    mails: int = 0
    waves: int = 0
    events: Counter[str] = field(default_factory=Counter)
    uncertain: int = 0
    arrived: int = 0

    def add(self, states: Mapping[str, DeliveryState], received: Sequence[str]) -> None:
        """Check one more wave, and add it to the totals."""
        self.uncertain += check_promises(states, received)
        got = set(received)
        self.arrived += sum(state is DeliveryState.UNCERTAIN and mail in got for mail, state in states.items())
        self.mails += len(states)
        self.waves += 1

    def __str__(self) -> str:
        events = ", ".join(f"{number} {name}" for name, number in sorted(self.events.items()))
        return (
            f"{self.mails} mails in {self.waves} waves; {events}; twice: 0, missed: 0, uncertain: {self.uncertain}"
            f" (of which {self.arrived} had arrived)"
        )


def check_promises(states: Mapping[str, DeliveryState], received: Sequence[str]) -> int:
    """Check that nobody got the email twice, that everybody who is `sent` got it, and that nobody was left out unless
    uncertain. Returns the number of uncertain deliveries."""
    got = Counter(received)
    assert max(got.values(), default=0) <= 1, [mail for mail, number in got.items() if number > 1]
    uncertain = {mail for mail, state in states.items() if state is DeliveryState.UNCERTAIN}
    assert set(states) - uncertain <= set(got)
    assert {mail for mail, state in states.items() if state is DeliveryState.SENT} <= set(got)
    return len(uncertain)
