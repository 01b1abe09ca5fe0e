"""`campaign letter check`: every text of a letter against the rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from campaign.adapters.files import folder as folders
from campaign.cli.context import Context, pass_campaign
from campaign.errors import ProblemsFound

if TYPE_CHECKING:
    from campaign.core.addressees import Addressee
    from campaign.core.check import Compared, Findings
    from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in all texts of a letter. `texts` holds each one's findings by its path."""

    texts: dict[str, Findings]
    problems: tuple[Problem, ...]
    hints: tuple[Problem, ...]


@click.command("check")
@click.option("--letter", "name", metavar="NAME", default="", help="The letter, if there are several.")
@pass_campaign
def check(campaign: Context, name: str) -> None:
    """Name what must be mended before the letter goes, as path:line: what; what to do.

    Ends with exit code 4 when there are problems. Hints are worth a look and change nothing.
    """
    name = folders.chosen_letter(campaign.folder, name or campaign.settings.campaign.letter)
    found = findings(campaign, name)
    campaign.out.problems(found.problems)
    for hint in found.hints:
        campaign.out.remark(f"hint: {hint}")
    campaign.out.data(_payload(name, found))
    if found.problems:
        raise ProblemsFound(_summary(found), hint="mend them and check again: campaign letter check")
    campaign.out.say(_summary(found))


def findings(campaign: Context, name: str = "") -> Checked:
    """What is wrong in a letter as it is in the folder now. Without a name, the campaign's letter."""
    from campaign.core.check import Facts, check_letter
    from campaign.services.letters.translations import compare
    from campaign.services.waves.situation import language_for

    name = name or campaign.letter
    letters, in_front = folders.read_letters(campaign.folder, name)
    people, source, refused = _addressees(campaign, name)
    settings = campaign.settings.campaign
    texts: dict[str, Findings] = {}
    for language, letter in letters.items():
        readers = tuple(person for person in people if language_for(person, letters) == language)
        facts = Facts(settings.vote_at.astimezone(settings.zone).date(), settings.max_words, readers, source)
        texts[letter.path] = check_letter(letter, facts)
    compared = compare(campaign.folder, name, letters)
    found: tuple[Findings | Compared, ...] = (*texts.values(), compared)
    return Checked(
        texts=texts,
        problems=tuple(sorted((*in_front, *(each for part in found for each in part.problems)), key=_place)),
        hints=tuple(sorted((*refused, *(each for part in found for each in part.warnings)), key=_place)),
    )


def _addressees(campaign: Context, name: str) -> tuple[tuple[Addressee, ...], str, tuple[Problem, ...]]:
    """Those in the store, or in the CSV beside the letter; where they come from; the rows that could not be read."""
    from campaign.adapters.store import people
    from campaign.core.addressees.table import read_addressees

    path = campaign.folder.addressees_csv(name)
    shown = campaign.folder.shown(path)
    # A check makes no database where there is none.
    stored = campaign.store.read(people.addressees, name) if campaign.has_store else ()
    if stored or not path.exists():
        return stored, shown, ()
    reading = read_addressees(folders.read_bytes(path), shown)
    return tuple(reading.values), shown, tuple(reading.refused)


def _summary(found: Checked) -> str:
    texts = "; ".join(
        f"{path}: {_count(text.words, 'word')}, {_count(text.notes, 'note')}" for path, text in found.texts.items()
    )
    return f"{texts}; {_count(len(found.problems), 'problem')}, {_count(len(found.hints), 'hint')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s") if number else f"no {noun}"


def _payload(name: str, found: Checked) -> dict[str, object]:
    return {
        "letter": name,
        "texts": [{"path": path, "words": text.words, "notes": text.notes} for path, text in found.texts.items()],
        "problems": [asdict(problem) for problem in found.problems],
        "hints": [asdict(hint) for hint in found.hints],
    }


def _place(problem: Problem) -> tuple[str, int]:
    return problem.path, problem.line or 0
