"""Fetching open data of the European Parliament into a dated folder: the answers as they came, with a manifest."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.files.source_files import MANIFEST
from campaign.adapters.open_data import API as API
from campaign.adapters.open_data import ApiAnswer
from campaign.adapters.open_data import OpenDataClient as OpenDataClient
from campaign.core.parliament import terms
from campaign.core.parliament.json_shapes import rows_of, text, texts
from campaign.errors import FolderError, UsageError, cause_of
from campaign.services.campaign import Campaign

LICENCE = "CC BY 4.0, © European Union, source: European Parliament"
_PAGE = 100
_MOST_PAGES = 100
_MOST_PEOPLE = 200
_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What would be asked for, and where the answers go."""

    folder: Path
    procedures: tuple[str, ...]
    """As the API writes them, such as 2021-0106."""
    sittings: tuple[str, ...]
    """Days in ISO form."""
    done: int
    """Answers that are in the folder already."""


@dataclass(frozen=True, slots=True)
class OpenDataFetch:
    """What was fetched."""

    folder: Path
    answers: int
    nothing: tuple[str, ...]
    """Addresses at which there is nothing."""


def plan_fetch(
    campaign: Campaign, procedures: tuple[str, ...], sittings: tuple[str, ...], resume: Path | None = None
) -> FetchPlan:
    """Plan what to ask for. Raises UsageError for what is no procedure or no day."""
    references = tuple(terms.reference(procedure) for procedure in procedures)
    if not all(references):
        raise UsageError("a procedure is written as 2021/0106(COD)", fix="correct --procedure")
    if any(terms.day(day) != day or not day for day in sittings):
        raise UsageError("a sitting is a day, as 2024-03-13", fix="correct --sitting")
    folder = resume or campaign.folder.root / "data" / "europarl" / f"{campaign.now():%Y-%m-%dT%H-%MZ}"
    if resume and not resume.is_dir():
        raise FolderError(f"{resume}: there is no such folder", fix="name the one that an earlier fetch wrote")
    numbers = tuple(reference.partition("(")[0].replace("/", "-") for reference in references)
    return FetchPlan(folder, numbers, sittings, len(_answers(folder)))


def run_fetch(
    campaign: Campaign, plan: FetchPlan, client: OpenDataClient, progress: Callable[[str], object] = lambda _: None
) -> OpenDataFetch:
    """Fetch as planned. Each answer is on disk before the next is asked for, so that it can go on where it stopped.

    Raises FetchError when the API gives no usable answer or asks to stop.
    """
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"{plan.folder}: cannot be written ({cause_of(error)})", fix="choose another folder"
        ) from error
    run = _Run(campaign, plan.folder, client, progress)
    run.pages("meps/show-current")
    run.pages("corporate-bodies/show-current")
    people: dict[str, None] = {}
    for number in plan.procedures:
        rows = run.get(f"procedures/{number}")
        people |= dict.fromkeys(_participants(rows))
        run.get(f"procedures/{number}/events")
    for number in list(people)[:_MOST_PEOPLE]:
        run.get(f"meps/{number}")
    for day in plan.sittings:
        run.get(
            f"meetings/MTG-PL-{day}/decisions?vote-method=ROLL_CALL_EV&filter-output=voters"
            "&json-layout=framed-and-included"
        )
        run.get(f"meetings/MTG-PL-{day}/foreseen-activities")
    return OpenDataFetch(plan.folder, len(run.entries), tuple(run.nothing))


def _participants(rows: list[Any]) -> Iterator[str]:
    for row in rows_of(rows):
        for part in rows_of(row.get("had_participation")):
            if text(part.get("participation_role")):
                yield from (person.rsplit("/", 1)[-1] for person in texts(part.get("had_participant_person")))


class _Run:
    def __init__(
        self, campaign: Campaign, folder: Path, client: OpenDataClient, progress: Callable[[str], object]
    ) -> None:
        self._campaign = campaign
        self._folder = folder
        self._client = client
        self._progress = progress
        self.entries = _answers(folder)
        self.nothing: list[str] = []

    def pages(self, path: str) -> None:
        """Fetch a list page by page."""
        for page in range(_MOST_PAGES):
            if len(self.get(f"{path}?offset={page * _PAGE}&limit={_PAGE}")) < _PAGE:
                return

    def get(self, path: str) -> list[Any]:
        """Return the rows of an answer: from the folder, or from the API and then in the folder."""
        entry = self.entries.get(path)
        if entry is None:
            self._progress(path)
            entry = self._store(path, self._client.get(path))
        if not entry.get("file"):
            self.nothing.append(path)
            return []
        data = json.loads((self._folder / entry["file"]).read_bytes())["data"]
        return data if isinstance(data, list) else [data]

    def _store(self, path: str, answer: ApiAnswer) -> dict[str, Any]:
        name = f"{_NAME.sub('-', path.partition('&')[0]).strip('-').lower()}.json" if answer.body else ""
        entry = {
            "path": path,
            "address": answer.address,
            "status": answer.status,
            "file": name,
            "digest": hashlib.sha256(answer.body).hexdigest() if answer.body else "",
            "date": f"{self._campaign.now():%Y-%m-%dT%H:%M:%SZ}",
            "licence": LICENCE,
        }
        if name:
            replace_file(self._folder / name, answer.body)
        self.entries[path] = entry
        manifest = {"answers": list(self.entries.values())}
        replace_file(self._folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        return entry


def _answers(folder: Path) -> dict[str, dict[str, Any]]:
    """The answers in a folder by their paths; those whose file is not as it was fetched are left out."""
    try:
        entries = json.loads((folder / MANIFEST).read_bytes())["answers"]
        return {entry["path"]: entry for entry in entries if _is_whole(folder, entry)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"{folder / MANIFEST}: damaged ({error})", fix="fetch into a new folder") from error


def _is_whole(folder: Path, entry: dict[str, Any]) -> bool:
    if not entry["file"]:
        return True
    file = folder / Path(entry["file"]).name
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == entry["digest"]
