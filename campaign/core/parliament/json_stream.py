"""JSON read as a stream: the items of lists, one after the other, with limits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ijson

from campaign.core.parliament.streams import ChunkReader, damaged, utf8_chunks

MOST_DEPTH = 64
# The lists, inside the outermost object, whose items are read one after the other.
LISTS = frozenset(
    {"data", "items", "persons", "memberships", "organizations", "included", "@graph", "value", "results"}
)


@dataclass(frozen=True, slots=True)
class JsonRow:
    """An item of a list, or what is in the outermost object beside its lists."""

    key: str
    """The path of the list, such as `data`; "" for the outermost list, "." for the outermost object itself."""
    place: str
    value: Any


def json_rows(chunks: Iterable[bytes], path: str, lists: frozenset[str] = LISTS) -> Iterator[JsonRow]:
    """Yield the items of the lists. `lists` are their paths in dots.

    Raises FolderError for a cut or damaged file, a key that occurs twice, and what is nested too deeply.
    """
    reader = ChunkReader(utf8_chunks(chunks, path), path)
    try:
        yield from _rows(reader, path, lists)
    except (ijson.JSONError, ValueError, OverflowError) as error:
        cause = " ".join(str(error).split())[:120]
        what = "ends in the middle" if "incomplete" in cause or "premature" in cause else f"not valid JSON ({cause})"
        raise damaged(path, what) from error


def _rows(reader: ChunkReader, path: str, lists: frozenset[str]) -> Iterator[JsonRow]:
    stack: list[Any] = []
    keys: list[str] = []
    counts: dict[str, int] = {}
    pending = ""
    for event, value in ijson.basic_parse(reader, use_float=True, multiple_values=True):
        reader.rest()
        if event == "map_key":
            pending = value
            if value in stack[-1]:
                raise damaged(path, f"the key {value[:60]!r} occurs twice in one object", "ask where the file is from")
            stack[-1][value] = None
            continue
        if event in ("end_map", "end_array"):
            item, key = stack.pop(), keys.pop()
        elif event in ("start_map", "start_array"):
            if len(stack) >= MOST_DEPTH:
                raise damaged(path, f"nested more than {MOST_DEPTH} levels deep", "ask where the file is from")
            key = pending if stack and type(stack[-1]) is dict else ""
            stack.append({} if event == "start_map" else [])
            keys.append(key)
            continue
        else:
            item, key = value, pending
        if not stack:
            if isinstance(item, dict) and item:
                yield JsonRow(".", _place(".", counts), item)
            continue
        parent = stack[-1]
        if type(parent) is dict:
            parent[key] = item
            continue
        if len(stack) <= 4:
            name = ".".join(key for key in keys if key)
            if (len(stack) == 1 and not name) or (name in lists and name.count(".") == len(stack) - 2):
                yield JsonRow(name, _place(name, counts), item)
                continue
        parent.append(item)


def _place(name: str, counts: dict[str, int]) -> str:
    counts[name] = counts.get(name, 0) + 1
    return f"{name}[{counts[name]}]" if name != "." else f"[{counts[name]}]"
