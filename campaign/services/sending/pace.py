"""The pace of a run: at most so many messages an hour over all its lines, spread over it, not quite evenly."""

import random


class Pace:
    """Gives out moments to start a message at, `seconds_apart` and up to `jitter` of that more, by the dice.

    Runs that come one after the other share one, so that a new run does not begin ahead of its time.
    """

    def __init__(self, seconds_apart: float, jitter: float = 0, dice: random.Random | None = None) -> None:
        self._seconds_apart = seconds_apart
        self._jitter = jitter
        self._dice = dice or random.Random()  # noqa: S311 -- the pace is no secret
        self._next = 0.0
        self._gap = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next moment; 0 takes it. `now` is the event loop's time."""
        if now < self._next:
            return self._next - now
        self._gap = self._seconds_apart * (1 + self._jitter * self._dice.random())
        self._next = now + self._gap
        return 0.0

    def not_before(self, moment: float) -> None:
        """Something else went: the next moment is this one, or later."""
        self._next = max(self._next, moment)

    def give_back(self) -> None:
        """The moment taken last was not used: the next one may come so much earlier."""
        self._next -= self._gap
