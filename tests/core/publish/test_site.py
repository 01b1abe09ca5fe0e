"""The whole site, file by file."""

import datetime as dt
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from jinja2 import DictLoader, Environment

from campaign.core.addressees import Addressee
from campaign.core.languages import LANGUAGES
from campaign.core.languages.page_words import PAGE_WORDS
from campaign.core.letters.tree import Document, NoteMark, Signatories, every_inline, plain_blocks
from campaign.core.publish import PublicLogo, build
from campaign.core.publish.page import letter_page
from campaign.core.publish.site import text_files
from campaign.core.publish.template_values import logo_path, version_path
from campaign.core.signatories import Organisation
from campaign.errors import CampaignError
from tests.helpers.edition import (
    ADDRESSEES,
    ENGLISH,
    FACTS,
    ORGANISATIONS,
    PIXEL,
    edition,
    frozen_version,
    three_versions,
)
from tests.helpers.trees import a_few, documents

AT = "https://forests.example/letter"
ANSWERED = ("names", "people")  # by the program, where it answers beside the files


class Page(HTMLParser):
    """A page's links, ids and words. Words of `signed` sections and of notes' marks are left out."""

    def __init__(self, data):
        super().__init__()
        self.links, self.ids, self.marks, self.text, self.tags = [], [], [], [], set()
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.add(tag)
        self.links += [values[name] for name in ("href", "src") if name in values]
        self.ids += [values["id"]] if "id" in values else []
        self.marks += [values["href"]] if values.get("role") == "doc-noteref" else []


def _pages(files):
    return {path: Page(data) for path, data in files.items() if path.endswith(".html")}


def test_the_site_of_three_versions_is_complete():
    """Each language has its files, each version its pages and canonical text."""
    files = build(three_versions(people=3), {"en": b"%PDF", "de": b"%PDF-de"})

    assert sorted(files) == [
        "404.html", "SHA256SUMS", "countries.de.html", "countries.html", "deadlines.ics", "embed.de.html", "embed.html",
        "feed.json", "feed.xml", "index.de.html", "index.html", "letter.de.md", "letter.de.pdf", "letter.de.txt",
        "letter.json", "letter.md", "letter.pdf", "letter.txt", "logos/alpha.png", "new-signatories.json",
        "new-signatories.xml", "people.de.html", "people.html", "picture.de.png", "picture.png", "signatories.csv",
        "signatories.json", "style.css",
        "versions/1.html", "versions/1.txt", "versions/2.html", "versions/2.txt", "versions/3.de.html",
        "versions/3.de.txt", "versions/3.html", "versions/3.txt",
    ]  # fmt: skip
    assert files["letter.de.pdf"] == b"%PDF-de"
    assert files["logos/alpha.png"] == PIXEL


def test_the_same_edition_gives_the_same_bytes():
    """The same edition gives the same bytes."""
    assert build(three_versions()) == build(three_versions())


def test_the_sums_are_those_of_the_files():
    """SHA256SUMS has every other file with its digest."""
    files = build(three_versions())
    listed = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())

    assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def test_a_versions_text_proves_its_digest():
    """The SHA-256 of the canonical text's file is the digest that the version's page prints."""
    made = three_versions()
    files = build(made)

    for version in made.versions:
        for text in version.texts:
            assert hashlib.sha256(files[version_path(version, text.language, "txt")]).hexdigest() == text.digest
            assert text.digest in files[version_path(version, text.language)].decode()


@pytest.mark.parametrize("address", ["", AT])
def test_every_link_inside_leads_to_a_file(address):
    """Every link leads to a file, with and without a public address, and none is absolute."""
    files = build(three_versions(public_url=address, people=3, is_live=True), {"en": b"%PDF"})
    base = f"{address or 'https://anywhere.example/deep/folder'}/"

    for path, page in _pages(files).items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            target = urlsplit(urljoin(base + path, link))
            assert not link.startswith("/")
            if target.geturl().startswith(base):
                inside = target.geturl().removeprefix(base).partition("#")[0]
                assert inside in files or inside.partition("?")[0] in ANSWERED
            if link.startswith("#"):
                assert link[1:] in page.ids


def test_nothing_private_is_published():
    """No file has an addressee's email address, a message of a freeze or a comment of the author."""
    source = ENGLISH.replace("---\ntitle", "---\n# ask Eve first\ntitle").replace("ask for", "ask {>>too weak?<<}for")
    files = build(edition(frozen_version(1, en=source)))
    content = b"\n".join(files.values())

    assert [word for word in (b"secret@", b"Eve", b"too weak") if word in content] == []


