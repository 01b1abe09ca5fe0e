"""An annex: the text of a provision that a letter quotes, in its own file beside the letter.

    annex.exemption.md                  the only draft
    annex.exemption.2023-03-23.md       a draft by its date, beside others of the same provision
    annex.exemption.2023-03-23.de.md    the same in another language

The front matter describes the source; the provision follows, in paragraphs. The text is not Markdown: it is law, taken
word for word, so "1." and "*" have no special meaning.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.languages.lookup import is_language_code
from campaign.core.letters.dialect import MAX_CHARACTERS
from campaign.core.letters.front_matter import FrontMatter, LetterFile, Values, split
from campaign.errors import LetterError, Problem

# The keys of an annex's front matter, each with its line in docs/letter.md.
ANNEX_KEYS: Mapping[str, str] = {
    "source": "Where the text comes from, for example: Council document 8115/21.",
    "provision": "The provision, for example: Article 2(5).",
    "draft": "Date of the draft, YYYY-MM-DD. Default: the one in the file name; no date means law in force.",
    "identifier": "CELEX number (52021PC0206) or ELI (https://data.europa.eu/eli/reg/2016/679/oj), if there is one.",
    "language": "Language of the text. Default: the one in the file name, or else en.",
}

_FILE = re.compile(r"annex\.([A-Za-z0-9_-]+)(?:\.(\d{4}-\d\d-\d\d))?(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]+)?))?\.md")
# CELEX: sector, year, type and number (with a corrigendum or the date of a consolidated text), or a treaty article.
_CELEX = re.compile(
    r"[02-9CE](?:19|20)\d\d[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?(?:-\d{8})?"
    r"|1(?:19|20)\d\d[A-Z]{1,2}(?:\d{3}|/[A-Z]{3}(?:/\d\d)?)(?:-\d{8})?"
)
_ELI = re.compile(r"(?:https?://[\w.-]+/)?eli/[a-z][\w-]*(?:/[\w.-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Annex:
    """One draft of a provision in one language. What comes from the front matter is empty where it was left out."""

    path: str
    """The file, relative to the campaign folder."""
    label: str
    """Label of the footnote that it belongs to."""
    language: str
    source: str
    """The decoded file."""
    origin: str = ""
    """Where the text comes from: the key `source`."""
    provision: str = ""
    draft: dt.date | None = None
    """Date of the draft; None for law in force."""
    identifier: str = ""
    """CELEX number or ELI."""
    paragraphs: tuple[str, ...] = ()
    """The text, in plain words."""
    body_line: int = 1
    """The line of the file in which the text begins, from 1."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def title(self) -> str:
        """Source, provision, draft and identifier on one line."""
        draft = f"draft of {self.draft}" if self.draft else ""
        return ", ".join(part for part in (self.origin, self.provision, draft, self.identifier) if part)

    @property
    def order(self) -> tuple[str, dt.date, str, str]:
        """Sort key: label, then draft, the oldest first; a draft without a date comes before all others."""
        return self.label, self.draft or dt.date.min, self.language, self.path


@dataclass(frozen=True, slots=True)
class AnnexName:
    """The parts of an annex's file name; `draft` and `language` may be ""."""

    label: str
    draft: str
    language: str


def parse_annexes(files: Iterable[LetterFile]) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """Read annexes from files. Returns them with the problems in their names and form.

    Raises LetterError for a file that is too large.
    """
    annexes: list[Annex] = []
    problems: list[Problem] = []
    for file in files:
        if parse_annex_name(file.path.rsplit("/", 1)[-1]) is None:
            hint = "name it annex.LABEL.md, annex.LABEL.2027-04-26.md or annex.LABEL.2027-04-26.de.md"
            problems.append(Problem(file.path, None, "not a file name of an annex", hint))
            continue
        annex, wrong = read_annex(file)
        annexes.append(annex)
        problems.extend(wrong)
    return tuple(annexes), (*problems, *find_duplicates(annexes))


def parse_annex_name(file: str) -> AnnexName | None:
    """Split an annex's file name into its parts; None if it is not one."""
    match = _FILE.fullmatch(file)
    return AnnexName(match[1], match[2] or "", match[3] or "") if match else None


