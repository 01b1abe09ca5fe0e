"""A mapping: a TOML file that says where a new source has its people, their fields and their seats."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.core.parliament import terms
from campaign.core.parliament.entries import FIELDS, Entry, Listing, PersonEntry, Seat
from campaign.core.parliament.json_shapes import full_name, texts
from campaign.core.parliament.json_stream import JsonRow
from campaign.core.parliament.xml_stream import Node, XmlRow
from campaign.core.tables.text import tidy
from campaign.core.tables.world import country_code
from campaign.errors import FolderError, Problem

_KINDS = ("committee", "group", "party", "mandate", "delegation", "procedure", "other")
_SEAT_KEYS = ("rows", "kind", "body", "role", "start", "end")
_KEYS = ("name", "scheme", "licence", "rows", "whole", "fields", "seats")


@dataclass(frozen=True, slots=True)
class SeatMapping:
    """Where the seats of one kind are. A text in quotation marks, such as "'member'", stands for itself."""

    kind: str
    rows: str = ""
    body: str = ""
    role: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """A mapping as it was read."""

    path: str
    name: str
    """The kind of source that the directory names."""
    scheme: str
    """What its ids are called, such as riksdag."""
    fields: Mapping[str, str]
    """For each field its path: keys or elements in dots, @attribute, or the header of a column."""
    rows: str = ""
    """The path of the list (JSON), or the name of the element (XML)."""
    licence: str = ""
    whole: bool = False
    """Whether the source lists all who sit."""
    seats: tuple[SeatMapping, ...] = ()


def read_mapping(data: bytes, path: str) -> SourceMapping:
    """Read a mapping. Raises FolderError that names every wrong entry."""
    try:
        content = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FolderError(
            f"{path}: not valid TOML ({error})", fix="correct it, see parliament.md in the documentation"
        ) from error
    problems = list(_mapping_problems(content, path))
    if problems:
        raise FolderError(
            f"{path}: the mapping cannot be used", fix="see parliament.md in the documentation", problems=problems
        )
    return SourceMapping(
        path,
        content["name"],
        content["scheme"],
        content["fields"],
        content.get("rows", ""),
        content.get("licence", ""),
        content.get("whole", False),
        tuple(SeatMapping(**seat) for seat in content.get("seats", [])),
    )


def _mapping_problems(content: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for key in content:
        if key not in _KEYS:
            yield Problem(path, None, f"{key!r} is not known", f"use {', '.join(_KEYS)}")
    for key in ("name", "scheme"):
        if not isinstance(content.get(key), str) or not content[key].strip():
            yield Problem(path, None, f"{key} is missing", f'write {key} = "..."')
    fields = content.get("fields")
    if not isinstance(fields, dict) or not {"name", "family_name"} & set(fields):
        yield Problem(path, None, "[fields] has no name", "say where the name is, or given_name and family_name")
        return
    for name, value in fields.items():
        if name not in (*FIELDS, "id"):
            yield Problem(path, None, f"[fields] {name} is no field", f"use id, {', '.join(FIELDS)}")
        if not isinstance(value, str):
            yield Problem(path, None, f"[fields] {name} is no text", "write the path in quotation marks")
    for seat in content.get("seats", []):
        unknown = [key for key in seat if key not in _SEAT_KEYS]
        if unknown or seat.get("kind") not in _KINDS:
            message = f"[[seats]] {unknown[0]} is not known" if unknown else "[[seats]] has no known kind"
            yield Problem(path, None, message, f"use {', '.join(_SEAT_KEYS)}; kind is {', '.join(_KINDS)}")


Lookup = Callable[[str], list[str]]


def mapped_json(rows: Iterable[JsonRow], mapping: SourceMapping, path: str) -> Iterator[Entry]:
    """Yield the people of a JSON file."""
    return _mapped(((row.place, row.value) for row in rows if row.key == mapping.rows), _json_part, mapping, path)


def mapped_xml(rows: Iterable[XmlRow], mapping: SourceMapping, path: str) -> Iterator[Entry]:
    """Yield the people of an XML file."""
    return _mapped(((f"line {row.line}", row.node) for row in rows), _xml_part, mapping, path)


def mapped_table(
    header: tuple[str, ...], rows: Iterable[tuple[int, Mapping[str, str]]], mapping: SourceMapping, path: str
) -> Iterator[Entry]:
    """Yield the people of a table. Raises FolderError if a column is missing."""
    missing = [f"{name} ({column})" for name, column in mapping.fields.items() if column not in header]
    if missing:
        fix = f"correct {mapping.path}; the columns are {', '.join(header)[:300]}"
        raise FolderError(f"{path}: no column for {', '.join(missing)}; nothing was imported", fix=fix)
    return _mapped(((f"line {line}", row) for line, row in rows), _cell_part, mapping, path)


def _json_part(value: Any, part: str) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return [item[part] for item in values if isinstance(item, dict) and item.get(part) is not None]


def _xml_part(value: Any, part: str) -> list[Any]:
    if not isinstance(value, Node):
        return []
    if part.startswith("@"):
        return [value.attributes[part[1:]]] if part[1:] in value.attributes else []
    return [node for node in value.nodes if node.name == part]


def _cell_part(value: Any, part: str) -> list[Any]:
    return [value[part]] if isinstance(value, dict) and value.get(part) else []


def _walk(value: Any, path: str, part_of: Callable[[Any, str], list[Any]], *, is_cell: bool = False) -> list[Any]:
    values = [value]
    for part in [path] if is_cell else path.split("."):
        values = [inner for item in values for inner in part_of(item, part)]
        values = [inner for item in values for inner in (item if isinstance(item, list) else [item])]
    return values


def _text(value: Any, path: str, part_of: Callable[[Any, str], list[Any]]) -> str:
    if path[:1] == path[-1:] == "'" and len(path) > 1:
        return path[1:-1]
    values = _walk(value, path, part_of, is_cell=part_of is _cell_part) if path else []
    for item in values:
        words = [item.whole_text()] if isinstance(item, Node) else texts(item)
        if words and tidy(words[0]):
            return tidy(words[0])
    return ""


def _mapped(
    rows: Iterable[tuple[str, Any]], part_of: Callable[[Any, str], list[Any]], mapping: SourceMapping, path: str
) -> Iterator[Entry]:
    is_any = False
    for place, value in rows:
        is_any = True
        fields = {name: _text(value, where, part_of) for name, where in mapping.fields.items()}
        number = fields.pop("id", "")
        names = full_name(fields.get("given_name", ""), fields.get("family_name", ""), fields.get("name", ""))
        fields = {name: text for name, text in {**fields, **names}.items() if text}
        wrong = _wrong(fields)
        if wrong:
            yield Problem(f"{path} {place}", None, wrong, "correct the row; or columns are swapped in the mapping")
            continue
        if "country" in fields:
            fields["country"] = country_code(fields["country"]) or fields["country"]
        if "group" in fields:
            fields["group"] = terms.group(fields["group"])
        yield PersonEntry(
            f"{mapping.scheme}:{number}" if number else "",
            mapping.name,
            place,
            fields,
            tuple(_seats(value, part_of, mapping)),
            listing=Listing.WHOLE if mapping.whole else Listing.PART,
        )
    if not is_any:
        where = f"rows = {mapping.rows!r}" if mapping.rows else "the mapping"
        raise FolderError(f"{path}: {where} finds nobody; nothing was imported", fix=f"correct {mapping.path}")


def _wrong(fields: Mapping[str, str]) -> str:
    if not fields.get("name"):
        return "the name is missing"
    if "@" in fields["name"]:
        return f"the name {fields['name'][:60]!r} is an email address"
    mail = fields.get("mail", "")
    return f"the email address {mail[:60]!r} is none" if mail and "@" not in mail else ""


def _seats(value: Any, part_of: Callable[[Any, str], list[Any]], mapping: SourceMapping) -> Iterator[Seat]:
    for seat in mapping.seats:
        parts = _walk(value, seat.rows, part_of) if seat.rows else [value]
        for part in parts:
            body = _text(part, seat.body, part_of)
            if body:
                yield Seat(
                    seat.kind,
                    terms.group(body) if seat.kind == "group" else body,
                    terms.role(_text(part, seat.role, part_of) or "member"),
                    terms.day(_text(part, seat.start, part_of)),
                    terms.day(_text(part, seat.end, part_of)),
                )
