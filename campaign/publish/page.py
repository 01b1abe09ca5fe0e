"""The pages of a letter's site, from templates and values. All links are relative, so that they hold in any folder."""

from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from campaign.compose.values import day_in_words
from campaign.errors import CampaignError
from campaign.languages.locale import locale
from campaign.languages.page import page_words, words_language
from campaign.letters.harvest import safe_href
from campaign.letters.redline import redline
from campaign.letters.tree import Document
from campaign.publish.alphabet import alphabetical
from campaign.publish.countries import by_country, country_name
from campaign.publish.edition import Edition, Frozen, main_language, path_of
from campaign.publish.picture import SIZE, described
from campaign.publish.times import moment
from campaign.publish.titles import kind_in_words, language_name
from campaign.render.characters import clean
from campaign.render.html import Fragments, Options, fragments
from campaign.render.terms import terms

# With more addressees than this their names would push the letter off the screen; they are folded away.
_FEW = 8
_CHANGES = Options(anchors=False, top_heading=3)


def letter_page(edition: Edition, language: str, document: Document) -> bytes:
    """The letter's own page in one language. `document` is the newest text, filled."""
    letter, words = edition.newest.letters[language], page_words(language)
    groups = by_country(edition.organisations, language)
    signed = _rendered(
        edition.templates,
        "web/signed.html",
        words=words,
        rows=[
            {
                "name": clean(each.name),
                "href": safe_href(each.url),
                "country": country_name(clean(each.country), language),
            }
            for each in alphabetical(edition.organisations, language, lambda each: each.name)
        ],
        groups=[(clean(group.name), [clean(each.name) for each in group.organisations]) for group in groups],
    )
    return _page(
        edition,
        "web/letter.html",
        language,
        "",
        **_shown(edition.title(language), fragments(document, Options(signatories=Markup(signed)), language)),  # noqa: S704
        **_around(edition, language),
        ask=clean(letter.ask),
        delivery=clean(letter.delivery),
        moments=_moments(edition, language),
        addressees=[_addressee(person.name, person.role, person.country) for person in edition.addressees],
        few=_FEW,
        signatories=len(edition.organisations),
        countries=len(groups),
        logos=_logos(edition, language),
        versions=[_version(edition, frozen, language) for frozen in reversed(edition.versions)],
        cited=_cited(edition, language),
        contact=edition.contact,
        files=_files(edition, language),
    )


def version_page(edition: Edition, at: int, language: str, document: Document, before: Document | None) -> bytes:
    """A version's text as it was frozen, and what changed since `before`, the same language one version earlier."""
    frozen, words = edition.versions[at], page_words(language)
    changes = None if before is None else fragments(redline(before, document), _CHANGES, language)
    return _page(
        edition,
        "web/version.html",
        language,
        "../",
        **_shown(
            frozen.letters[language].title or edition.campaign,
            fragments(document, Options(signatories=Markup()), language),
        ),
        version=_version(edition, frozen, language),
        newer=frozen is not edition.newest,
        to_newest=_nearest(edition, language),
        versions=_others(frozen, language),
        changes=changes,
        changes_heading=words.changes.format(frozen.version.number - 1),
    )


def missing_page(edition: Edition, style: str) -> bytes:
    """The page for a wrong address. A server shows it under any address, so that its style stands in it."""
    language = edition.languages[0]
    return _page(
        edition,
        "web/absent.html",
        language,
        "",
        style=Markup(style),  # noqa: S704
        title=edition.title(language),
        base=edition.base,
    )


def version_path(frozen: Frozen, language: str, ending: str = "html") -> str:
    """Where a version's file lies."""
    return path_of(f"versions/{frozen.version.number}", ending, language, _languages(frozen))


def _page(edition: Edition, template: str, language: str, root: str, **values: Any) -> bytes:
    common = {
        "words": page_words(language),
        "terms": terms(language),
        "page_language": words_language(language),
        "letter_language": language,
        "direction": "rtl" if locale(language).character_order == "right-to-left" else "ltr",
        "campaign": clean(edition.campaign),
        "root": root,
    }
    return _rendered(edition.templates, template, **common, **values).encode("utf-8", "replace")