def read_annex(file: LetterFile) -> tuple[Annex, tuple[Problem, ...]]:
    """Read one annex, whose path must end in a valid file name. Returns it with the problems in its form.

    Raises LetterError for a file that is too large.
    """
    path, source = file
    if len(source) > MAX_CHARACTERS:
        raise LetterError(
            f"{path}: the annex has {len(source):,} characters; the limit is {MAX_CHARACTERS:,}",
            fix="keep only the provisions that the letter quotes",
        )
    name = parse_annex_name(path.rsplit("/", 1)[-1])
    assert name is not None  # the caller has checked the name
    matter = split(file)
    values = Values(matter, ANNEX_KEYS)
    named, problems = _parse_day(name.draft, path)
    annex = Annex(
        path=path,
        label=name.label,
        language=values.text("language") or name.language or "en",
        source=source,
        origin=values.text("source"),
        provision=values.text("provision"),
        draft=values.day("draft") or named,
        identifier=values.text("identifier"),
        paragraphs=_split_paragraphs(matter.body),
        body_line=matter.body_line,
    )
    return annex, (*values.problems, *problems, *_find_faults(annex, name, matter))


def is_identifier(text: str) -> bool:
    """Whether a text has the form of a CELEX number or an ELI."""
    return bool(_CELEX.fullmatch(text) or _ELI.fullmatch(text))


def annexes_for(language: str, annexes: Iterable[Annex]) -> tuple[Annex, ...]:
    """Return the annexes for a text in a language: for each label those in that language, or else all of them."""
    of_label: dict[str, list[Annex]] = {}
    for annex in sorted(annexes, key=lambda annex: annex.order):
        of_label.setdefault(annex.label, []).append(annex)
    return tuple(
        annex
        for drafts in of_label.values()
        for annex in ([own for own in drafts if _base_language(own.language) == _base_language(language)] or drafts)
    )


def find_duplicates(annexes: Iterable[Annex]) -> Iterator[Problem]:
    """Report annexes with the same label, draft and language."""
    first: dict[tuple[str, dt.date | None, str], Annex] = {}
    for annex in annexes:
        other = first.setdefault((annex.label, annex.draft, annex.language), annex)
        if other is not annex:
            what = f"has the same label, draft and language as {other.path}"
            yield Problem(annex.path, None, what, "give each its own `draft`, or delete one")


def _base_language(language: str) -> str:
    return language.split("-")[0].lower()


def _parse_day(text: str, path: str) -> tuple[dt.date | None, tuple[Problem, ...]]:
    try:
        return (dt.date.fromisoformat(text) if text else None), ()
    except ValueError:
        wrong = Problem(path, None, f"{text} is not a date", "correct the date in the file name")
        return None, (wrong,)


def _split_paragraphs(body: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", body))
    return tuple(part for part in parts if part)


def _find_faults(annex: Annex, name: AnnexName, matter: FrontMatter) -> Iterator[Problem]:
    lines = {key: field.line for key, field in matter.fields.items()}
    for key, value in (("source", annex.origin), ("provision", annex.provision)):
        if not value:
            yield Problem(annex.path, lines.get(key, 1), f"the annex has no {key}", f"add {key}: {ANNEX_KEYS[key]}")
    if annex.identifier and not is_identifier(annex.identifier):
        fix = "write a CELEX number such as 52021PC0206, or an ELI such as https://data.europa.eu/eli/reg/2016/679/oj"
        yield Problem(
            annex.path,
            lines.get("identifier"),
            f"the identifier is neither a CELEX number nor an ELI: {annex.identifier}",
            fix,
        )
    if not is_language_code(annex.language):
        yield Problem(
            annex.path, lines.get("language"), f"not a language code: {annex.language}", "write a code such as en or de"
        )
    if not annex.paragraphs:
        yield Problem(
            annex.path, annex.body_line, "the annex has no text", "write the provision below the front matter"
        )
    for key, in_name, in_file in (("draft", name.draft, str(annex.draft)), ("language", name.language, annex.language)):
        if key in lines and in_name and in_name != in_file:
            what = f"{key} is {in_file} here and {in_name} in the file name"
            yield Problem(annex.path, lines[key], what, "correct the one that is wrong")