def test_other_sites_learn_only_a_known_address():
    """Open Graph and the canonical link need public_url."""
    known, unknown = (text_files(edition(public_url=url))["index.html"].decode() for url in (AT, ""))

    assert re.findall(r'<(?:meta property="og:|link rel="canonical)[^>]*>', unknown) == []
    assert f'<link rel="canonical" href="{AT}/index.html">' in known
    assert f'<meta property="og:image" content="{AT}/picture.png">' in known
    assert '<meta property="og:title" content="Keep forests standing">' in known


def test_pages_know_their_translations():
    """Each language's page names the others, and an old version stays in its own language."""
    files = build(three_versions())

    for path in ("index.html", "index.de.html"):
        assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', files[path].decode()) == [
            ("en", "index.html"),
            ("de", "index.de.html"),
        ]
    assert '<html lang="de">' in files["index.de.html"].decode()
    assert "Es gibt" not in files["versions/3.de.html"].decode()
    assert "There is a newer version" in files["versions/2.html"].decode()
    assert 'hreflang="de"' not in files["versions/2.html"].decode()


def test_a_language_without_words_of_ours_is_marked():
    """Around a letter in another language the page is in English, and both languages are marked."""
    source = ENGLISH.replace("title: Keep forests standing", "title: שמרו על היער\nlanguage: he")
    page = text_files(edition(frozen_version(1, he=source)))["index.html"].decode()

    assert '<html lang="en">' in page
    assert '<h1 lang="he" dir="rtl">Adopt amendment 4; reject 5, please.</h1>' in page
    assert '<h2 class="name">שמרו על היער</h2>' in page
    assert '<article class="letter" lang="he" dir="rtl"' in page


def test_a_version_shows_what_changed():
    """The redline against the version before; none for the first and for a new language."""
    files = build(three_versions())

    assert "<ins>small </ins>" in files["versions/2.html"].decode()
    assert [path for path, page in _pages(files).items() if "changes" in page.ids] == [
        "versions/2.html",
        "versions/3.html",
    ]


def test_no_name_stands_under_an_old_text():
    """A version's page has neither today's organisations nor their number."""
    old = text_files(three_versions())["versions/1.html"].decode()

    assert [organisation.name for organisation in ORGANISATIONS if html.escape(organisation.name) in old] == []
    assert "The … organisations below" in old


def test_hostile_names_stay_text():
    """Scripts, formulas and direction marks in names and titles become neither markup nor links."""
    bad = "<script>alert(1)</script>\u202e\"'>{{ 7*7 }}"
    made = edition(
        frozen_version(1, en=ENGLISH.replace("Keep forests standing", bad)),
        campaign=replace(FACTS, name=bad, public_url=AT),
        addressees=(Addressee("1", bad, bad, role=bad, country=bad),),
        organisations=(Organisation("../../etc", bad, "javascript:alert(1)", bad),),
        logos={"../../etc": PublicLogo(PIXEL, 10, 10)},
    )
    files = build(made)

    for page in _pages(files).values():
        assert "script" not in page.tags
        assert not any(link.startswith("javascript") for link in page.links)
    assert [path for path in files if path.startswith("logos/")] == [logo_path("../../etc")]
    assert ".." not in logo_path("../../etc")
    turned = [path for path, data in files.items() if not path.endswith(".png") and "\u202e" in data.decode()]
    assert turned == ["versions/1.txt"]  # its bytes are what the digest is of


def test_many_addressees_are_folded_away():
    """The count of many addressees is shown, their names in a details element; a few are shown directly."""
    many = tuple(replace(ADDRESSEES[0], key=str(number), name=f"Member {number}") for number in range(30))

    assert "To (30)" in text_files(edition(addressees=many))["index.html"].decode()
    assert "Member 29" in text_files(edition(addressees=many))["index.html"].decode()
    assert "<dt>To</dt>" in text_files(edition())["index.html"].decode()


def test_a_letter_may_lack_nearly_everything():
    """Without ask, notes, addressees, organisations and logos, the pages have no empty places."""
    made = edition(frozen_version(1, en="---\ntitle: Bare\n---\n\nWords.\n"), addressees=(), organisations=(), logos={})
    page = text_files(made)["index.html"].decode()

    assert [part for part in ('class="ask"', 'class="facts"><', "<h2>Notes", 'class="logos"') if part in page] == []
    assert "Signatories: 0" in page


def test_a_single_greeting_greets_nobody_in_public():
    """A single greeting is left out; other personal words become an ellipsis."""
    source = ENGLISH.replace("salutation: joint", "salutation: single").replace(
        "ask for", "ask {{ addressee.name }} for"
    )
    text = text_files(edition(frozen_version(1, en=source)))["letter.txt"].decode()

    assert "Nowak" not in text
    assert "The 4 organisations below ask … for" in text
    assert "Dear Ms Nowak, Mr Maes," in text_files(edition())["letter.txt"].decode()


