"""One run of the mailer: take deliveries, hand them over, write down how each ended, until nothing is due.

The order of writing is the promise of the ledger. Each step is on disk before the next begins:

    claim (the row is ours)  ->  MAIL, RCPT, DATA  ->  `sending`  ->  the body  ->  the verdict

Behind a body that is out, the next mail becomes `sending` while its commands are on their way. What happened meanwhile
is asked when the server is ready for it: then it is taken back, or its body goes.

A process killed before `sending` left the server without a body: the row waits again. One killed after it left a row
in `sending`, which is named `uncertain` once its lease is over (the store's `leases`).
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
    """Send what is due, or will be within the order's patience of the rest being done. Ends when nothing more is, when
    it may not go on, after too many failures in a row, or when `stopping` is set, which it also sets itself.

    A wave with a pace or limits is left alone while another run works on one that has. In a store of one machine, call
    it only while holding the campaign's mailer lock. Raises CampaignError when no further try can help (wrong password,
    store away); what was under way then is on disk.
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
    """The run's connections, as many as its rules say."""

    def __init__(self, state: RunState, policy: SendPolicy) -> None:
        self._state = state
        self._order = state.order
        self._guard = SendGuard(state, policy)
        self._queue = ClaimQueue(state, self._guard)
        self._recorder = Recorder(state, self._queue)
        self._served = 0

    async def send_what_is_due(self) -> None:
        with self._queue.wake_when_stopped():
            await asyncio.gather(*(self._work() for _ in range(max(1, self._order.rules.rules.connections))))
        await self._state.ledger.wait_until_written()  # what was asked for may still come
        self._queue.give_back()
        await self._state.ledger.wait_until_written()
        if self._state.error:
            raise self._state.error

    async def more_is_due(self) -> bool:
        """Wait for the next deferred delivery. False when there is none soon, or the run is stopping."""
        if self._queue.is_used_up:
            return False
        due_at = self._order.store.read(deliveries.next_due, self._order.wave.id)
        if due_at is None or due_at - self._order.clock() > self._order.limits.patience:
            return False
        return not await wait_for_stop(self._state.stopping, (due_at - self._order.clock()).total_seconds() + 0.01)

    async def _work(self) -> None:
        """One line: opened when there is something to send, reopened when it broke."""
        state = self._state
        try:
            while (mail := await self._queue.first()) is not None:
                served = self._served
                connection = await self._connect(mail)
                if not isinstance(connection, Outcome):
                    await self._serve(connection, mail)
                    continue
                await state.ledger.wait_until_written()  # its mail is on disk again, for whoever is there
                if state.connections:
                    return  # the others go on
                if self._served == served:
                    state.stop(f"no connection: {connection.text}", StopCause.CONNECTION)
                    return
        except Exception as error:  # noqa: BLE001 -- raised again when the other lines are done
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

    async def _connect(self, mail: OutgoingMail) -> MailConnection | Outcome:
        """An open line, tried a few times; why there is none to be had, and the delivery given back."""
        connection: MailConnection | Outcome = Outcome(Stage.CONNECT, None, "the run is stopping")
        try:
            for seconds in self._order.limits.connect_waits_seconds:
                if await wait_for_stop(self._state.stopping, seconds):
                    break
                connection = await self._order.transport.connect()
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
