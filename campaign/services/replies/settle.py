"""Settles uncertain deliveries, by evidence or on a person's word. The reason is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store.ledger import deliveries, delivery_lookup
from campaign.adapters.store.ledger import settlement as settlement_store
from campaign.core.delivery.evidence import Evidence, heaviest
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANINGS, DeliveryState, may_settle
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies import evidence
from campaign.services.replies.evidence import UploadedLog
from campaign.services.replies.reader import imap_settings
from campaign.services.waves.plan import PlannedWave, find_delivery, find_wave

# The search asks the mailbox for one email after the other.
_MOST_SEARCHED = 500
_ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one delivery would be settled."""

    delivery: Delivery
    """The delivery at the time of planning. It is settled only if its state is still the same."""
    state: DeliveryState
    """Its new state."""
    reason: str
    """How that is known, as it is recorded."""


@dataclass(frozen=True, slots=True)
class SettlingPlan:
    """The evidence about the uncertain deliveries of a wave."""

    uncertain: tuple[Delivery, ...]
    """The uncertain deliveries."""
    evidence: Mapping[str, Evidence]
    """The evidence for each, by Message-ID. A delivery without evidence has no entry."""
    complete_log: str = ""
    """The name of a log that has everything the mail server received: what it does not know may go again. "" for
    none."""
    cancelled: frozenset[int] = frozenset()
    """The ids of cancelled mailings, of which nothing goes again."""

    def evidence_for(self, delivery: Delivery) -> Evidence | None:
        """The evidence for a delivery; None without any."""
        return self.evidence.get(delivery.message_id)

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """The settlements that the evidence proves. The other deliveries need a person's word."""
        return tuple(filter(None, map(self._settlement, self.uncertain)))

    @property
    def number_again(self) -> int:
        """How many emails would be sent again."""
        return sum(settlement.state is DeliveryState.QUEUED for settlement in self.settlements)

    def _settlement(self, delivery: Delivery) -> Settlement | None:
        proof = self.evidence_for(delivery)
        if proof is None and self.complete_log and delivery.mailing not in self.cancelled:
            return Settlement(delivery, DeliveryState.QUEUED, f"the complete log {self.complete_log} does not know it")
        if proof is None or proof.state is None:
            return None
        return Settlement(delivery, proof.state, f"settled by {proof.source}: {proof.text}")


def plan_settling_by_complete_log(campaign: Campaign, wave: str, log: Path) -> SettlingPlan:
    """Plan to settle all uncertain deliveries of a wave by a log that has everything the mail server received: what it
    does not know is sent again.

    Raises UsageError for an unknown wave, Refused when the wave is cancelled or the log is not complete: when it does
    not know an email that the server accepted. FolderError when it cannot be read.
    """
    plan = find_wave(campaign, wave)
    _need_not_cancelled(plan)
    uncertain = tuple(plan.deliveries(DeliveryState.UNCERTAIN))
    proofs = _search_complete_log(log, uncertain, tuple(plan.deliveries(DeliveryState.SENT)))
    return SettlingPlan(uncertain, proofs, evidence.log_name(log))


def plan_settling_by_log(campaign: Campaign, log: Path | UploadedLog, *, complete: bool) -> SettlingPlan:
    """Plan to settle the uncertain deliveries of all mailings of the letter by the log of a mail server.
    It is a file or an upload. If it is complete, what it does not know is sent again, but for cancelled mailings.

    Raises Refused when a log that is called complete lacks an email that the server accepted, FolderError when it
    cannot be read.
    """
    uncertain = _all_in_state(campaign, DeliveryState.UNCERTAIN)
    if not complete:
        return SettlingPlan(uncertain, evidence.search_log(log, uncertain) if uncertain else {})
    proofs = _search_complete_log(log, uncertain, _all_in_state(campaign, DeliveryState.SENT))
    mailings = campaign.store.read(deliveries.mailings, campaign.letter)
    cancelled = frozenset(mailing.id for mailing in mailings if mailing.cancelled_at)
    return SettlingPlan(uncertain, proofs, evidence.log_name(log), cancelled)


