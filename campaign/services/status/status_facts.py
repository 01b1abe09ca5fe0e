"""The status of a campaign as numbers and dates, for programs: `campaign --json status`."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from campaign.adapters.store import replies
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import counts
from campaign.core.signons import SignOnKind
from campaign.core.timetable import DateStatus
from campaign.services.campaign import Campaign
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.reach import LetterReach


def status_facts(
    campaign: Campaign, state: LetterState, reach: LetterReach, steps: Sequence[DateStatus]
) -> dict[str, object]:
    """Times are ISO 8601 in UTC, None for none; counts are whole numbers."""
    settings, store, letter = campaign.settings, campaign.store, campaign.letter
    version = state.version
    reached = Counter(person.state for person in reach.reaches)
    positions = Counter(position.stance for position in store.read(replies.positions, letter).values())
    return {
        "vote_at": _iso(settings.campaign.vote_at),
        "deadline_at": _iso(settings.campaign.deadline_at),
        "signing_closes_at": _iso(settings.signing_closes_at),
        "embargo_at": _iso(settings.campaign.embargo_at),
        "timetable": [{"step": step.date.step, "at": _iso(step.date.at), "progress": step.progress} for step in steps],
        "letter": {
            "name": letter,
            "languages": sorted(state.letters),
            "version": version.number if version else None,
            "digest": version.digest if version else None,
            "frozen_at": _iso(version.frozen_at) if version else None,
            "is_stale": state.is_stale,
        },
        "signatories": {
            "organisations": len(state.signatories),
            "people": state.people,
            "minimum": settings.campaign.minimum_signatories,
        },
        "addressees": {"number": len(state.addressees), "without_address": len(state.without_address)},
        "letter_sent_to": {str(reach_state): number for reach_state, number in reached.items()},
        "positions": {str(stance): number for stance, number in positions.items()},
        "sign_ons": {
            str(kind): {str(name): number for name, number in store.read(counts.of_board, letter, kind).items()}
            for kind in SignOnKind
        },
        "waves": [
            {
                "name": wave.wave,
                "kind": wave.kind,
                "purpose": wave.purpose,
                "released_at": _iso(wave.released_at),
                "paused_at": _iso(wave.paused_at),
                "emails": {str(name): number for name, number in store.read(deliveries.counts, wave.id).items()},
            }
            for wave in store.read(deliveries.mailings, letter)
        ],
        "replies": {str(kind): number for kind, number in store.read(replies.count_by_kind, letter).items()},
    }


def _iso(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None
