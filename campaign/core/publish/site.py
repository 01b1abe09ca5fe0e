"""Builds the whole site: every file by its path."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from campaign.core.letters.tree import Document
from campaign.core.publish import api, feeds, lists, plain
from campaign.core.publish.calendar import calendar
from campaign.core.publish.edition import Edition, path_of
from campaign.core.publish.embed import embed_page
from campaign.core.publish.neutral import bare_document, signed_document
from campaign.core.publish.page import letter_page, missing_page, version_page
from campaign.core.publish.picture import picture
from campaign.core.publish.signatory_lists import countries_page, countries_path, people_page, people_path
from campaign.core.publish.template_values import logo_path, version_path

# The list of all other files with their digests, as `sha256sum -c` reads it.
SUMS = "SHA256SUMS"
# The newest line of the record of sign-ons, for `campaign verify --head`.
RECORD = "record.txt"


def build(edition: Edition, pdfs: Mapping[str, bytes] = {}) -> dict[str, bytes]:
    """Every file of the site by its path below the site's folder. The same edition gives the same bytes.

    `pdfs` are PDF files by language. Raises CampaignError for a broken template.
    """
    edition = replace(edition, pdf_languages=frozenset(pdfs))
    files = text_files(edition) | pictures(edition) | pdf_files(edition, pdfs)
    return with_checksums(files)


def text_files(edition: Edition) -> dict[str, bytes]:
    """The files that are quick to build: pages, lists, feeds and finished logos."""
    return documents(edition) | pages(edition)


def pages(edition: Edition) -> dict[str, bytes]:
    """The pages that show the number of individuals and the newest ones."""
    return dict(_pages(edition))


def documents(edition: Edition) -> dict[str, bytes]:
    """All other quick files. With many names they take ten times as long as `pages`."""
    style = style_sheet(edition)
    return {
        "style.css": style.encode(),
        **({RECORD: f"{edition.record}\n".encode()} if edition.record else {}),
        "404.html": missing_page(edition, style),
        "signatories.json": lists.signatories_json(edition),
        "signatories.csv": lists.signatories_csv(edition),
        "letter.json": lists.letter_json(edition),
        "deadlines.ics": calendar(edition),
        **(api.documents(edition) if edition.is_live else {}),
        **dict(_feeds(edition)),
        **dict(_letters(edition)),
        **dict(_versions(edition)),
        **{logo_path(key): logo.png for key, logo in edition.logos.items()},
    }


def pictures(edition: Edition) -> dict[str, bytes]:
    """The share picture in each language. Each takes a fifth of a second."""
    return {_path(edition, "picture", "png", language): picture(edition, language) for language in edition.languages}


def pdf_files(edition: Edition, pdfs: Mapping[str, bytes]) -> dict[str, bytes]:
    """The PDF files by path."""
    return {_path(edition, "letter", "pdf", language): pdf for language, pdf in pdfs.items()}


def with_checksums(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with the list of their checksums."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return files | {SUMS: checksums(digests, files.get(RECORD, b""))}


def checksums(digests: Mapping[str, str], record: bytes = b"") -> bytes:
    """One line per file: SHA-256 in hexadecimal, and path; above them the newest line of the record as a comment."""
    head = b"# Record of sign-ons: " + record if record else b""
    return head + "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def _feeds(edition: Edition) -> Iterator[tuple[str, bytes]]:
    for feed in (feeds.VERSIONS, feeds.SIGNATORIES):
        yield f"{feed.stem}.xml", feeds.atom(edition, feed)
        yield f"{feed.stem}.json", feeds.json_feed(edition, feed)


def _pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    for language in edition.languages:
        document = signed_document(edition, edition.newest, language)
        yield _path(edition, "index", "html", language), letter_page(edition, language, document)
        yield _path(edition, "embed", "html", language), embed_page(edition, language)
        if path := people_path(edition, language):
            yield path, people_page(edition, language)


def _letters(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The newest version as text and Markdown in each language, and its organisations by country."""
    for language in edition.languages:
        letter, document = edition.newest.letters[language], signed_document(edition, edition.newest, language)
        yield _path(edition, "letter", "txt", language), plain.plain_text(edition, letter, document)
        yield _path(edition, "letter", "md", language), plain.markdown(edition, letter, document)
        if path := countries_path(edition, language):
            yield path, countries_page(edition, language)


def _versions(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Each version in each of its languages: its page, and the canonical text that its digest is computed from."""
    before: dict[str, Document] = {}
    for at, signed_version in enumerate(edition.versions):
        bare = {language: bare_document(edition, signed_version, language) for language in signed_version.letters}
        for text in signed_version.texts:
            language = text.language
            signed = signed_document(edition, signed_version, language)
            page = version_page(edition, at, language, signed, bare[language], before.get(language))
            yield version_path(signed_version, language), page
            yield version_path(signed_version, language, "txt"), text.canonical.encode()
        before = bare


def _path(edition: Edition, stem: str, ending: str, language: str) -> str:
    return path_of(stem, ending, language, edition.languages)


def style_sheet(edition: Edition) -> str:
    """The style sheets, joined. They are not rendered: braces in them are CSS."""
    loader = edition.design.templates.loader
    assert loader is not None  # adapters.files.content sets one
    return "\n".join(loader.get_source(edition.design.templates, f"web/{name}.css")[0] for name in ("style", "letter"))