def _search_complete_log(
    log: Path | UploadedLog, uncertain: tuple[Delivery, ...], sent: tuple[Delivery, ...]
) -> dict[str, Evidence]:
    """The evidence in a log that must know everything that the server accepted. Raises Refused when it does not."""
    accepted = [delivery for delivery in sent if delivery.reply_code]
    proofs = evidence.search_log(log, (*uncertain, *accepted))
    missing = [delivery.name for delivery in accepted if delivery.message_id not in proofs]
    if missing:
        what = f"the log is not complete: it does not know {count_of(len(missing), 'email')} that the server accepted"
        fix = "name a log that covers all the time in which they were sent"
        raise Refused(f"{what}, such as that to {missing[0]}", fix=fix)
    return proofs


def _all_in_state(campaign: Campaign, state: DeliveryState) -> tuple[Delivery, ...]:
    """The deliveries of all mailings of the letter in a state."""
    rows: list[Delivery] = []
    while True:
        after = rows[-1].id if rows else 0
        page = campaign.store.read(delivery_lookup.of_letter_in_state, campaign.letter, state, after, _ROWS_AT_A_TIME)
        rows += (delivery for delivery, _ in page)
        if len(page) < _ROWS_AT_A_TIME:
            return tuple(rows)


def plan_settling_all_by_word(
    campaign: Campaign, wave: str | None, state: DeliveryState, reason: str, by: str
) -> tuple[Settlement, ...]:
    """Plan to settle all uncertain deliveries of a wave alike, on a person's word; see `plan_settling_by_word`. Without
    a wave, those of all mailings of the letter."""
    if not reason.strip():
        raise UsageError("the evidence is empty", fix="say how you know with --evidence, in a few words")
    words = f"settled on the word of {by}: {reason.strip()}"
    if wave is None:
        uncertain = _all_in_state(campaign, DeliveryState.UNCERTAIN)
    else:
        plan = find_wave(campaign, wave)
        if state is DeliveryState.QUEUED:
            _need_not_cancelled(plan)
        uncertain = tuple(plan.deliveries(DeliveryState.UNCERTAIN))
    return tuple(Settlement(delivery, state, words) for delivery in uncertain)


def plan_settling_selected(
    campaign: Campaign, numbers: Sequence[int], state: DeliveryState, reason: str, by: str
) -> tuple[Settlement, ...]:
    """Plan to settle the deliveries with these ids alike, on a person's word; see `plan_settling_by_word`.

    Raises UsageError when none is named or the reason is empty, Refused when that state is not possible for one.
    """
    selected = [delivery for number in numbers if (delivery := campaign.store.read(delivery_lookup.one, number))]
    if not selected:
        raise UsageError("no email is ticked", fix="tick those that you know about")
    if not reason.strip():
        raise UsageError("the evidence is empty", fix="say how you know, in a few words")
    for delivery in selected:
        mailing = campaign.store.read(deliveries.mailing_by_id, delivery.mailing)
        if mailing.letter != campaign.letter:
            raise Refused(f"{delivery.name}: this email belongs to another letter")
        if state is DeliveryState.QUEUED and mailing.cancelled_at:
            raise Refused(f"wave {mailing.wave} is cancelled, so no email of it is sent again")
        if not may_settle(delivery.state, state):
            raise Refused(f"{delivery.name}: the email is {_in_words(delivery.state)} and cannot become {state}")
    words = f"settled on the word of {by}: {' '.join(reason.split())}"
    return tuple(Settlement(delivery, state, words) for delivery in selected)


def settle_all_by_word(campaign: Campaign, settlements: tuple[Settlement, ...]) -> tuple[str, ...]:
    """Settle them. Returns the keys of the addressees whose deliveries were still uncertain."""
    return tuple(settlement.delivery.addressee for settlement in settlements if _settle(campaign, settlement))


def _need_not_cancelled(plan: PlannedWave) -> None:
    if plan.mailing.cancelled_at:
        wave = plan.mailing.wave
        raise Refused(f"wave {wave} is cancelled, so no email of it is sent again", fix="use --sent or --failed")


