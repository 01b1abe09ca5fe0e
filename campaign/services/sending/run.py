"""One run of the mailer: claim deliveries, send them, record how each ended, until none is due.

Each of these steps is on disk before the next one starts. That is why no addressee gets a message twice:

    claim (the row is ours)  ->  MAIL, RCPT, DATA  ->  `sending`  ->  the body  ->  the verdict

While the server reads one body, the next delivery is recorded as `sending` and its commands are sent. When the server
is ready for its body, the run checks again whether it may be sent. If not, the delivery gets its earlier state back.

When the process is killed before `sending`, the server never got a body, and the delivery waits again. When it is
killed after that, the delivery stays in `sending`, and becomes `uncertain` once its lease has expired
(`adapters.store.ledger.leases`).
"""

import asyncio

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.smtp import MailConnection
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.errors import CampaignError
from campaign.services.sending.claim_queue import ClaimQueue
from campaign.services.sending.connection_driver import ConnectionDriver
from campaign.services.sending.order import RunSummary, SendOrder, StopCause
from campaign.services.sending.outgoing_mail import OutgoingMail
from campaign.services.sending.recorder import Recorder
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_guard import SendGuard
from campaign.services.sending.send_policy import SendPolicy


async def run(order: SendOrder, policy: SendPolicy, stopping: asyncio.Event) -> RunSummary:
    """Send the deliveries of a mailing that are due, or become due within the order's patience.

    The run ends when nothing more is due, when the policy forbids to go on, after too many failures in a row, or when
    `stopping` is set. It also sets `stopping` itself. A mailing with a pace or limits is left alone while another run
    sends one.

    On SQLite, call it only within the campaign's mailer lock. Raises CampaignError when trying again cannot help, such
    as after a wrong password or an error of the database. Every outcome is then recorded.
    """
    state = RunState(order, stopping)
    async with state.lease.hold(order.wave.id, order.clock(), alone=order.rules.rules.is_limited) as ours:
        if not ours:
            state.leave_to_others()
            return state.summary
        connections = _Connections(state, policy)
        await connections.send_what_is_due()
        while await connections.more_is_due():
            await connections.send_what_is_due()
    return state.summary


class _Connections:
    """The connections of a run, as many as its rules allow."""

    def __init__(self, state: RunState, policy: SendPolicy) -> None:
        self._state = state
        self._order = state.order
        self._guard = SendGuard(state, policy)
        self._queue = ClaimQueue(state, self._guard)
        self._recorder = Recorder(state, self._queue)
        self._served = 0
        self._first_login = asyncio.Lock()  # one login is tried before the other connections
        self._logged_in = False

    async def send_what_is_due(self) -> None:
        with self._queue.wake_when_stopped():
            await asyncio.gather(*(self._work() for _ in range(max(1, self._order.rules.rules.connections))))
        await self._state.ledger.wait_until_written()  # claims that were requested may still come in
        self._queue.release()
        await self._state.ledger.wait_until_written()
        if self._state.error:
            raise self._state.error

    async def more_is_due(self) -> bool:
        """Wait for the next deferred delivery. Returns False when none is due soon, or the run is stopping."""
        if self._queue.is_used_up:
            return False
        due_at = self._order.store.read(deliveries.next_due, self._order.wave.id)
        if due_at is None or due_at - self._order.clock() > self._order.limits.patience:
            return False
        return not await wait_for_stop(self._state.stopping, (due_at - self._order.clock()).total_seconds() + 0.01)

    async def _work(self) -> None:
        """Serve one connection: open it when there is a message to send, open it again after it broke."""
        state = self._state
        try:
            while (mail := await self._queue.first()) is not None:
                served = self._served
                connection = await self._connect(mail)
                if not isinstance(connection, Outcome):
                    await self._serve(connection, mail)
                    continue
                await state.ledger.wait_until_written()  # its message waits again, and another connection may take it
                if state.connections:
                    return  # the other connections go on
                if self._served == served:
                    state.stop(f"no connection to {connection.text}", StopCause.CONNECTION)
                    return
        except Exception as error:  # noqa: BLE001 -- raised again when the other connections are done
            state.fail(error)

    async def _serve(self, connection: MailConnection, mail: OutgoingMail) -> None:
        if self._state.stopping.is_set():
            self._queue.put_back(mail)
            await connection.close()
            return
        driver = ConnectionDriver(self._state, self._guard, self._queue, self._recorder, connection, mail)
        self._state.connections.add(connection)
        try:
            await connection.serve(driver)
        finally:
            self._state.connections.discard(connection)
            self._served += 1
            await connection.close()
        await driver.wait_until_recorded()

    async def _log_in(self) -> MailConnection | Outcome:
        """Open a connection. Until one has succeeded, one is tried at a time, so that a wrong password is refused once,
        not once for each connection."""
        if self._logged_in:
            return await self._order.transport.connect()
        async with self._first_login:
            if self._state.stopping.is_set():
                return Outcome(Stage.CONNECT, None, "the run is stopping")
            connection = await self._order.transport.connect()
            self._logged_in = not isinstance(connection, Outcome)
            return connection

    async def _connect(self, mail: OutgoingMail) -> MailConnection | Outcome:
        """Open a connection, in a few tries. Otherwise return the reason, and put the delivery back."""
        connection: MailConnection | Outcome = Outcome(Stage.CONNECT, None, "the run is stopping")
        try:
            for seconds in self._order.limits.connect_waits_seconds:
                if await wait_for_stop(self._state.stopping, seconds):
                    break
                connection = await self._log_in()
                if not isinstance(connection, Outcome):
                    return connection
                if self._state.connections:
                    break
        except CampaignError as error:
            self._recorder.record(mail, Outcome(Stage.CONNECT, None, error.message))
            raise
        assert isinstance(connection, Outcome)
        self._recorder.record(mail, connection)
        return connection
