"""In which line each key of a TOML text stands."""

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.adapters.settings.toml import key_lines, read_toml
from tests.helpers.examples import examples

TRICKY = '''\
# [not.a.table]
top = """
[no]
key = "x" \\""" \\
"""\t# remark = 1

[a] # remark
"quoted key" = 'it''s'
list = [ # [c]
  1, "]",
  { x = 1 },
]
"esc\\u0061ped".dotted = 2
[[many]]
one = 1
'''.replace("it''s", "its")


def test_strings_comments_and_brackets_hide_no_key() -> None:
    """Text in strings, comments and lists is no key; quoted, escaped and dotted keys are recognised."""
    assert key_lines(TRICKY) == {
        ("top",): 2,
        ("a",): 7,
        ("a", "quoted key"): 8,
        ("a", "list"): 9,
        ("a", "escaped"): 13,
        ("many",): 14,
        ("many", "one"): 15,
    }


def test_a_missing_key_has_the_line_of_its_table() -> None:
    """A missing key has the line of its table, a missing table has none."""
    toml = read_toml("\n[a]\nb = 1\n")
    assert (toml.line("a", "b"), toml.line("a", "c"), toml.line("d", "c")) == (3, 2, None)


def test_lines_may_end_as_on_windows() -> None:
    """A line that ends with a carriage return and a line feed is one line."""
    assert key_lines("\r\n[a]\r\nb = [\r\n1]\r\nc = 2\r\n") == {("a",): 2, ("a", "b"): 3, ("a", "c"): 5}


def basic(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


BARE = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = TEXT.filter(lambda text: text.isprintable() and "'" not in text)
LINES = st.text('ab[]=#{}\n"', max_size=12).filter(lambda text: '"""' not in text and not text.endswith('"'))
SCALARS = st.one_of(
    st.integers(-9, 9).map(str),
    TEXT.map(basic),
    PLAIN.map(lambda text: f"'{text}'"),
    LINES.map(lambda text: f'"""{text}"""'),
    LINES.map(lambda text: f"'''{text}'''"),
    st.just("2027-04-26 12:00:00"),
)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3).map(lambda items: "[ # [x]\n" + ",\n".join(items) + "\n]"),
    st.lists(SCALARS.filter(lambda text: "\n" not in text), max_size=2).map(
        lambda items: "{ " + ", ".join(f"k{at} = {value}" for at, value in enumerate(items)) + " }"
    ),
)
REMARKS = st.sampled_from(["", " # key = 1", "\n", "\n# [table]\n"])
KEYS = st.dictionaries(BARE | TEXT, st.tuples(VALUES, REMARKS), max_size=4)


@settings(deadline=None, max_examples=examples(50))
@given(st.dictionaries(BARE | TEXT, KEYS, max_size=4))
@pytest.mark.slow
def test_every_key_has_its_line(document: dict[str, dict[str, tuple[str, str]]]) -> None:
    """In a generated document, each table and key has the line in which it was written."""
    lines: list[str] = []
    expected: dict[tuple[str, ...], int] = {}

    def add(text: str) -> int:
        at = sum(line.count("\n") + 1 for line in lines) + 1
        lines.append(text)
        return at

    for table, keys in document.items():
        expected[(table,)] = add(f"[{basic(table)}]")
        for key, (value, remark) in keys.items():
            expected[table, key] = add(f"{basic(key)} = {value}{remark}")
    source = "\n".join(lines)
    assert {table: set(keys) for table, keys in document.items()} == {
        table: set(keys) for table, keys in tomllib.loads(source).items()
    }
    assert key_lines(source) == expected
