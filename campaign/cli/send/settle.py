"""`campaign send settle`."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import Deed, confirm_option, confirmed, kept, mails, one, wave_option
from campaign.core.delivery.states import MEANING, State, may_settle
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.delivery.evidence import Evidence
    from campaign.core.delivery.records import Delivery

_SETTLE = Deed("to settle", "settled")


@click.command()
@click.argument("who", required=False)
@wave_option
@click.option("--log", "log_file", type=click.Path(path_type=Path), help="Look into a mail server's log; - is a pipe.")
@click.option("--search", is_flag=True, help="Look into the mailbox of [imap] and where it keeps sent mails.")
@confirm_option
@click.option("--sent", "verdict", flag_value="sent", help="It arrived, or was sent by hand.")
@click.option("--failed", "verdict", flag_value="failed", help="It did not arrive, and will not be sent again.")
@click.option("--again", "verdict", flag_value="queued", help="It did not arrive; send it again.")
@click.option("--evidence", help="How you know, in a few words.")
@click.option("--by", help="Who says so; else your login name.")
@pass_campaign
def settle(
    campaign: Context,
    who: str | None,
    wave: str,
    log_file: Path | None,
    search: bool,
    confirm: int | None,
    verdict: str | None,
    evidence: str | None,
    by: str | None,
) -> None:
    """Close mails of which nobody knows whether they arrived, by evidence that stays on record.

    With --log or --search the program looks for it, shows what it found, and settles when the number of mails is
    typed back. Without them it is your word: WHO is a part of the addressee's name, the mail address or the key.
    """
    if not (log_file or search):
        _by_word(campaign, who, wave, verdict, evidence or "", by)
        return
    if verdict:
        raise UsageError("--sent, --failed and --again are for a word of your own", hint="leave out --log and --search")
    uncertain = _uncertain(campaign, who, wave)
    found = _found(campaign, uncertain, log_file, search=search)
    _show(campaign, uncertain, found)
    proven = [(each, find) for each in uncertain if (find := found.get(each.message_id)) and find.state]
    if proven:
        confirmed(campaign, len(proven), confirm, _SETTLE)
    settled = [each.addressee for each, find in proven if _settled(campaign, each, find)]
    if proven:
        campaign.out.say(f"{mails(len(settled))} settled")
    campaign.out.data({"found": [_data(each, found) for each in uncertain], "settled": settled})


def _by_word(campaign: Context, who: str | None, wave: str, verdict: str | None, evidence: str, by: str | None) -> None:
    from campaign.adapters.store.ledger import settling

    if who is None or verdict is None:
        raise UsageError("say which mail, and how it ended", hint="WHO with --sent, --failed or --again; or --search")
    if not evidence.strip():
        raise UsageError("the evidence is empty", hint="--evidence: say how you know, in a few words")
    delivery = one(kept(campaign, wave), who)
    state = State(verdict)
    if not may_settle(delivery.state, state):
        raise Refused(f"{delivery.name}: is {delivery.state} ({MEANING[delivery.state]}), cannot become {state}")
    text = f"settled on the word of {(by or '').strip() or getpass.getuser()}: {evidence.strip()}"
    if not campaign.store.write(settling.settle, delivery.id, delivery.state, state, text, campaign.now()):
        raise Refused(f"{delivery.name}: changed just now", hint="campaign send log")
    campaign.out.say(f"{delivery.name}: {delivery.state} -> {state}")
    campaign.out.data({"addressee": delivery.addressee, "state": state})


def _uncertain(campaign: Context, who: str | None, wave: str) -> tuple[Delivery, ...]:
    plan = kept(campaign, wave)
    if who is None:
        return tuple(plan.mails(State.UNCERTAIN))
    delivery = one(plan, who)
    if delivery.state is not State.UNCERTAIN:
        raise Refused(f"{delivery.name}: is {delivery.state} ({MEANING[delivery.state]}), nothing is uncertain")
    return (delivery,)


def _found(
    campaign: Context, uncertain: tuple[Delivery, ...], log_file: Path | None, *, search: bool
) -> Mapping[str, Evidence]:
    from campaign.core.delivery.evidence import heaviest
    from campaign.services.replies import delivery_evidence as evidence

    in_log = evidence.in_log(log_file, uncertain) if log_file and uncertain else {}
    in_mailbox = evidence.in_mailbox(campaign.settings, uncertain, campaign.now()) if search and uncertain else {}
    return heaviest((*in_mailbox.values(), *in_log.values()))


def _show(campaign: Context, uncertain: tuple[Delivery, ...], found: Mapping[str, Evidence]) -> None:
    if not uncertain:
        campaign.out.say("nothing is uncertain")
    for each in uncertain:
        find = found.get(each.message_id)
        campaign.out.say(f"{each.name} <{each.mail}>: {_meaning(find)}")
        if find:
            campaign.out.say(f"  {find.source}: {find.text}")
    if any(_is_open(found.get(each.message_id)) for each in uncertain):
        campaign.out.say("what is left needs a person's word: campaign send settle WHO --sent|--failed|--again")


def _is_open(find: Evidence | None) -> bool:
    return find is None or find.state is None


def _meaning(find: Evidence | None) -> str:
    if find is None:
        return "nothing was found"
    return f"{find.state}, {MEANING[find.state]}" if find.state else "spoken of, but it is for you to tell how it ended"


def _settled(campaign: Context, delivery: Delivery, find: Evidence) -> bool:
    from campaign.services.replies import delivery_evidence as evidence

    return evidence.settle(campaign.store, delivery, find, campaign.now())


def _data(delivery: Delivery, found: Mapping[str, Evidence]) -> dict[str, object]:
    find = found.get(delivery.message_id)
    told = {"state": find.state, "source": find.source, "text": find.text} if find else None
    return {"addressee": delivery.addressee, "message_id": delivery.message_id, "evidence": told}
