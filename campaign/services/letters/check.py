"""Checks every text of a letter against the rules and the addressees who will read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.adapters.files import folder as folders
from campaign.adapters.pdf.coverage import font_coverage
from campaign.adapters.store import people, signons, versions
from campaign.adapters.store.signons import public
from campaign.core.addressees import Addressee
from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.check import Findings, LetterFacts, TranslationFindings, check_letter
from campaign.core.check.title_and_greeting import missing_fields
from campaign.core.delivery.rules import too_few_signatories
from campaign.core.letters import Letter
from campaign.core.signatories import listed_organisations
from campaign.core.signatories.organisation_table import read_organisations
from campaign.errors import Problem
from campaign.services.campaign import Campaign
from campaign.services.letters.translations import compare_translations
from campaign.services.waves.languages import language_for


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What the rules find in all texts of a letter in the folder."""

    letter: str
    """The letter's name."""
    texts: Mapping[str, Findings]
    """The findings for each text, by its path."""
    problems: tuple[Problem, ...]
    """What must be fixed before the letter is sent: in front matter, texts and translations, by path and line."""
    warnings: tuple[Problem, ...]
    """What is worth a look, including rows of the addressees' table that cannot be read; by path and line."""
    changes: tuple[Problem, ...] = ()
    """Of the problems, the comments, and the changes outside an amendment."""
    drafting: tuple[Problem, ...] = ()
    """Of the problems, what else only editors should see."""


def check(campaign: Campaign, name: str = "") -> LetterCheck:
    """Check a letter, by default the campaign's. Does not create a database.

    Raises FolderError if it is not clear which letter to check, or if a file cannot be read.
    """
    name = folders.choose_letter(campaign.folder, name or campaign.settings.campaign.letter)
    return check_texts(campaign, name, *folders.read_letters(campaign.folder, name))


def check_texts(
    campaign: Campaign, name: str, letters: Mapping[str, Letter], front_problems: tuple[Problem, ...]
) -> LetterCheck:
    """Check texts that have been read, by language. `in_front` is what is wrong in their front matter."""
    readers, source, refused = _addressees(campaign, name)
    signatories = _signatories(campaign, name)
    coverage = font_coverage(campaign.folder.templates / "print" / "fonts")[0]
    settings = campaign.settings.campaign
    day = settings.vote_at.astimezone(settings.zone).date()
    texts = {
        letter.path: check_letter(
            letter,
            LetterFacts(
                day, settings.max_words, _readers_of(readers, language, letters), source, signatories, coverage
            ),
        )
        for language, letter in letters.items()
    }
    parts: tuple[Findings | TranslationFindings, ...] = (
        *texts.values(),
        compare_translations(campaign.folder, name, letters),
    )
    return LetterCheck(
        letter=name,
        texts=texts,
        problems=tuple(
            sorted((*front_problems, *(problem for part in parts for problem in part.problems)), key=_line_order)
        ),
        warnings=tuple(
            sorted(
                (
                    *refused,
                    *(problem for letter in letters.values() for problem in missing_fields(letter)),
                    *_too_few_signatories(campaign, name),
                    *(problem for part in parts for problem in part.warnings),
                ),
                key=_line_order,
            )
        ),
        changes=tuple(problem for findings in texts.values() for problem in findings.changes),
        drafting=tuple(problem for findings in texts.values() for problem in findings.drafting),
    )


def _addressees(campaign: Campaign, name: str) -> tuple[tuple[Addressee, ...], str, tuple[Problem, ...]]:
    """Return the addressees of the database, or else of the CSV file; its path; its rows that cannot be read."""
    path = campaign.folder.addressees_csv(name)
    table_path = campaign.folder.display_path(path)
    stored = campaign.store.read(people.addressees, name) if campaign.has_store else ()
    if stored or not path.exists():
        return stored, table_path, ()
    reading = read_addressees(folders.read_bytes(path), table_path)
    return tuple(reading.values), table_path, tuple(reading.refused)


def _signatories(campaign: Campaign, name: str) -> tuple[str, ...]:
    """Return the names that the letter would have under it now: of the database, or else of the directory's CSV
    file."""
    if campaign.has_store:
        version = campaign.store.read(versions.latest, name)
        stored = campaign.store.read(signons.signatories, name, version.id if version else None)
    else:
        stored = ()
    path = campaign.folder.organisations_csv
    if not stored and path.exists():
        stored = tuple(read_organisations(folders.read_bytes(path), campaign.folder.display_path(path)).values)
    return tuple(organisation.name for organisation in listed_organisations(stored))


def _too_few_signatories(campaign: Campaign, name: str) -> Iterator[Problem]:
    """Name a letter that would not be sent as it is. Nothing before anything is imported."""
    if not campaign.has_store:
        return
    public_version = campaign.store.read(versions.public, name)
    number = public_version.id if public_version else None
    listed = listed_organisations(campaign.store.read(signons.signatories, name, number))
    count = len(listed) + campaign.store.read(public.count_people, name, number)
    if reason := too_few_signatories(count, campaign.settings.campaign.minimum_signatories):
        what, _, fix = reason.partition(": ")
        path = campaign.folder.display_path(campaign.folder.letter(name))
        yield Problem(path, None, what, fix or "campaign signatory list shows who waits")


def _readers_of(
    addressees: tuple[Addressee, ...], language: str, letters: Mapping[str, Letter]
) -> tuple[Addressee, ...]:
    """Return the addressees who get the text in this language."""
    return tuple(person for person in addressees if language_for(person, letters) == language)


def _line_order(problem: Problem) -> tuple[str, int]:
    return problem.path, problem.line or 0
