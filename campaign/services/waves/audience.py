"""Whom a wave is for, from the ledger and from what came back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import Past, Purpose, left_out
from campaign.services.sending.answered import answers
from campaign.services.waves.situation import Situation


def for_wave(store: Store, situation: Situation, wave: str, purpose: Purpose, *, again: bool = False) -> Situation:
    """The situation with those named who are not in the wave, and why, and what a later wave continues."""
    past = _by_person(store.read(waves.past, situation.name, wave))
    zone = situation.settings.campaign.zone
    told = answers(store, situation.name, zone) if purpose.again else {}
    reasons = {
        person.key: left_out(person.key, person.mail, purpose, _of(past, person), told, again=again)
        for person in situation.addressees
        if person.mail
    }
    begun = store.read(waves.begun, situation.name, wave) if purpose.again else {}
    return replace(situation, left_out={key: why for key, why in reasons.items() if why}, begun=begun)


def _by_person(past: tuple[Past, ...]) -> Mapping[str, list[Past]]:
    """By key and by mail address: somebody may have come back under another key."""
    found: defaultdict[str, list[Past]] = defaultdict(list)
    for each in past:
        for name in {each.addressee, each.mail.lower()}:
            found[name].append(each)
    return found


def _of(past: Mapping[str, list[Past]], person: Addressee) -> tuple[Past, ...]:
    by_key = past.get(person.key, [])
    by_mail = past.get(person.mail.lower(), [])
    return (*by_key, *(each for each in by_mail if each.addressee != person.key))
