"""Saving a text: merging with the file, and that no word is lost between tabs, colleagues and programs."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.core.letters.text_merge import ClashChoice
from campaign.errors import FolderError, Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.letters import drafting
from campaign.services.letters.drafting import TextClash
from tests.helpers.examples import examples

LINES = [f"Line {number} stays here." for number in range(6)]
BASE = "---\ntitle: Keep\n---\n\n" + "\n\n".join(LINES) + "\n"


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """A campaign folder with one text."""
    (tmp_path / "campaign.toml").write_text("", "utf-8")
    place = tmp_path / "letters" / "keep"
    place.mkdir(parents=True)
    (place / "letter.en.md").write_text(BASE, "utf-8")
    return Campaign(tmp_path, letter_name="keep")


def _file(campaign: Campaign) -> Path:
    return campaign.folder.letter("keep") / "letter.en.md"


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


Step = tuple[str, int, bool, bool]
# A step: who (two tabs, or a program that writes the file), which line, before or after its words.
STEPS = st.lists(
    st.tuples(st.sampled_from(["one", "two", "file"]), st.integers(0, 5), st.booleans(), st.booleans()), max_size=12
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_typed_word_is_lost_and_none_is_doubled(
    campaign: Campaign, steps: list[tuple[str, int, bool, bool]]
) -> None:
    """Whatever two tabs and a program type in any order, each word is in the file once; a clash shows both sides."""
    _file(campaign).write_text(BASE, "utf-8")
    tabs = dict.fromkeys(("one", "two"), (BASE, BASE))  # what each began from, and what it has now
    typed = []
    for number, (who, line, at_end, saves) in enumerate(steps):
        word = f"w{number}ö🌍"
        began, text = tabs.get(who, ("", _file(campaign).read_text("utf-8")))
        place = re.search(rf"Line {line}\b.*", text)
        assert place is not None
        at = place.end() if at_end else place.start()
        text = f"{text[:at]} {word} {text[at:]}"
        typed.append(f"w{number}ö")
        if who == "file":
            _file(campaign).write_text(text, "utf-8")
            continue
        tabs[who] = began, text
        if saves:
            tabs[who] = _save(campaign, text, began)
    for began, text in tabs.values():
        _save(campaign, text, began)
    words = _words(_file(campaign).read_text("utf-8"))
    assert {word: words[word] for word in typed} == dict.fromkeys(typed, 1)


def _save(campaign: Campaign, text: str, began: str) -> tuple[str, str]:
    """Save; on a clash choose both, as a person can. Returns what the tab goes on from."""
    try:
        saved = drafting.save_text(campaign, "en", text, began).draft.text
    except TextClash as clash:
        chosen = [ClashChoice.BOTH] * len(clash.merging.clashes)
        new = drafting.choose_words(text, began, clash.text, chosen)
        saved = drafting.save_text(campaign, "en", new, clash.text).draft.text
    return saved, saved


def test_saves_at_the_same_moment_are_all_there(campaign: Campaign) -> None:
    """Six saves at once, each of its own line and from the same base, are all in the file."""
    texts = [BASE.replace(f"Line {number} stays", f"Line {number} became") for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda text: drafting.save_text(campaign, "en", text, BASE), texts))
    assert _file(campaign).read_text("utf-8") == BASE.replace("stays", "became")


def test_a_clash_writes_nothing(campaign: Campaign) -> None:
    """The file stays as the other left it, and the error has both sides with the words around them."""
    theirs = BASE.replace("Line 2 stays", "Line 2 moves")
    _file(campaign).write_text(theirs, "utf-8")
    with pytest.raises(TextClash) as caught:
        drafting.save_text(campaign, "en", BASE.replace("Line 2 stays", "Line 2 goes"), BASE)
    (place,) = drafting.clash_places(caught.value.merging)
    assert (place.lead, place.clash.mine, place.clash.theirs, place.rest) == ("Line 2 ", "goes", "moves", " here.")
    assert _file(campaign).read_text("utf-8") == theirs
    assert sorted(path.name for path in _file(campaign).parent.iterdir()) == ["letter.en.md"]


def test_a_linked_text_stays_a_link(campaign: Campaign) -> None:
    """The file that a link leads to is written, within the campaign folder; one outside it is never written."""
    shared, file = campaign.folder.root / "shared.md", _file(campaign)
    file.rename(shared)
    file.symlink_to(shared)
    drafting.save_text(campaign, "en", BASE + "More.\n", BASE)
    assert (file.is_symlink(), shared.read_text("utf-8")) == (True, BASE + "More.\n")
    outside = campaign.folder.root.parent / f"{campaign.folder.root.name}-outside.md"
    outside.write_text(BASE, "utf-8")
    file.unlink()
    file.symlink_to(outside)
    with pytest.raises(Refused, match="is a link to a file outside the campaign folder; nothing was written"):
        drafting.save_text(campaign, "en", BASE + "More.\n", BASE)
    assert outside.read_text("utf-8") == BASE


def test_an_imported_text_keeps_the_old_one_first(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new text cannot be written, the old one is there and its copy too; otherwise both are."""
    monkeypatch.setattr(drafting, "replace_file", _full_disk)
    with pytest.raises(FolderError, match="the disk is full"):
        drafting.import_text(campaign, "en", "Other\n", BASE)
    copy = _file(campaign).with_name("letter.en.before-1.md")
    assert (_file(campaign).read_text("utf-8"), copy.read_text("utf-8")) == (BASE, BASE)
    monkeypatch.undo()
    drafting.import_text(campaign, "en", "Other\n", BASE)
    assert (_file(campaign).read_text("utf-8"), copy.read_text("utf-8")) == ("Other\n", BASE)


def _full_disk(*_: object, **__: object) -> None:
    raise FolderError("the disk is full")


def test_a_line_leads_to_its_paragraph() -> None:
    """Its first and last line; an empty line is by itself; a line beyond the end is the last."""
    text = "a\nb\n\nc"
    assert [drafting.passage_at(text, line) for line in (1, 2, 3, 4, 9, 0)] == [
        (1, 2), (1, 2), (3, 3), (4, 4), (4, 4), (1, 2),
    ]  # fmt: skip
    assert drafting.replace_passage(text, 2, "x\ny\n") == "x\ny\n\nc"


def test_a_translation_begins_with_its_keys() -> None:
    """The keys of a translation replace those of the original; without front matter there is a new one."""
    assert drafting.translation_to_write("---\nlanguage: en\ntitle: A\n---\nB\n", "de", "en") == (
        "---\nlanguage: de\ntranslation_of: en\ntitle: A\n---\nB\n"
    )
    assert drafting.translation_to_write("B\n", "de", "en") == "---\nlanguage: de\ntranslation_of: en\n---\n\nB\n"


def test_a_text_is_added_once(campaign: Campaign) -> None:
    """A second text in a language, and one in what is no language, are refused."""
    assert drafting.add_text(campaign, "de", "x").text == "x"
    with pytest.raises(Refused):
        drafting.add_text(campaign, "de", "y")
    with pytest.raises(UsageError):
        drafting.add_text(campaign, "../de", "y")
    with pytest.raises(UsageError, match="more than 1,000,000 characters"):
        drafting.add_text(campaign, "fr", "x" * 1_000_001)
    assert drafting.text_languages(campaign) == ("de", "en")
