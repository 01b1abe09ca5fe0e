"""Rate limits by client: token buckets in memory."""

from dataclasses import dataclass, field

_MAX_BUCKETS = 50_000


@dataclass(slots=True)
class RateLimit:
    """Allows `burst` actions at once, then one every `seconds`. Keys are anonymous."""

    burst: int
    seconds: float
    _full_at: dict[bytes, float] = field(default_factory=dict)

    def wait(self, key: bytes, at: float) -> float:
        """Count an action and return 0.0, or count nothing and return the seconds to wait. `at` is in seconds."""
        full_at = max(self._full_at.get(key, at), at) + self.seconds
        wait = full_at - at - self.burst * self.seconds
        if wait > 0:
            return wait
        if len(self._full_at) >= _MAX_BUCKETS:
            self._forget(at)
        self._full_at[key] = full_at
        return 0.0

    def _forget(self, at: float) -> None:
        """Drop the buckets that are full again; if that is not enough, the half that will be full first."""
        self._full_at = {key: full_at for key, full_at in self._full_at.items() if full_at > at}
        if len(self._full_at) >= _MAX_BUCKETS:
            latest = sorted(self._full_at.items(), key=lambda item: item[1])[_MAX_BUCKETS // 2 :]
            self._full_at = dict(latest)
