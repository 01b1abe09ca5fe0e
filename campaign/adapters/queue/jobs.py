"""The jobs of the work queue, and the interface of a worker that does them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Job:
    """A job to send deliveries of a mailing."""

    mailing: int
    """The id of the mailing."""
    alone: bool
    """Whether the mailing has a pace or limits: only one such job of a queue runs at a time, on any machine."""
    queue: str = "letter"
    """The queue of the mailing. Jobs of the letter go before the others."""


class JobHandler(Protocol):
    """A worker, as the queue calls it. Errors of its methods are passed to `trouble`; the next `look` tries again."""

    @property
    def busy(self) -> bool:
        """Whether the worker is sending messages, which it finishes before it ends."""
        ...

    def look(self) -> tuple[Job, ...]:
        """Return the jobs that are due. Called every five seconds, by one of all workers."""
        ...

    def additional_job(self, mailing: int) -> Job | None:
        """Return a job that another worker can do at the same time, None if there is none."""
        ...

    async def deliver(self, mailing: int) -> bool:
        """Do a job. Returns whether more of the mailing is due at once."""
        ...

    def trouble(self, sentence: str) -> None:
        """Report a problem, in a sentence for people."""
        ...
