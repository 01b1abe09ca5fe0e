"""The whole site: every file by its path."""

import hashlib
from collections.abc import Iterator

from campaign.letters.tree import Document
from campaign.publish import feeds, lists, plain
from campaign.publish.about import logo_path, version_path
from campaign.publish.calendar import calendar
from campaign.publish.edition import Edition, path_of
from campaign.publish.neutral import frozen_document, newest_document
from campaign.publish.page import letter_page, missing_page, version_page
from campaign.publish.picture import picture

# Lists every other file with its digest, in the form that `sha256sum -c` reads.
SUMS = "SHA256SUMS"


def build(edition: Edition) -> dict[str, bytes]:
    """Every file of the site by its path below the site's folder. The same edition gives the same bytes.

    Raises CampaignError for a template that cannot be used.
    """
    style = _style(edition)
    files = {
        "style.css": style.encode(),
        "404.html": missing_page(edition, style),
        "signatories.json": lists.signatories_json(edition),
        "signatories.csv": lists.signatories_csv(edition),
        "letter.json": lists.letter_json(edition),
        "feed.xml": feeds.atom(edition),
        "feed.json": feeds.json_feed(edition),
        "deadlines.ics": calendar(edition),
        **dict(_letters(edition)),
        **dict(_versions(edition)),
        **{logo_path(key): logo.png for key, logo in edition.logos.items()},
    }
    return files | {SUMS: sums(files)}


def sums(files: dict[str, bytes]) -> bytes:
    """A line a file: its SHA-256 and its path."""
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()


def _letters(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The newest text in each language and form."""
    for language in edition.languages:
        letter, document = edition.newest.letters[language], newest_document(edition, language)

        def of(stem: str, ending: str, language: str = language) -> str:
            return path_of(stem, ending, language, edition.languages)

        yield of("index", "html"), letter_page(edition, language, document)
        yield of("letter", "txt"), plain.plain_text(edition, letter, document)
        yield of("letter", "md"), plain.markdown(edition, letter, document)
        yield of("picture", "png"), picture(edition, language)
        if language in edition.prints:
            yield of("letter", "pdf"), edition.prints[language]


def _versions(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Each version in each of its languages, as a page and as the canonical text that its digest is of."""
    before: dict[str, Document] = {}
    for at, frozen in enumerate(edition.versions):
        documents = {language: frozen_document(edition, frozen, language) for language in frozen.letters}
        for text in frozen.texts:
            language = text.language
            page = version_page(edition, at, language, documents[language], before.get(language))
            yield version_path(frozen, language), page
            yield version_path(frozen, language, "txt"), text.canonical.encode()
        before = documents


def _style(edition: Edition) -> str:
    """The style sheets as they stand, in one: a brace in them is CSS, not a template's."""
    loader = edition.templates.loader
    assert loader is not None  # campaign.content gives one
    return "\n".join(loader.get_source(edition.templates, f"web/{name}.css")[0] for name in ("style", "letter"))
