"""XML read as a stream, row by row. A document type, and with it every entity, is refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from campaign.core.parliament.streams import damaged

MOST_DEPTH = 64
MOST_TEXT = 1_000_000
MOST_CHILDREN = 20_000
_VERSION_1_1 = re.compile(rb"<\?xml[^>]{0,40}version=.1\.1")
_DECLARED = re.compile(rb"<\?xml[^>]{0,80}encoding=.([A-Za-z0-9._-]{1,40})")


@dataclass(slots=True)
class Node:
    """An element: its name without a prefix, attributes, text, and elements in it."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    nodes: list["Node"] = field(default_factory=list)

    def child(self, name: str) -> str:
        """The text of the first element with a name; "" if there is none."""
        node = next((node for node in self.nodes if node.name == name), None)
        return node.whole_text() if node else ""

    def whole_text(self) -> str:
        """The text in it and in the elements in it, with single spaces."""
        return " ".join(" ".join((self.text, *(node.whole_text() for node in self.nodes))).split())

    def all(self, name: str) -> Iterator["Node"]:
        """Yield the elements with a name, at any depth."""
        for node in self.nodes:
            if node.name == name:
                yield node
            yield from node.all(name)


@dataclass(frozen=True, slots=True)
class XmlRow:
    """A row, and the attributes of the elements around it by their names."""

    node: Node
    around: Mapping[str, str]
    line: int


def xml_rows(chunks: Iterable[bytes], path: str, names: frozenset[str]) -> Iterator[XmlRow]:
    """Yield the elements with one of these names. Raises FolderError for what is damaged or hostile."""
    builder = _Builder(path, names)
    is_first = True
    try:
        for chunk in chunks:
            if is_first and chunk:
                _check_head(chunk, path)
                is_first = False
            builder.parser.Parse(chunk)
            yield from builder.take()
        builder.parser.Parse(b"", True)  # noqa: FBT003 -- expat takes no name
        yield from builder.take()
    except (expat.ExpatError, LookupError, ValueError) as error:
        what = str(error)
        if "no element" in what or "unclosed" in what:
            raise damaged(path, f"ends in the middle ({what})") from error
        raise damaged(path, f"not valid XML ({what})") from error


def _check_head(head: bytes, path: str) -> None:
    if _VERSION_1_1.search(head[:200]):
        raise damaged(path, "declared as XML 1.1, which is not read", 'write version="1.0" in its first line')
    declared = _DECLARED.search(head[:200])
    if declared and head.startswith((b"\xff\xfe", b"\xfe\xff")) is False and declared[1].lower() == b"utf-16":
        raise damaged(path, "declared as UTF-16, and is not", "save it again as UTF-8")


class _Builder:
    def __init__(self, path: str, names: frozenset[str]) -> None:
        self._path = path
        self._names = names
        self._stack: list[Node] = []
        self._around: dict[str, str] = {}
        self._depth = 0
        self._count = 0
        self._length = 0
        self._rows: list[XmlRow] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def take(self) -> list[XmlRow]:
        rows, self._rows = self._rows, []
        return rows

    def _refuse(self, *_: object) -> None:
        raise damaged(
            self._path, "has a document type, which could make it grow without end", "get the list from its publisher"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MOST_DEPTH:
            raise damaged(self._path, f"nested more than {MOST_DEPTH} levels deep", "ask where the file is from")
        bare = name.rpartition(":")[2]
        if not self._stack and bare not in self._names:
            self._around |= attributes
            return
        if not self._stack:
            self._count = self._length = 0
        if self._count > MOST_CHILDREN:
            raise damaged(self._path, f"one row has more than {MOST_CHILDREN} elements", "ask where the file is from")
        node = Node(bare, attributes)
        if self._stack:
            self._stack[-1].nodes.append(node)
        self._stack.append(node)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._stack:
            node = self._stack.pop()
            if not self._stack:
                self._rows.append(XmlRow(node, dict(self._around), self.parser.CurrentLineNumber))

    def _data(self, text: str) -> None:
        if self._stack:
            self._length += len(text)
            if self._length > MOST_TEXT:
                raise damaged(self._path, f"one row has more than {MOST_TEXT} characters", "ask where the file is from")
            self._stack[-1].text += text
