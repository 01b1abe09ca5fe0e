"""What the work queue wakes a worker for, and what it asks of a worker."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is wanted."""

    mailing: int
    """The wave of which mails are to go."""
    alone: bool
    """Whether it runs alone among the waves with a pace or limits, since the wave has some."""


class JobHandler(Protocol):
    """A worker, as the queue sees it. What its methods raise is given to `trouble`, and left to the next look."""

    @property
    def busy(self) -> bool:
        """Whether messages are in hand, which are finished before it ends."""
        ...

    def look(self) -> tuple[Job, ...]:
        """What jobs are wanted now. Called every few seconds by one of all workers."""
        ...

    def another(self, mailing: int) -> Job | None:
        """The job for another worker at the same time."""
        ...

    async def deliver(self, mailing: int) -> bool:
        """Do a job. Whether it should go on with it at once."""
        ...

    def trouble(self, sentence: str) -> None:
        """Takes a sentence for a person."""
        ...
