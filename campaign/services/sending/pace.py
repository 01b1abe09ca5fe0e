"""The pace of a run: at most a number of messages an hour over all connections, spread almost evenly."""

import random


class Pace:
    """Says when the next message may start: `seconds_apart` after the last one, and at random up to `jitter` times that
    longer. `dice` is the random generator, for tests.

    Consecutive runs share a pace, so that a new run does not start too early.
    """

    def __init__(self, seconds_apart: float, jitter: float = 0, dice: random.Random | None = None) -> None:
        self._seconds_apart = seconds_apart
        self._jitter = jitter
        self._dice = dice or random.Random()  # noqa: S311 -- the pace is no secret
        self._next = 0.0
        self._gap = 0.0

    def wait(self, loop_time: float) -> float:
        """The seconds until the next message may start; 0 takes that start. `loop_time` is the event loop's time."""
        if loop_time < self._next:
            return self._next - loop_time
        self._gap = self._seconds_apart * (1 + self._jitter * self._dice.random())
        self._next = loop_time + self._gap
        return 0.0

    def not_before(self, moment: float) -> None:
        """Let no message start before `moment`, in the event loop's time, because another mailer sent one."""
        self._next = max(self._next, moment)

    def give_back(self) -> None:
        """Give back the last start, which was not used."""
        self._next -= self._gap
