"""Tells by its content what a file is, and reads it."""

from collections.abc import Iterable, Iterator

from campaign.core.parliament.entries import Entry
from campaign.core.parliament.json_shapes import json_entries
from campaign.core.parliament.json_stream import LISTS, json_rows
from campaign.core.parliament.mapping import SourceMapping, mapped_json, mapped_xml
from campaign.core.parliament.streams import damaged
from campaign.core.parliament.table_shapes import has_known_header, table_entries
from campaign.core.parliament.xml_shapes import ROWS, xml_entries
from campaign.core.parliament.xml_stream import xml_rows

_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


def read_entries(
    chunks: Iterable[bytes], path: str, mapping: SourceMapping | None = None, vote: str = ""
) -> Iterator[Entry]:
    """Yield what a file says: people, bodies, votes, days, and a Problem for each row that cannot be used.

    Raises FolderError for a file that is damaged or hostile. `vote` is the number of the vote in a typed table.
    """
    head, iterator = b"", iter(chunks)
    for chunk in iterator:
        head += chunk
        if head.lstrip(_BLANK):
            break
    content = _again(head, iterator)
    first = head.lstrip(_BLANK)[:1]
    if first in (b"{", b"["):
        if mapping is None:
            return json_entries(json_rows(content, path), path)
        return mapped_json(json_rows(content, path, LISTS | {mapping.rows}), mapping, path)
    if first == b"<":
        if head.lstrip(_BLANK)[:15].lower().startswith((b"<!doctype html", b"<html")):
            raise damaged(path, "this is a web page, not a list", "download the list itself")
        if mapping is None:
            return xml_entries(xml_rows(content, path, ROWS), path)
        return mapped_xml(xml_rows(content, path, frozenset({mapping.rows})), mapping, path)
    if not first:
        raise damaged(path, "the file is empty")
    return table_entries(content, path, mapping, vote)


def is_people_table(head: bytes) -> bool:
    """Whether a file that begins so is a table, and none with a known header."""
    first = head.lstrip(_BLANK)[:1]
    return first not in (b"{", b"[", b"<") and not has_known_header(head)


def _again(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest
