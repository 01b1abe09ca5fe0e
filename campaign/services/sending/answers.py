"""What came back from addressees, as the reason why no further mail goes to them."""

from zoneinfo import ZoneInfo

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import waves
from campaign.adapters.store.ledger.waves import AddresseeAnswer


def answers_by_addressee(store: Store, letter: str, zone: ZoneInfo, addressee: str = "") -> dict[str, str]:
    """What stops a follow-up, by the addressee's key: that he or she answered, and when."""
    stored = store.read(waves.answers, letter, addressee)
    return {answer.addressee: describe_answer(answer, f"{answer.at.astimezone(zone):%-d %B %Y}") for answer in stored}


def describe_answer(answer: AddresseeAnswer, day: str) -> str:
    """An answer in words: "answered on 14 April 2027", "position on record (supports) since ..."."""
    match answer.kind:
        case "position":
            return f"position on record ({answer.stance}) since {day}"
        case "complaint":
            return f"marked the mail as unwanted on {day}"
        case _:
            return f"answered on {day}"
