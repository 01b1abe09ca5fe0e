"""Reads files of people and votes: the entries, and what each file is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters.files.source_files import open_sources
from campaign.core.parliament.entries import Entry, Listing, PersonEntry, RollCall, SourceFile
from campaign.core.parliament.mapping import SourceMapping, read_mapping
from campaign.core.parliament.reading_source import is_people_table, read_entries
from campaign.errors import FolderError, Problem, cause_of

_MOST_ENTRIES = 500_000
_LICENCES = {
    "europarl": "CC BY 4.0, © European Union, source: European Parliament",
    "howtheyvote": "ODbL 1.0, HowTheyVote.eu",
    "abgeordnetenwatch": "CC0 1.0, abgeordnetenwatch.de",
    "uk-members": "Open Parliament Licence 3.0",
    "senat": "Licence Ouverte 2.0, Sénat",
}


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A file that was read to its end."""

    file: SourceFile
    entries: tuple[Entry, ...]
    whole_of: str
    """The scheme of which it lists all who sit; "" for another file."""


def read_sources(
    paths: Sequence[Path], names: Sequence[str], mapping: Path | None = None, vote: str = ""
) -> list[SourceReading]:
    """Read files, folders and zip files to their ends, the oldest data first. Raises FolderError, and then nothing of
    any of them counts."""
    known = _mapping(mapping) if mapping else None
    readings = [
        reading for path, name in zip(paths, names, strict=True) for reading in _readings(path, name, known, vote)
    ]
    unknown = [reading.file.path for reading in readings if _is_unknown(reading)]
    if unknown and len(unknown) == len(readings):
        raise FolderError(
            f"{unknown[0]}: no people and no votes in a known shape",
            fix="describe it with a mapping file, --mapping FILE (parliament.md in the documentation)",
            problems=[entry for entry in readings[0].entries if isinstance(entry, Problem)][:20],
        )
    return sorted(readings, key=lambda reading: reading.file.day)


def _is_unknown(reading: SourceReading) -> bool:
    problems = [entry for entry in reading.entries if isinstance(entry, Problem)]
    shapeless = [problem for problem in problems if "known shape" in problem.message or "no data" in problem.message]
    return len(reading.entries) == len(shapeless)


def _readings(path: Path, name: str, mapping: SourceMapping | None, vote: str) -> Iterator[SourceReading]:
    for source in open_sources(path, name):
        entries: list[Entry] = []
        for entry in read_entries(source.chunks(), source.path, mapping, vote):
            entries.append(entry)
            if len(entries) > _MOST_ENTRIES:
                raise FolderError(f"{source.path}: more than {_MOST_ENTRIES} entries", fix="split the file")
        kind = next((entry.kind for entry in entries if isinstance(entry, PersonEntry | RollCall)), "")
        whole = next(
            (
                entry.id.partition(":")[0]
                for entry in entries
                if isinstance(entry, PersonEntry) and entry.listing is Listing.WHOLE
            ),
            "",
        )
        licence = source.licence or (mapping.licence if mapping else _licence(kind))
        yield SourceReading(SourceFile(source.path, source.digest, source.day, kind, licence), tuple(entries), whole)


def _licence(kind: str) -> str:
    return next((licence for start, licence in _LICENCES.items() if kind.startswith(start)), "")


def _mapping(path: Path) -> SourceMapping:
    try:
        return read_mapping(path.read_bytes(), path.name)
    except OSError as error:
        raise FolderError(
            f"{path.name}: cannot be read ({cause_of(error)})", fix="name a mapping that is there"
        ) from error


def with_day(readings: Sequence[SourceReading], day: str) -> list[SourceReading]:
    """The readings as data of another day, which a person knows better than the file."""
    return [replace(reading, file=replace(reading.file, day=day)) for reading in readings] if day else list(readings)


def is_own_table(path: Path) -> bool:
    """Whether a file is a table of people in a layout of the campaign's own, and no known list of a parliament."""
    if path.is_dir():
        return False
    try:
        for source in open_sources(path, path.name):
            return is_people_table(next(source.chunks(), b""))
    except FolderError:
        return path.suffix.lower() not in (".json", ".xml", ".zip", ".gz")
    return False
