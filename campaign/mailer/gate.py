"""Whether a mail may go at this moment, asked before each one and answered fast."""

import datetime as dt
from collections.abc import Callable

from campaign.delivery.permission import Permission

# No window is as short as this, and none closes and opens again within it.
_SURE = dt.timedelta(seconds=1)


class Gate:
    """Remembers that a mail may go now and a second from now; then it may at any moment between."""

    def __init__(self, permission: Callable[[dt.datetime], Permission], clock: Callable[[], dt.datetime]) -> None:
        self._permission = permission
        self._clock = clock
        self._from = self._until = dt.datetime.min.replace(tzinfo=dt.UTC)

    def why_not(self) -> str:
        """Why no mail may go now, "" when one may."""
        now = self._clock()
        if self._from <= now < self._until:
            return ""
        allowed = self._permission(now)
        if allowed.now and self._permission(now + _SURE).now:
            self._from, self._until = now, now + _SURE
        return allowed.why
