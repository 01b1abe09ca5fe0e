"""How often one client may do a thing: a bucket that fills again, in memory."""

from dataclasses import dataclass, field

_MAX_BUCKETS = 50_000


@dataclass(slots=True)
class RateLimit:
    """`burst` at once, then one every `seconds`. Keys say nothing of whose they are."""

    burst: int
    seconds: float
    _full_at: dict[bytes, float] = field(default_factory=dict)

    def wait(self, key: bytes, now: float) -> float:
        """Count one, and return 0.0; or how many seconds to wait, and count nothing. `now` is in seconds."""
        full_at = max(self._full_at.get(key, now), now) + self.seconds
        wait = full_at - now - self.burst * self.seconds
        if wait > 0:
            return wait
        if len(self._full_at) >= _MAX_BUCKETS:
            self._forget(now)
        self._full_at[key] = full_at
        return 0.0

    def _forget(self, now: float) -> None:
        """Let go of those that are full again; if that is not enough, of the half that will be soonest."""
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        if len(self._full_at) >= _MAX_BUCKETS:
            latest = sorted(self._full_at.items(), key=lambda item: item[1])[_MAX_BUCKETS // 2 :]
            self._full_at = dict(latest)
