"""The pages of a letter's site, from templates and values. All links are relative, so that they hold in any folder."""

from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from campaign.errors import CampaignError
from campaign.languages.locale import locale
from campaign.languages.page import page_words, words_language
from campaign.letters.harvest import safe_href
from campaign.letters.redline import redline
from campaign.letters.tree import Document
from campaign.publish import about
from campaign.publish.alphabet import alphabetical
from campaign.publish.countries import by_country, country_name
from campaign.publish.edition import Edition, path_of
from campaign.publish.picture import SIZE, described
from campaign.publish.titles import language_name
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
        moments=about.moments(edition, language),
        addressees=[about.addressee(person, language) for person in edition.addressees],
        few=_FEW,
        signatories=len(edition.organisations),
        countries=len(groups),
        logos=about.logos(edition, language),
        versions=[about.version(edition, frozen, language) for frozen in reversed(edition.versions)],
        cited=about.cited(edition, language),
        contact=edition.contact,
        files=about.files(edition, language),
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
        version=about.version(edition, frozen, language),
        newer=frozen is not edition.newest,
        to_newest=about.nearest(edition, language),
        versions=about.other_languages(frozen),
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
