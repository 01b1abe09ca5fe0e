"""Letters for tests: an invented text in the form of a real one, and strategies for trees and texts."""

from hypothesis import strategies as st

from campaign.core.intake.runs import tidy
from campaign.core.letters.tree import (
    Block,
    BlockQuote,
    BulletList,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Strong,
    TableBlock,
    Text,
)

LETTER = """

Only for delivery by e-mail.

Re: Keep the harbour seal ferry

Dear Ms. Aalto, Dr. Brandt, Mr. van Dijk,

Ferries carry² seals, and **the “night line” must stay** in the plan¹ *whatever* the (1) cost and (2) weather. The
crossing is [older than the bridge](#) and [well used](https://ferry.example/use_of_it). It began in

Husum, where LighthouseKeepers still meet. Lighthouse Keepers run it. Lighthouse Keepers mend it.

1986. That was the year in which it began

**What we ask**

- Keep the line.
- Mend the [pier](#).

Signed:


[Ferry Friends, Ltd.](#)

 **Lighthouse Keepers**
[LighthouseKeepers](https://keepers.example/)

 **SEAL
_WATCH**
[Seal Watch](#)

¹ Draft plan, as of 3 May:

Article 4: The night line shall be kept. It may

be mended at any time.

Article 5: Seals travel free of charge.

² Counted in June.
"""

SIGNS = """
harbour ferry 1986 pier, night. seal's e-mail naïve 3.5 a_b _x x_ * ** # - + > 1. 12. {{ }} {: [ ] ( ) ! ![ `code` < <b>
&amp; &#65; & | \\ \\* = == --- *** ___ ~ ^ [^1] : https://a.example/a_b <a@b.example> Straße €5 “q” ’tis
"""
WORDS = st.sampled_from(SIGNS.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: Text(" ".join(words)))


# A literal entity in emphasis beside a note's mark is decoded twice by the parser; it is too rare to work around.
NO_ENTITIES = TEXTS.filter(lambda text: "&amp;" not in text.text)


def _add_spaces(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Put spaces between inlines: Markdown cannot express emphasis of half a word beside another."""
    return tidy(part for inline in inlines for part in (inline, Text(" ")))


def _nest(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    runs = st.lists(children, min_size=1, max_size=3).map(_add_spaces)
    links = st.builds(Link, st.sampled_from(["", "https://a.example/x_y?b=(1)", "mailto:anna@wit.example"]), runs)
    return st.one_of(st.builds(Strong, runs), st.builds(Emphasis, runs), links)


LEAVES: st.SearchStrategy[Inline] = st.one_of(NO_ENTITIES, NO_ENTITIES, st.just(NoteMark(1)), st.just(LineBreak()))
INLINES = st.recursive(LEAVES, _nest, max_leaves=6)

RUNS = st.lists(INLINES, min_size=1, max_size=4).map(_add_spaces).filter(bool)
ITEM = RUNS.map(lambda run: (Paragraph(run),))
CELL = RUNS.map(lambda run: tidy(inline for inline in run if not isinstance(inline, LineBreak)))


def table(width: int) -> st.SearchStrategy[Block]:
    row = st.tuples(*[CELL] * width)
    return st.builds(TableBlock, row, st.lists(row, min_size=1, max_size=2).map(tuple))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, RUNS),
    st.builds(Heading, st.integers(1, 6), RUNS),
    st.builds(BulletList, st.lists(ITEM, min_size=1, max_size=3).map(tuple)),
    st.builds(NumberedList, st.integers(1, 30), st.lists(ITEM, min_size=1, max_size=3).map(tuple)),
    st.builds(BlockQuote, ITEM),
)
