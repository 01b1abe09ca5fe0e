"""The query that chooses people: `committee:IMCO role:rapporteur (country:DE or country:FR) not group:ECR`."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaign.core.parliament import terms
from campaign.errors import UsageError

FIELDS = (
    "body",
    "committee",
    "country",
    "delegation",
    "gender",
    "group",
    "has",
    "id",
    "language",
    "left",
    "list",
    "name",
    "on",
    "party",
    "position",
    "procedure",
    "role",
    "vote",
)
HELP = ", ".join(FIELDS)
_TOKEN = re.compile(r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<word>(?:"[^"]*"|\([A-Za-z]{3}\)|[^\s()"])+))""")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_LENGTH = 2000
MOST_DEPTH = 50


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One condition; of several values one must fit."""

    field: str
    values: tuple[str, ...]
    answer: str = ""
    """Of a vote: the position."""


@dataclass(frozen=True, slots=True)
class Negation:
    """Not."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Conjunction:
    """All of the parts."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the parts."""

    parts: "tuple[Condition, ...]"


Condition = QueryTerm | Negation | Conjunction | Alternative


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """A query, and the day that it asks about; "" for today."""

    text: str
    condition: Condition = field(default_factory=lambda: Conjunction(()))
    day: str = ""

    def terms(self, name: str) -> list[QueryTerm]:
        """The conditions on one field, wherever they are."""
        return [term for term in _terms(self.condition) if term.field == name]


def read_query(text: str) -> PeopleQuery:
    """Read a query. Raises UsageError that says where it goes wrong."""
    if len(text) > MOST_LENGTH:
        raise UsageError(f"the query is longer than {MOST_LENGTH} characters", fix="save parts of it as lists")
    if text.count('"') % 2:
        at = text.rindex('"') + 1
        raise UsageError(f"query, character {at}: a quotation mark is never closed", fix='write the other "')
    parser = _Parser(text)
    condition = parser.alternative(0)
    if parser.word:
        raise parser.error("there is a ) without its (", "remove it")
    days = [term for term in _terms(condition) if term.field == "on"]
    if len({term.values for term in days}) > 1 or any(len(term.values) > 1 for term in days):
        raise UsageError("the query asks about several days", fix="write on: once")
    return PeopleQuery(text.strip(), condition, days[0].values[0] if days else "")


def _terms(condition: Condition) -> Iterator[QueryTerm]:
    match condition:
        case QueryTerm():
            yield condition
        case Negation(part):
            yield from _terms(part)
        case _:
            for part in condition.parts:
                yield from _terms(part)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.word = ""
        self._start = 0
        self._next()

    def error(self, what: str, fix: str) -> UsageError:
        return UsageError(f"query, character {self._start + 1}: {what}", fix=fix)

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match:
            self.word = match[match.lastgroup or ""]
            self._start, self._at = match.start(match.lastgroup or ""), match.end()
            return
        self._start, self.word = len(self._text), ""

    def alternative(self, depth: int) -> Condition:
        parts = [self._conjunction(depth)]
        while self.word.lower() == "or":
            self._next()
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else Alternative(tuple(parts))

    def _conjunction(self, depth: int) -> Condition:
        parts = [self._negation(depth)]
        while self.word and self.word != ")" and self.word.lower() != "or":
            if self.word.lower() == "and":
                self._next()
            parts.append(self._negation(depth))
        return parts[0] if len(parts) == 1 else Conjunction(tuple(parts))

    def _negation(self, depth: int) -> Condition:
        if depth > MOST_DEPTH:
            raise self.error("too many brackets inside each other", "save parts of the query as lists")
        word = self.word
        if word.lower() == "not":
            self._next()
            return Negation(self._negation(depth + 1))
        if word == "(":
            self._next()
            condition = self.alternative(depth + 1)
            if self.word != ")":
                raise self.error("a bracket is never closed", "write the )")
            self._next()
            return condition
        if not word or word == ")" or word.lower() in ("and", "or"):
            raise self.error("a condition is missing", "write one, such as committee:IMCO")
        if word.startswith("-") and ":" in word:
            self.word = word[1:]
            return Negation(self._negation(depth + 1))
        condition = self._term(word)
        self._next()
        return condition

    def _term(self, word: str) -> Condition:
        if terms.reference(word.strip('"')) and ":" not in word:
            return _rapporteurs(terms.reference(word.strip('"')))
        name, colon, rest = word.partition(":")
        name = {"file": "procedure", "dossier": "procedure"}.get(name.lower(), name.lower())
        if not colon or name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1)
            suggestion = f"did you mean {near[0]}:?" if near and colon else f"write FIELD:VALUE, with one of {HELP}"
            raise self.error(f"{word[:60]!r} is no condition", suggestion)
        value, _, answer = _unquoted_partition(rest)
        values = tuple(part for part in _values(value) if part)
        if not values:
            raise self.error(f"{name}: has no value", f"write {name}:VALUE")
        if name == "on" and not all(map(_DAY.fullmatch, values)):
            raise self.error(f"{value!r} is no day", "write it as 2026-04-26")
        if name == "vote":
            position = terms.position(answer) if answer else ""
            if answer and not position:
                raise self.error(f"{answer[:40]!r} is no position", "write =for, =against, =abstention or =absent")
            return QueryTerm(name, values, position)
        if answer:
            raise self.error(f"{name}: takes no =", "only vote: has one")
        if name == "procedure":
            references = tuple(terms.reference(value) for value in values)
            if not all(references):
                raise self.error(f"{value[:40]!r} is no procedure", "write it as 2021/0106(COD)")
            return QueryTerm(name, references)
        return QueryTerm(name, values)


def _rapporteurs(reference: str) -> Condition:
    """A procedure alone asks for its rapporteurs and shadows."""
    return Conjunction((QueryTerm("procedure", (reference,)), QueryTerm("role", ("rapporteur", "shadow"))))


def _unquoted_partition(text: str) -> tuple[str, str, str]:
    """Split at the first = outside quotation marks."""
    is_quoted = False
    for at, sign in enumerate(text):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == "=" and not is_quoted:
            return text[:at], "=", text[at + 1 :].strip('"')
    return text, "", ""


def _values(text: str) -> Iterator[str]:
    """Split at commas outside quotation marks."""
    value, is_quoted = "", False
    for sign in text:
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == "," and not is_quoted:
            yield value.strip()
            value = ""
        else:
            value += sign
    yield value.strip()
