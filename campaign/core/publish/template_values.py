"""Template values around the letter: dates, addressees, logos, versions, downloads."""

from typing import Any

from campaign.core.addressees import Addressee
from campaign.core.compose.values import day_in_words
from campaign.core.languages.page_words import page_words
from campaign.core.languages.times_and_numbers import moment
from campaign.core.letters.canonical import digest
from campaign.core.publish.alphabet import on_page
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import Edition, SignedVersion, main_language, path_of
from campaign.core.publish.titles import language_name, version_title
from campaign.core.render.characters import clean

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MAX_LENGTH = 80


def version_path(signed_version: SignedVersion, language: str, ending: str = "html") -> str:
    """The path of a version's file, below the site."""
    return path_of(f"versions/{signed_version.version.number}", ending, language, _languages(signed_version))


def logo_path(key: str) -> str:
    """The path of an organisation's logo. A key that is not safe as a file name is replaced by its digest."""
    is_safe = not set(key) - _SAFE and len(key) <= _MAX_LENGTH
    return f"logos/{key if is_safe else digest(key)[:32]}.png"


def moments(edition: Edition, language: str) -> list[tuple[str, str, str]]:
    """The vote and, if different, the deadline: label, time in ISO 8601, time in words."""
    words = page_words(language)
    campaign = edition.campaign
    dates = [(words.vote, campaign.vote_at)]
    if campaign.deadline_at != campaign.vote_at:
        dates.insert(0, (words.deadline, campaign.deadline_at))
    return [(word, at.astimezone(campaign.zone).isoformat(), moment(at, campaign.zone, language)) for word, at in dates]


def addressee(person: Addressee, language: str) -> tuple[str, str]:
    """An addressee's name, and role and country."""
    details = (person.role, country_name(person.country, language))
    return clean(person.name), ", ".join(clean(part) for part in details if part)


def logos(edition: Edition, language: str) -> list[dict[str, Any]]:
    """The logos, sorted by organisation: path, width and height in CSS pixels."""
    return [
        {
            "path": logo_path(organisation.key),
            "width": edition.logos[organisation.key].width,
            "height": edition.logos[organisation.key].height,
        }
        for organisation in on_page(edition.organisations, language, edition.campaign.name_order)
        if organisation.key in edition.logos
    ]


def version(edition: Edition, signed_version: SignedVersion, language: str) -> dict[str, Any]:
    """A version's title, date, pages and digest. The page is in `language` if there is one, else in the main one."""
    page_language = language if language in signed_version.letters else main_language(signed_version.letters)
    digests = {text.language: text.digest for text in signed_version.texts}
    return {
        "title": version_title(signed_version.version, page_words(language)),
        "day": day_in_words(edition.day(signed_version), language),
        "at": edition.day(signed_version).isoformat(),
        "path": version_path(signed_version, page_language),
        "canonical": version_path(signed_version, page_language, "txt"),
        "digest": digests[page_language],
    }


def other_languages(signed_version: SignedVersion) -> list[tuple[str, str, str]]:
    """A version's languages, each with its name and page; empty if there is only one."""
    if len(signed_version.letters) == 1:
        return []
    return [(code, language_name(code), version_path(signed_version, code)) for code in _languages(signed_version)]


def newest_path(edition: Edition, language: str) -> str:
    """The path of the newest version's page in `language`, or in the main one if it lacks that language."""
    page_language = language if language in edition.newest.letters else edition.languages[0]
    return path_of("index", "html", page_language, edition.languages)


def citation(edition: Edition, language: str) -> str:
    """How to cite the letter: title, version, day, campaign, web address and digest."""
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


def downloads(edition: Edition, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The downloads: groups with a heading, and for each file its format and path."""
    words = page_words(language)

    def of(stem: str, ending: str) -> str:
        return path_of(stem, ending, language, edition.languages)

    prints = [("PDF", of("letter", "pdf"))] if language in edition.pdf_languages else []
    texts = [(words.plain_text, of("letter", "txt")), ("Markdown", of("letter", "md")), ("JSON", "letter.json")]
    return [
        (words.open_letter, [*prints, *texts]),
        (words.signatories, [("CSV", "signatories.csv"), ("JSON", "signatories.json"), *_feeds("new-signatories")]),
        (words.calendar, [("iCalendar", "deadlines.ics")]),
        (words.versions, [*_feeds("feed"), ("SHA-256", "SHA256SUMS")]),
    ]


def _feeds(stem: str) -> list[tuple[str, str]]:
    return [("Atom", f"{stem}.xml"), ("JSON Feed", f"{stem}.json")]


def _languages(signed_version: SignedVersion) -> tuple[str, ...]:
    first = main_language(signed_version.letters)
    return (first, *sorted(signed_version.letters.keys() - {first}))