def test_text_and_markdown_are_the_letter():
    """Title, ask, body, signatories, notes and the version, in plain text and in Markdown with footnotes."""
    files = build(edition(public_url=AT))
    digest = edition().newest.version.digest

    assert files["letter.md"].decode() == (
        "# Keep forests standing\n\n**Adopt amendment 4; reject 5, please.**\n\nDear Ms Nowak, Mr Maes,\n\n"
        "The 4 organisations below ask for **one thing**[^1].\n\n"
        "- Alpha\n- [=cmd()](https://beta.example)\n- [The Éclair Society](https://eclair.example)\n"
        "- Zeta <b\\>&</b\\>\n\n"
        "[^1]: Because [the draft](https://law.example/draft) says so.\n\n"
        f"Version of this text: 1, SHA-256 {digest}\n"
    )
    assert files["letter.txt"].decode().splitlines()[:3] == ["Keep forests standing", "-" * 21, ""]
    assert files["letter.txt"].decode().splitlines()[-3:] == [
        f"This letter on the web: {AT}", "", f"Version of this text: 1, SHA-256 {digest}",
    ]  # fmt: skip


def test_a_deadline_of_its_own_stands_first():
    """If the deadline is before the vote, the page has both times with their zone."""
    made = edition(deadline_at=dt.datetime(2027, 4, 20, 16, tzinfo=dt.UTC))

    assert re.findall(r"<p>(\w+): <time datetime=\"([^\"]+)\">([^<]+)", text_files(made)["index.html"].decode()) == [
        ("Deadline", "2027-04-20T18:00:00+02:00", "Tuesday, 20 April 2027, 18:00 (Brussels)"),
        ("Vote", "2027-04-26T12:00:00+02:00", "Monday, 26 April 2027, 12:00 (Brussels)"),
    ]


@pytest.mark.slow
def test_every_official_language_has_a_page():
    """The texts of the page exist in all 24 languages, with numbers where they belong."""
    assert PAGE_WORDS.keys() == LANGUAGES.keys()
    assert [code for code, words in PAGE_WORDS.items() if "{}" not in words.version or "{}" not in words.changes] == []
    sources = {code: ENGLISH.replace("salutation:", f"language: {code}\nsalutation:") for code in PAGE_WORDS}
    files = build(edition(frozen_version(1, **sources)))

    assert all(f'<html lang="{code}">' in files[f"index.{code}.html"].decode() for code in PAGE_WORDS if code != "en")


@pytest.mark.parametrize(
    ("template", "cause"),
    [("{{ nothing }}", "templates/web/absent.html: "), ("{% if %}", "templates/web/absent.html:1: ")],
)
def test_a_broken_template_is_named(template, cause):
    """A broken template of the campaign is named, with its line if known."""
    ours = edition().design.templates.loader
    theirs = Environment(loader=DictLoader({"web/absent.html": template, "web/style.css": "", "web/letter.css": ""}))
    theirs.undefined = edition().design.templates.undefined

    with pytest.raises(CampaignError) as error:
        build(edition(templates=theirs))
    assert ours is not None
    assert error.value.message.startswith(cause)


@pytest.mark.slow
@a_few
@given(documents)
def test_page_and_tree_have_the_same_words(document):
    """For any letter, its page has the words of body and notes in order, and the references to notes in order."""
    own = Document(tuple(block for block in document.blocks if not isinstance(block, Signatories)), document.notes)
    page = letter_page(edition(organisations=()), "en", own).decode()
    article = page[page.index('<div class="words">') : page.index("</article>")].replace(
        '<h2 id="notes">Notes</h2>', ""
    )
    bare = html.unescape(re.sub(r"<sup.*?</sup>|<[^>]*>", " ", article))
    tree = "\n".join([plain_blocks(own.blocks), *(plain_blocks(note.blocks) for note in own.notes)])
    calls = [mark.number for mark in every_inline(own.blocks) if isinstance(mark, NoteMark)]
    body = page[page.index('<div class="words">') : page.index("</article>")].split('<section class="words notes"')[0]

    assert "".join(_words(bare)) == "".join(_words(tree))
    assert [int(number) for number in re.findall(r'href="#note-(\d+)"', body)] == calls


def _words(text):
    return re.findall(r"[^\W\d_]+", text)


def test_a_page_names_countries_and_cites_itself_in_its_language():
    """Addressees' and organisations' countries, and the citation, are in the page's language."""
    page = text_files(three_versions())["index.de.html"].decode()

    assert '<dd><bdi>Łucja Nowak</bdi> <span class="soft">(chair, Polen)</span></dd>' in page
    assert "Frankreich" in page
    assert "Wälder erhalten. Offener Brief, Fassung 3, 4. Februar 2027. Forests first. SHA-256 " in page