def _rendered(templates: Environment, name: str, **values: Any) -> str:
    try:
        return templates.get_template(name).render(values)
    except TemplateError as error:
        place = f"{error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else name
        raise CampaignError(
            f"templates/{place}: the template cannot be used ({error.message})",
            hint="correct it, or remove it to use the one that comes with the program",
        ) from error


def _shown(title: str, written: Fragments) -> dict[str, Any]:
    return {"title": clean(title), "body": written.body, "notes": written.notes}


def _around(edition: Edition, language: str) -> dict[str, Any]:
    """The page's place among its languages, and what other sites show of it where the address is known."""
    pages = {each: path_of("index", "html", each, edition.languages) for each in edition.languages}
    image = path_of("picture", "png", language, edition.languages)
    return {
        "translations": [(each, language_name(each), path) for each, path in pages.items()],
        "base": edition.base,
        "path": pages[language],
        "image": image,
        "image_size": SIZE,
        "image_words": described(edition, language),
        "locale": str(locale(language)),
    }


def _moments(edition: Edition, language: str) -> list[tuple[str, str, str]]:
    """What happens when: the word, the moment for machines, and in words."""
    words = page_words(language)
    moments = [(words.vote, edition.vote_at)]
    if edition.deadline_at != edition.vote_at:
        moments.insert(0, (words.deadline, edition.deadline_at))
    return [(word, at.astimezone(edition.zone).isoformat(), moment(at, edition.zone, language)) for word, at in moments]


def _addressee(name: str, role: str, country: str) -> tuple[str, str]:
    return clean(name), ", ".join(clean(part) for part in (role, country) if part)


def _logos(edition: Edition, language: str) -> list[dict[str, Any]]:
    return [
        {"path": logo_path(each.key), "width": edition.logos[each.key].width, "height": edition.logos[each.key].height}
        for each in alphabetical(edition.organisations, language, lambda each: each.name)
        if each.key in edition.logos
    ]


def logo_path(key: str) -> str:
    """Where an organisation's logo lies. A key is free text; a name of a file is not."""
    return f"logos/{key.encode().hex() if set(key) - _PLAIN else key}.png"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def _version(edition: Edition, frozen: Frozen, language: str) -> dict[str, Any]:
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


def _others(frozen: Frozen, language: str) -> list[tuple[str, str, str]]:
    """The version's languages, each with its name and page."""
    if len(frozen.letters) == 1:
        return []
    return [(each, language_name(each), version_path(frozen, each)) for each in _languages(frozen)]


def _nearest(edition: Edition, language: str) -> str:
    shown = language if language in edition.newest.letters else edition.languages[0]
    return path_of("index", "html", shown, edition.languages)


def _cited(edition: Edition, language: str) -> str:
    words, version = page_words(language), edition.newest.version
    day = day_in_words(edition.day(edition.newest), language)
    parts = [
        edition.title(language).rstrip("."),
        f"{words.open_letter}, {words.version.format(version.number).lower()}, {day}",
        edition.campaign,
        *([edition.public_url] if edition.public_url else []),
        f"SHA-256 {version.digest[:16]}",
    ]
    return clean(". ".join(parts))


def _files(edition: Edition, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be downloaded: a heading, and for each file its kind and where it lies."""
    words = page_words(language)

    def of(stem: str, ending: str) -> str:
        return path_of(stem, ending, language, edition.languages)

    prints = [("PDF", of("letter", "pdf"))] if language in edition.prints else []
    texts = [(words.plain_text, of("letter", "txt")), ("Markdown", of("letter", "md")), ("JSON", "letter.json")]
    return [
        (words.open_letter, [*prints, *texts]),
        (words.signatories, [("CSV", "signatories.csv"), ("JSON", "signatories.json")]),
        (words.calendar, [("iCalendar", "deadlines.ics")]),
        (words.versions, [("Atom", "feed.xml"), ("JSON Feed", "feed.json"), ("SHA-256", "SHA256SUMS")]),
    ]


def _languages(frozen: Frozen) -> tuple[str, ...]:
    first = main_language(frozen.letters)
    return (first, *sorted(frozen.letters.keys() - {first}))
