"""An annex: the text of a provision that a letter quotes, as data, in a file of its own beside the letter.

    annex.exemption.md                  the only draft
    annex.exemption.2023-03-23.md       a draft by its date, beside others of the same provision
    annex.exemption.2023-03-23.de.md    the same in another language

Front matter says what it is, and below it stands the provision, a paragraph each. The text is no Markdown: it is law,
taken word for word, so that "1." or "*" in it mean nothing but themselves.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.letters.dialect import MAX_CHARACTERS
from campaign.core.letters.front import FrontMatter, LetterFile, Values, split
from campaign.errors import LetterError, Problem

# What an annex's front matter may hold, with one line for the docs.
ANNEX_KEYS: Mapping[str, str] = {
    "source": "Where the text comes from, for instance: Council document 8115/21.",
    "provision": "The provision, for instance: Article 2(5).",
    "draft": "Date of the draft, YYYY-MM-DD. Without it, the one in the file's name, or none for law in force.",
    "identifier": "CELEX number (52021PC0206) or ELI (https://data.europa.eu/eli/reg/2016/679/oj), where there is one.",
    "language": "Language of the text. Without it, the one in the file's name, else en.",
}

_FILE = re.compile(r"annex\.([A-Za-z0-9_-]+)(?:\.(\d{4}-\d\d-\d\d))?(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]+)?))?\.md")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")
# Sector, year, type and number (with a corrigendum or the day of a consolidated text), or a treaty's article.
_CELEX = re.compile(
    r"[02-9CE](?:19|20)\d\d[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?(?:-\d{8})?"
    r"|1(?:19|20)\d\d[A-Z]{1,2}(?:\d{3}|/[A-Z]{3}(?:/\d\d)?)(?:-\d{8})?"
)
_ELI = re.compile(r"(?:https?://[\w.-]+/)?eli/[a-z][\w-]*(?:/[\w.-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Annex:
    """One draft of a provision in one language. `source` is the file's text; `origin` is its key `source`.

    `label` is that of the footnote that it belongs to, `draft` the day of the draft or None. `paragraphs` hold plain
    words.
    """

    path: str
    label: str
    language: str
    source: str
    origin: str = ""
    provision: str = ""
    draft: dt.date | None = None
    identifier: str = ""
    paragraphs: tuple[str, ...] = ()
    body_line: int = 1

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def title(self) -> str:
        """What it is, on one line."""
        draft = f"draft of {self.draft}" if self.draft else ""
        return ", ".join(part for part in (self.origin, self.provision, draft, self.identifier) if part)

    @property
    def order(self) -> tuple[str, dt.date, str, str]:
        """By label, drafts from the oldest; one without a date comes before those with one."""
        return self.label, self.draft or dt.date.min, self.language, self.path


@dataclass(frozen=True, slots=True)
class AnnexName:
    """What a file's name says: the label, and the draft's day and the language or ""."""

    label: str
    draft: str
    language: str


def parse_annexes(files: Iterable[LetterFile]) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """The annexes that files hold, and what is wrong with their names and their form.

    Raises LetterError for one that is too large.
    """
    annexes: list[Annex] = []
    problems: list[Problem] = []
    for file in files:
        if parse_annex_name(file.path.rsplit("/", 1)[-1]) is None:
            hint = "name it annex.LABEL.md, annex.LABEL.2027-04-26.md or annex.LABEL.2027-04-26.de.md"
            problems.append(Problem(file.path, None, "not the name of an annex", hint))
            continue
        annex, wrong = read_annex(file)
        annexes.append(annex)
        problems.extend(wrong)
    return tuple(annexes), (*problems, *find_duplicates(annexes))


def parse_annex_name(file: str) -> AnnexName | None:
    """What the name of an annex's file says; None when it is not the name of one."""
    match = _FILE.fullmatch(file)
    return AnnexName(match[1], match[2] or "", match[3] or "") if match else None


def read_annex(file: LetterFile) -> tuple[Annex, tuple[Problem, ...]]:
    """The annex and what is wrong with its form. Its path must end in the name of an annex's file.

    Raises LetterError when it is too large.
    """
    path, source = file
    if len(source) > MAX_CHARACTERS:
        raise LetterError(
            f"{path}: has {len(source):,} characters, more than {MAX_CHARACTERS:,}",
            fix="keep the provisions that the letter quotes",
        )
    name = parse_annex_name(path.rsplit("/", 1)[-1])
    assert name is not None  # whoever lists the files asked
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
    """Whether it has the form of a CELEX number or of an ELI."""
    return bool(_CELEX.fullmatch(text) or _ELI.fullmatch(text))


def annexes_for(language: str, annexes: Iterable[Annex]) -> tuple[Annex, ...]:
    """Those that a text in a language quotes: of each label those in that language, or all where it has none."""
    of_label: dict[str, list[Annex]] = {}
    for annex in sorted(annexes, key=lambda annex: annex.order):
        of_label.setdefault(annex.label, []).append(annex)
    return tuple(
        annex
        for drafts in of_label.values()
        for annex in ([own for own in drafts if _base_language(own.language) == _base_language(language)] or drafts)
    )


def find_duplicates(annexes: Iterable[Annex]) -> Iterator[Problem]:
    """Annexes of one label, draft and language: which of them holds?"""
    first: dict[tuple[str, dt.date | None, str], Annex] = {}
    for annex in annexes:
        other = first.setdefault((annex.label, annex.draft, annex.language), annex)
        if other is not annex:
            what = f"the same label, draft and language as {other.path}"
            yield Problem(annex.path, None, what, "give each its own `draft`, or take one away")


def _base_language(language: str) -> str:
    return language.split("-")[0].lower()


def _parse_day(text: str, path: str) -> tuple[dt.date | None, tuple[Problem, ...]]:
    try:
        return (dt.date.fromisoformat(text) if text else None), ()
    except ValueError:
        wrong = Problem(path, None, f"there is no day {text}", "correct the date in the file's name")
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
        yield Problem(annex.path, lines.get("identifier"), f"no CELEX number and no ELI: {annex.identifier}", fix)
    if not _LANGUAGE.fullmatch(annex.language):
        yield Problem(
            annex.path, lines.get("language"), f"no language: {annex.language}", "write a code such as en or de"
        )
    if not annex.paragraphs:
        yield Problem(annex.path, annex.body_line, "the annex has no text", "put the provision below the front matter")
    for key, in_name, in_file in (("draft", name.draft, str(annex.draft)), ("language", name.language, annex.language)):
        if key in lines and in_name and in_name != in_file:
            what = f"{key} is {in_file} here and {in_name} in the file's name"
            yield Problem(annex.path, lines[key], what, "correct the one that is wrong")