def plan_settling(campaign: Campaign, wave: str, who: str | None, log: Path | None, *, search: bool) -> SettlingPlan:
    """Look for evidence about the uncertain deliveries of a wave.

    It looks into a mail server's `log` ("-" is standard input) and, with `search`, into the mailbox of [imap] and its
    folders of sent emails. `who` limits it to one addressee.

    Raises UsageError for an unknown wave or addressee, Refused when the delivery is not uncertain or no mailbox is set,
    FolderError and MailboxError when the log or the mailbox cannot be read.
    """
    uncertain = _uncertain(campaign, wave, who)
    from_log = evidence.search_log(log, uncertain) if log and uncertain else {}
    from_mailbox = (
        evidence.search_mailbox(imap_settings(campaign), uncertain, campaign.now()) if search and uncertain else {}
    )
    return SettlingPlan(uncertain, heaviest((*from_mailbox.values(), *from_log.values())))


def plan_settling_by_mailbox(campaign: Campaign) -> SettlingPlan:
    """Look in the mailbox for evidence about the uncertain deliveries of all mailings of the letter, up to a limit.

    Raises Refused when no mailbox is set, MailboxError when it cannot be read.
    """
    imap = imap_settings(campaign)
    state, limit = DeliveryState.UNCERTAIN, _MOST_SEARCHED
    rows = campaign.store.read(delivery_lookup.of_letter_in_state, campaign.letter, state, 0, limit)
    uncertain = tuple(delivery for delivery, _ in rows)
    proofs = evidence.search_mailbox(imap, uncertain, campaign.now()) if uncertain else {}
    return SettlingPlan(uncertain, proofs)


def settle(campaign: Campaign, plan: SettlingPlan) -> tuple[str, ...]:
    """Settle what the evidence proves. Returns the keys of the addressees whose deliveries were still uncertain."""
    return tuple(settlement.delivery.addressee for settlement in plan.settlements if _settle(campaign, settlement))


def plan_settling_by_word(
    campaign: Campaign, wave: str, who: str, state: DeliveryState, reason: str, by: str
) -> Settlement:
    """Plan to settle one delivery on a person's word: its new `state`, how that is known (`reason`), and who says so
    (`by`).

    Raises UsageError for an empty reason or an unknown wave or addressee, Refused when that state is not possible.
    """
    if not reason.strip():
        raise UsageError("the evidence is empty", fix="say how you know with --evidence, in a few words")
    planned = find_wave(campaign, wave)
    delivery = find_delivery(planned, who)
    if state is DeliveryState.QUEUED:
        _need_not_cancelled(planned)
    if not may_settle(delivery.state, state):
        raise Refused(f"{delivery.name}: the email is {_in_words(delivery.state)} and cannot become {state}")
    return Settlement(delivery, state, f"settled on the word of {by}: {reason.strip()}")


def settle_by_word(campaign: Campaign, settlement: Settlement) -> None:
    """Settle one delivery. Raises Refused when it has changed since the settlement was planned."""
    if not _settle(campaign, settlement):
        raise Refused(
            f"{settlement.delivery.name}: the email has changed meanwhile", fix="check with campaign send log"
        )


def _settle(campaign: Campaign, settlement: Settlement) -> bool:
    delivery, state = settlement.delivery, settlement.state
    return campaign.store.write(
        settlement_store.settle, delivery.id, delivery.state, state, settlement.reason, campaign.now()
    )


def _uncertain(campaign: Campaign, wave: str, who: str | None) -> tuple[Delivery, ...]:
    plan = find_wave(campaign, wave)
    if who is None:
        return tuple(plan.deliveries(DeliveryState.UNCERTAIN))
    delivery = find_delivery(plan, who)
    if delivery.state is not DeliveryState.UNCERTAIN:
        raise Refused(f"{delivery.name}: the email is not uncertain; it is {_in_words(delivery.state)}")
    return (delivery,)


def _in_words(state: DeliveryState) -> str:
    return f"{state} ({MEANINGS[state]})"
