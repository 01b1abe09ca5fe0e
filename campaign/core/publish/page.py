"""The pages of a letter's site: the letter, its versions, and the page for a wrong address."""

from typing import Any

from markupsafe import Markup

from campaign.core.languages.locale import locale
from campaign.core.languages.page_words import page_words
from campaign.core.letters.redline import redline
from campaign.core.letters.tree import Document
from campaign.core.publish import embed, letter_status, share, template_values
from campaign.core.publish.countries import count_countries
from campaign.core.publish.edition import Edition, path_of
from campaign.core.publish.picture import SIZE, description
from campaign.core.publish.rendering import page
from campaign.core.publish.signatory_lists import find_path, people_path, signatory_list
from campaign.core.publish.titles import language_name
from campaign.core.render.characters import clean
from campaign.core.render.html import Fragments, Options, fragments

# With more addressees than this, their names would push the letter off the screen, so they are collapsed.
_FOLD_ADDRESSEES_ABOVE = 8
_CHANGES = Options(anchors=False, top_heading=3)


def letter_page(edition: Edition, language: str, document: Document) -> bytes:
    """The letter's page in one language. `document` is the filled tree of the newest version."""
    letter = edition.newest.letters[language]
    # If the ask is the page's main heading, the letter's title is the second one.
    options = Options(top_heading=3 if letter.ask else 2, signatories=signatory_list(edition, edition.newest, language))
    return page(
        edition,
        "web/letter.html",
        language,
        **_content(edition.title(language), fragments(document, options, language)),
        **_surroundings(edition, language),
        ask=clean(letter.ask),
        delivery=clean(letter.delivery),
        signing=letter_status.signing(edition, language),
        delivered=letter_status.delivery(edition, language),
        earlier_texts=letter_status.earlier_versions(edition, language),
        moments=template_values.moments(edition, language),
        addressees=[template_values.addressee(person, language) for person in edition.addressees],
        few=_FOLD_ADDRESSEES_ABOVE,
        first=letter_status.first_names(edition),
        signatories=len(edition.organisations),
        countries=count_countries(edition.organisations),
        answers=letter_status.answers(edition, language),
        people=letter_status.people(edition, language),
        all_people=people_path(edition, language) if edition.is_live else "",
        find=find_path(edition, language),
        quotes=[(clean(quote.name), clean(quote.text)) for quote in edition.latest.quotes],
        logos=template_values.logos(edition, language),
        newest=template_values.version(edition, edition.newest, language),
        proposal=letter_status.proposal(edition, language),
        versions=[
            template_values.version(edition, signed_version, language) for signed_version in reversed(edition.versions)
        ],
        cited=template_values.citation(edition, language),
        contact=edition.campaign.contact,
        **letter_status.consent(edition, language),
        files=template_values.downloads(edition, language),
        share=share.share_text(edition, language),
        networks=share.share_links(edition, language),
        version_digest=edition.newest.version.digest,
        snippet=embed.snippet(edition, language),
    )


def version_page(
    edition: Edition, at: int, language: str, document: Document, bare: Document, before: Document | None
) -> bytes:
    """The page of the version at index `at`: its text, its signatories and what changed since the version before.

    `bare` is the text without names; `before` is that of the version before, None if it lacks the language."""
    signed_version, words = edition.versions[at], page_words(language)
    changes = None if before is None else fragments(redline(before, bare), _CHANGES, language)
    return page(
        edition,
        "web/version.html",
        language,
        "../",
        **_content(
            signed_version.letters[language].title or edition.campaign.name,
            fragments(
                document, Options(signatories=signatory_list(edition, signed_version, language, "../")), language
            ),
        ),
        version=template_values.version(edition, signed_version, language),
        newer=signed_version in edition.earlier,
        proposed=signed_version is edition.proposal,
        to_newest=template_values.newest_path(edition, language),
        versions=template_values.other_languages(signed_version),
        people=signed_version.people,
        all_people=f"people?lang={language}&version={signed_version.version.number}" if edition.is_live else "",
        changes=changes,
        changes_heading=words.changes.format(signed_version.version.number - 1),
    )


def missing_page(edition: Edition, style: str) -> bytes:
    """The page for a wrong address. It contains its style sheet, because a server shows it under any address."""
    language = edition.languages[0]
    return page(
        edition,
        "web/absent.html",
        language,
        style=Markup(style),  # noqa: S704 -- our own style sheet
        title=edition.title(language),
        base=edition.base,
    )


def _content(title: str, written: Fragments) -> dict[str, Any]:
    return {"title": clean(title), "body": written.body, "notes": written.notes}


def _surroundings(edition: Edition, language: str) -> dict[str, Any]:
    """Template values: the page in other languages, and what other sites show for a link to it."""
    pages = {code: path_of("index", "html", code, edition.languages) for code in edition.languages}
    image = path_of("picture", "png", language, edition.languages)
    return {
        "translations": [(code, language_name(code), path) for code, path in pages.items()],
        "base": edition.base,
        "path": pages[language],
        "image": image,
        "image_size": SIZE,
        "image_words": description(edition, language),
        "locale": str(locale(language)),
    }
