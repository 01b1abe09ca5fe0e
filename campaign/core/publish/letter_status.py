"""Template values about the state of the letter: signing, signatories of each version, delivery."""

import datetime as dt
from typing import Any

from campaign.core.compose.values import day_in_words
from campaign.core.languages.times_and_numbers import moment
from campaign.core.publish.consents import consent_values
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import Edition, Person, SignedVersion, main_language
from campaign.core.publish.template_values import addressee, version_path
from campaign.core.render.characters import clean
from campaign.core.signons.change import ChangePolicy, VersionChange

# How many names are shown at the top of the page.
_FIRST = 5


def signing(edition: Edition, language: str) -> dict[str, Any]:
    """Whether signing is open, since or until when (in ISO 8601 and in words), and the form's address ("" for none)."""
    state = edition.signing
    at = state.opens_at if state.stage == "not yet" else state.closes_at
    return {
        "stage": state.stage.value,
        "at": _moment(edition, at, language) if at else None,
        "form": f"{state.form}?lang={language}" if state.form else "",
    }


def delivery(edition: Edition, language: str) -> dict[str, Any] | None:
    """The day on which the letter was first sent, and the number of addressees so far; None if it was not sent."""
    sent = edition.delivery
    if sent is None:
        return None
    day = sent.first_sent_at.astimezone(edition.campaign.zone).date()
    return {"day": (day.isoformat(), day_in_words(day, _message_language(edition, language))), "count": sent.addressees}


def first_names(edition: Edition) -> list[str]:
    """The first names in the coalition's order."""
    return [clean(organisation.name) for organisation in edition.organisations[:_FIRST]]


def consent(edition: Edition, language: str) -> dict[str, Any]:
    """The statement about the signers' data; "consent" is None if the site has no form."""
    message_language = _message_language(edition, language)
    values = (
        consent_values(edition.campaign.consent, message_language) if edition.campaign.consent else {"consent": None}
    )
    return values | {"individuals": edition.signing.individuals or edition.newest.people > 0}


def earlier_versions(edition: Edition, language: str) -> list[dict[str, Any]]:
    """The signatories of each earlier version and their deadline to answer, newest version first."""
    return [
        _version_status(edition, signed_version, language)
        for signed_version in edition.earlier
        if signed_version.organisations or signed_version.people
    ]


def proposal(edition: Edition, language: str) -> dict[str, Any] | None:
    """The version that is proposed while the page shows the one before: its page, and until when signatories can object
    (None if they are asked); None if there is none."""
    signed_version = edition.proposal
    if signed_version is None:
        return None
    page_language = language if language in signed_version.letters else main_language(signed_version.letters)
    windows = [change.until for change in edition.changes if change.adopted_at is None and change.until]
    return {
        "version": signed_version.version.number,
        "path": version_path(signed_version, page_language),
        "until": _moment(edition, max(windows), language) if windows else None,
    }


def people(edition: Edition, language: str) -> dict[str, Any]:
    """The number of individuals, and the newest ones."""
    return {"count": edition.newest.people, "newest": [person(signer, language) for signer in edition.latest.people]}


def answers(edition: Edition, language: str) -> list[dict[str, Any]]:
    """Each addressee who has had the letter: name with role and country, the day of the answer (None for none), and the
    position."""
    words = _message_language(edition, language)
    return [
        {
            "who": addressee(answer.addressee, language),
            "day": (answer.answered_on.isoformat(), day_in_words(answer.answered_on, words))
            if answer.answered_on
            else None,
            "stance": answer.stance,
        }
        for answer in edition.answers
    ]


def person(signer: Person, language: str) -> tuple[str, str]:
    """A person's name and country."""
    return clean(signer.name), country_name(clean(signer.country), language)


def _version_status(edition: Edition, signed_version: SignedVersion, language: str) -> dict[str, Any]:
    change = _open_change(edition, signed_version)
    page_language = language if language in signed_version.letters else main_language(signed_version.letters)
    return {
        "version": signed_version.version.number,
        "path": version_path(signed_version, page_language),
        "way": change.policy.value if change else "",
        "until": _moment(edition, change.until, language) if change and change.until else None,
        "organisations": len(signed_version.organisations),
        "people": signed_version.people,
    }


def _open_change(edition: Edition, signed_version: SignedVersion) -> VersionChange | None:
    """The change that followed a version, if its signatories can still answer; else None."""
    for change in reversed(edition.changes):
        if (
            change.before == signed_version.version.id
            and change.policy is not ChangePolicy.CORRECTION
            and change.closed_at is None
        ):
            return change
    return None


def _moment(edition: Edition, at: dt.datetime, language: str) -> tuple[str, str]:
    """A time in ISO 8601, and in words in the language of the catalogue."""
    local = at.astimezone(edition.campaign.zone).isoformat()
    return local, moment(at, edition.campaign.zone, _message_language(edition, language))


def _message_language(edition: Edition, language: str) -> str:
    return edition.design.catalogue(language).language
