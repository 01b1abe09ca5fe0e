"""What stands around the letter on its pages, as values for the templates: when, to whom, logos, versions, files."""

from typing import Any

from campaign.core.addressees import Addressee
from campaign.core.compose.values import day_in_words
from campaign.core.languages.moments import moment
from campaign.core.languages.page import page_words
from campaign.core.letters.canonical import digest
from campaign.core.publish.alphabet import by_name
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import Edition, Frozen, main_language, path_of
from campaign.core.publish.titles import kind_in_words, language_name
from campaign.core.render.characters import clean

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LONGEST = 80


def version_path(frozen: Frozen, language: str, ending: str = "html") -> str:
    """Where a version's file lies."""
    return path_of(f"versions/{frozen.version.number}", ending, language, _languages(frozen))


def logo_path(key: str) -> str:
    """Where an organisation's logo lies. A key is free text; a name of a file is not."""
    plain = not set(key) - _PLAIN and len(key) <= _LONGEST
    return f"logos/{key if plain else digest(key)[:32]}.png"


def moments(edition: Edition, language: str) -> list[tuple[str, str, str]]:
    """What happens when: the word, the moment for machines, and in words."""
    words = page_words(language)
    campaign = edition.campaign
    found = [(words.vote, campaign.vote_at)]
    if campaign.deadline_at != campaign.vote_at:
        found.insert(0, (words.deadline, campaign.deadline_at))
    return [(word, at.astimezone(campaign.zone).isoformat(), moment(at, campaign.zone, language)) for word, at in found]


def addressee(person: Addressee, language: str) -> tuple[str, str]:
    """A person's name, and what is said of him or her in brackets."""
    said = (person.role, country_name(person.country, language))
    return clean(person.name), ", ".join(clean(part) for part in said if part)


def logos(edition: Edition, language: str) -> list[dict[str, Any]]:
    """The logos in the order of the names: path, width and height in CSS pixels."""
    return [
        {"path": logo_path(each.key), "width": edition.logos[each.key].width, "height": edition.logos[each.key].height}
        for each in by_name(edition.organisations, language)
        if each.key in edition.logos
    ]


def version(edition: Edition, frozen: Frozen, language: str) -> dict[str, Any]:
    """What a list of versions says of one; its page is in the language where the version has it."""
    shown = language if language in frozen.letters else main_language(frozen.letters)
    digests = {text.language: text.digest for text in frozen.texts}
    return {
        "title": kind_in_words(frozen.version, page_words(language)),
        "day": day_in_words(edition.day(frozen), language),
        "at": edition.day(frozen).isoformat(),
        "path": version_path(frozen, shown),
        "canonical": version_path(frozen, shown, "txt"),
        "digest": digests[shown],
    }


def other_languages(frozen: Frozen) -> list[tuple[str, str, str]]:
    """A version's languages, each with its name and page; none where there is but one."""
    if len(frozen.letters) == 1:
        return []
    return [(each, language_name(each), version_path(frozen, each)) for each in _languages(frozen)]


def nearest(edition: Edition, language: str) -> str:
    """The newest text's page in the language, in the main one where the newest version lacks it."""
    shown = language if language in edition.newest.letters else edition.languages[0]
    return path_of("index", "html", shown, edition.languages)


def cited(edition: Edition, language: str) -> str:
    """The letter as others cite it: title, version, day, campaign, address and digest."""
    words, newest = page_words(language), edition.newest.version
    day = day_in_words(edition.day(edition.newest), language)
    parts = [
        edition.title(language).rstrip("."),
        f"{words.open_letter}, {words.version.format(newest.number)}, {day}",
        edition.campaign.name,
        *([edition.campaign.public_url] if edition.campaign.public_url else []),
        f"SHA-256 {newest.digest[:16]}",
    ]
    return clean(". ".join(parts))


def files(edition: Edition, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be downloaded: a heading, and for each file its kind and where it lies."""
    words = page_words(language)

    def of(stem: str, ending: str) -> str:
        return path_of(stem, ending, language, edition.languages)

    prints = [("PDF", of("letter", "pdf"))] if language in edition.prints else []
    texts = [(words.plain_text, of("letter", "txt")), ("Markdown", of("letter", "md")), ("JSON", "letter.json")]
    return [
        (words.open_letter, [*prints, *texts]),
        (words.signatories, [("CSV", "signatories.csv"), ("JSON", "signatories.json"), *_feeds("new-signatories")]),
        (words.calendar, [("iCalendar", "deadlines.ics")]),
        (words.versions, [*_feeds("feed"), ("SHA-256", "SHA256SUMS")]),
    ]


def _feeds(stem: str) -> list[tuple[str, str]]:
    return [("Atom", f"{stem}.xml"), ("JSON Feed", f"{stem}.json")]


def _languages(frozen: Frozen) -> tuple[str, ...]:
    first = main_language(frozen.letters)
    return (first, *sorted(frozen.letters.keys() - {first}))
