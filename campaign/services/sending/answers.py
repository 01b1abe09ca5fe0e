"""Answers of addressees as reasons not to write to them again."""

from zoneinfo import ZoneInfo

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import waves
from campaign.adapters.store.ledger.waves import AddresseeAnswer


def answers_by_addressee(store: Store, letter: str, zone: ZoneInfo, addressee: str = "") -> dict[str, str]:
    """The reasons that stop a follow-up, by addressee key: what the answer was, and its day in `zone`. `addressee`
    limits them to one key."""
    stored = store.read(waves.answers, letter, addressee)
    return {answer.addressee: describe_answer(answer, f"{answer.at.astimezone(zone):%-d %B %Y}") for answer in stored}


def describe_answer(answer: AddresseeAnswer, day: str) -> str:
    """An answer in words: "answered on 14 April 2027", "position recorded (supports) on 14 April 2027"."""
    match answer.kind:
        case "position":
            return f"position recorded ({answer.stance}) on {day}"
        case "complaint":
            return f"marked the email as spam on {day}"
        case _:
            return f"answered on {day}"
