"""The pages of a rehearsal over HTTP."""

import asyncio
import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

from campaign.adapters.files import content
from campaign.adapters.http.headers import PAGE_POLICY
from campaign.adapters.http.server import serve_app
from campaign.desk.rehearsal.pages import FRAME_POLICY, MAX_CHARACTERS, VIEWS, create_app
from tests.helpers.sample_messages import HOSTILE, LONG, MESSAGES, PLAIN

TITLE = "Open source & the AI Act"
REHEARSAL = "None was sent to an addressee."
PAGES = ("/", *(f"/mail/{number}/{view}" for number in range(1, len(MESSAGES) + 1) for view in VIEWS))


class Answer:
    """One answer: `status`, `headers` by lower-case name, `body`, and `text` with its tags taken out."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read()

    @property
    def html(self) -> str:
        return self.body.decode()

    @property
    def text(self) -> str:
        return " ".join(re.sub("<[^>]*>", "", self.html).split())


async def _ask(*paths: str, mails=MESSAGES, templates: Path | None = None, method: str = "GET", host: str = "") -> list:
    def ask(address: str, path: str) -> Answer:
        connection = http.client.HTTPConnection(address, timeout=10)
        try:
            connection.request(method, path, headers={"Host": host or address})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    async with serve_app(create_app(mails, TITLE, content.templates(templates))) as url:
        return [await asyncio.to_thread(ask, urlsplit(url).netloc, path) for path in paths]


async def test_the_first_page_lists_every_mail():
    """Number, name, address, subject, language, size, and whether Gmail would clip it."""
    (page,) = await _ask("/")
    text = page.text

    assert page.status == 200
    assert "Open source &amp; the AI Act 5 emails, in the order" in text
    size = f"{len(PLAIN.content) / 1000:.1f}"
    assert (
        "1. Mr. Łukasz Ünal-Österberg lukasz@parliament.example Open source in the AI Act: vote for 57"
        f" Language: en · {size} kB · short enough for Gmail 2. Frau Dr. Weiß"
    ) in text
    assert "too long for Gmail: the letter has 118 kB, and Gmail cuts it off after 102 kB" in text
    assert "5. plain@parliament.example (no subject) Language: not stated" in text


async def test_an_empty_rehearsal_says_so():
    """Without emails there is a page, and a wrong address leads to it."""
    page, missing = await _ask("/", "/mail/1", mails=())

    assert "No email arrived. The output of the command" in page.text
    assert (missing.status, "This rehearsal has no emails. Go to the first page." in missing.text) == (404, True)


async def test_every_page_says_that_it_is_a_rehearsal():
    """Nobody can mistake a page for real sending."""
    pages = await _ask(*PAGES, "/mail/99")

    assert [page.html.count(REHEARSAL) for page in pages] == [1] * (len(PAGES) + 1)


async def test_every_page_is_isolated():
    """Every response forbids scripts, framing by others, other requests and content sniffing; none sets a cookie."""
    answers = await _ask(*PAGES, "/style.css", "/mail/1.eml", "/mail/99")

    assert {answer.headers["content-security-policy"] for answer in answers} == {PAGE_POLICY}
    assert {answer.headers["x-content-type-options"] for answer in answers} == {"nosniff"}
    assert {answer.headers["referrer-policy"] for answer in answers} == {"no-referrer"}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert [answer for answer in answers if "set-cookie" in answer.headers] == []


async def test_the_letter_is_framed_as_a_strangers_page():
    """The HTML part is served unchanged, under a policy that allows it nothing."""
    page, frame = await _ask("/mail/1", "/mail/1/html")

    assert page.html.count('src="/mail/1/html" sandbox title="') == 1
    assert frame.headers["content-security-policy"] == FRAME_POLICY
    assert frame.headers["content-type"] == "text/html; charset=utf-8"
    assert frame.html.startswith('<!doctype html><html lang="en">')


async def test_a_mail_without_html_says_so():
    """There is no empty frame, but a link to the plain text; an email without text says so, too."""
    html_only = LONG.content.replace(b"Content-Type: text/plain", b"Content-Type: text/x-none")
    letter, text = await _ask("/mail/5", "/mail/1/text", mails=(type(LONG)("", "a@b.example", html_only), *MESSAGES))

    assert "<iframe" in letter.html
    assert "This email has no plain text." in text.text
    (letter,) = await _ask("/mail/5")
    assert "This email has no HTML part. Everyone sees its plain text." in letter.text


async def test_the_headers_are_a_table():
    """Envelope and headers are separate tables, with one decoded header per row."""
    (page,) = await _ask("/mail/2/headers")

    assert '<tr><th scope="row">Recipient</th><td>weiss@parliament.example</td></tr>' in page.html
    assert '<tr><th scope="row">Subject</th><td>Ausnahme für offene Modelle – Ihre Stimme</td></tr>' in page.html
    assert "All 9 headers, in order" in page.text


async def test_the_file_is_the_mail():
    """The download is what arrived, byte for byte."""
    (file,) = await _ask("/mail/4.eml")

    assert file.body == HOSTILE.content
    assert file.headers["content-type"] == "message/rfc822"
    assert file.headers["content-disposition"] == 'attachment; filename="mail-4.eml"'


async def test_hostile_headers_and_text_are_text():
    """A script in a name, a subject or a body is never an element of our pages."""
    pages = await _ask("/", *(f"/mail/4/{view}" for view in VIEWS))

    assert [re.findall("<(?:script|img)", page.html) for page in pages] == [[]] * len(pages)
    assert "Eve &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in pages[0].html


async def test_the_way_to_the_next_mail_keeps_the_view():
    """The links to the next and previous email keep the view; the first and last have one neighbour."""
    pages = await _ask("/mail/1/text", "/mail/2", "/mail/5/text")

    ways = [
        re.findall(r'href="(/[^"]*)"(?: rel="\w+")?>(?:Previous email|All emails|Next email)', p.html) for p in pages
    ]
    assert ways == [["/", "/mail/2/text"], ["/mail/1", "/", "/mail/3"], ["/mail/4/text", "/"]]


async def test_a_long_source_is_cut_and_says_so():
    """An email of many megabytes opens quickly; the file has the rest."""
    (page,) = await _ask("/mail/3/source")

    assert "This page shows the first 200,000 characters. Download the whole email." in page.text
    assert len(page.html) < MAX_CHARACTERS * 1.1


async def test_a_wrong_address_says_where_to_go():
    """404 with the existing numbers and a link to the list."""
    wrong = ("/nothing", "/mail/0", "/mail/6", "/mail/6.eml", "/mail/6/html", "/mail/1/nothing", "/mail/x", "/mail/-1")
    pages = await _ask(*wrong)

    assert [page.status for page in pages] == [404] * len(wrong)
    for page in pages:
        assert "The emails have the numbers 1 to 5. See all emails." in page.text
        assert '<a href="/">' in page.html


async def test_nothing_can_be_done_on_the_pages():
    """Only GET is allowed."""
    for method in ("POST", "PUT", "DELETE"):
        (page,) = await _ask("/mail/1", method=method)
        assert (page.status, sorted(page.headers["allow"].split(", "))) == (405, ["GET", "HEAD"])
        assert "These pages only show emails." in page.text


async def test_another_name_for_this_machine_is_refused():
    """A site whose host name points to this machine gets nothing (DNS rebinding)."""
    for host in ("evil.example:80", "127.0.0.1.evil.example"):
        (answer,) = await _ask("/", host=host)
        assert (answer.status, answer.body) == (400, b"Invalid host header")


async def test_a_campaign_may_replace_a_part_of_a_template(tmp_path):
    """The campaign's file comes first and may extend ours; style sheets are not templates."""
    web = tmp_path / "web"
    web.mkdir()
    (web / "mail.html").write_text(
        '{% extends "default:web/mail.html" %}{% block footer %}Ask Anna.{% endblock %}', encoding="utf-8"
    )
    (web / "style.css").write_text("@media print{#main{color:red}}", encoding="utf-8")

    page, style = await _ask("/mail/1", "/style.css", templates=tmp_path)

    assert page.text.endswith("to print it or to follow its links. Ask Anna.")
    assert style.body == b"@media print{#main{color:red}}"


async def test_the_style_sheet_is_small():
    """It comes with the page, from here, and is at most four kilobytes."""
    (style,) = await _ask("/style.css")

    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert len(style.body) <= 4096
