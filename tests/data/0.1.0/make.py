"""How the fixtures beside this file were made, by version 0.1.0. To be read; nothing runs it any more.

It uses the modules of 0.1.0 and of its tests under the names that they had then. README.md says how it was run.
A campaign is led from an empty folder to the week before the vote: through the command line and the pages wherever
these do the work, through the store where an answer comes from outside (returned mails). All in it are invented.
"""

import asyncio
import datetime as dt
import json
import platform
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from importlib.metadata import version
from io import StringIO
from pathlib import Path

from campaign.bounces import read
from campaign.folder import Folder
from campaign.settings import load
from campaign.signons.links import Purpose
from campaign.store import Store, deliveries, replies, signons
from tests.made_web import Web, hidden
from tests.mail.smtp_server import FINE, Fault, SmtpServer

from campaign.cli import main
from campaign.cli.context import Context

HERE = Path(__file__).parent
FOLDER = HERE / "folder"
LETTER = "forests"
UTC = dt.UTC
FACTS_AT = dt.datetime(2027, 4, 20, 8, 0, tzinfo=UTC)
FACTS = {
    "status": ("status",),
    "verify": ("verify",),
    "letter-list": ("letter", "list"),
    "letter-verify": ("letter", "verify"),
    "addressee-list": ("addressee", "list"),
    "signatory-list": ("signatory", "list"),
    "signatory-review": ("signatory", "review"),
    "person-export": ("person", "export", "vera@alpine-huts.example"),
    "send-log-first": ("send", "log", "--events"),
    "send-log-follow-up": ("send", "log", "--wave", "follow-up", "--events"),
    "send-log-invitations": ("send", "log", "--wave", "invitations-1", "--events"),
    "reply-list": ("reply", "list"),
    "reply-due": ("reply", "due"),
}

SETTINGS = """\
[campaign]
name = "Forests first"
vote = "2027-04-26 12:00"
deadline = "2027-04-25 18:00"
zone = "Europe/Brussels"
letter = "forests"
honorific_style = "eu"
minimum_signatories = 3
public_url = "https://letter.example/forests/"

[sender]
name = "The forest coalition"
address = "letters@forests.example"
reply_to = "office@forests.example"

[sending]
per_minute = 6000
rspamd = ""
connections = 1

[inviting]
per_minute = 6000

[signing]
individuals = true

[privacy]
controller = "Forest Coalition, Brussels"
contact = "privacy@forests.example"
"""
SMTP = '\n[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'

ENGLISH = """\
---
title: Keep old forests standing
subject: Re: Forest monitoring law, amendment 4
delivery: For direct delivery via email
ask: Adopt amendment 4 and reject amendment 5.
deadline: 2027-04-26
salutation: single
closing: formal
law:
    clause: Draft Forest Monitoring Regulation, Article 7(2), text of 1 February 2027
---

{{ salutation }}

The {{ signatories.count }} organisations below look after forests in nine countries. On {{ vote }} you decide on the
draft regulation. We ask you to **adopt amendment 4**, which keeps old forests out of the faster procedure.

As it stands,[^clause] the text says that “a stand may be felled without a survey”. In practise this takes a year of
work out of the hands of those who know the ground:

- a survey costs about 40 euro a hectare;
- a felled stand needs 160 years to come back.

Of two kinds of forest the draft says nothing (see *Annex A*):

| Kind | Hectares |
|---|---|
| Floodplain | 12,000 |
| Mountain | 31,500 |

{{ closing }}

{{ signatories }}

[^clause]: Draft Forest Monitoring Regulation, Article 7(2), text of 1 February 2027:

    “Where the conditions of paragraph 1 are met, a stand may be felled without a survey.”
"""
GERMAN = """\
---
title: Alte Wälder erhalten
subject: Waldüberwachungsgesetz, Änderungsantrag 4
delivery: Zur direkten Zustellung per E-Mail
ask: Nehmen Sie Änderungsantrag 4 an und lehnen Sie Änderungsantrag 5 ab.
deadline: 2027-04-26
salutation: single
closing: formal
translation_of: en
law:
    clause: Entwurf der Waldüberwachungsverordnung, Artikel 7 Absatz 2, Fassung vom 1. Februar 2027
---

{{ salutation }}

die {{ signatories.count }} Organisationen, die unterzeichnen, kümmern sich in neun Ländern um Wälder. Am {{ vote }}
entscheiden Sie über den Entwurf der Verordnung. Wir bitten Sie, **Änderungsantrag 4 anzunehmen**, der alte Wälder vom
beschleunigten Verfahren ausnimmt.

So, wie er steht,[^clause] sagt der Text: „a stand may be felled without a survey“. In der Praxis nimmt das denen, die
den Boden kennen, ein Jahr Arbeit aus der Hand:

- eine Erhebung kostet etwa 40 Euro je Hektar;
- ein gefällter Bestand braucht 160 Jahre, um wiederzukommen.

Über zwei Arten von Wald sagt der Entwurf nichts (siehe *Anhang A*):

| Art | Hektar |
|---|---|
| Auwald | 12.000 |
| Bergwald | 31.500 |

{{ closing }}

{{ signatories }}

[^clause]: Entwurf der Waldüberwachungsverordnung, Artikel 7 Absatz 2, Fassung vom 1. Februar 2027:

    “Where the conditions of paragraph 1 are met, a stand may be felled without a survey.”
"""
ANNEX = """\
---
source: Draft Forest Monitoring Regulation, text of 1 February 2027
provision: Article 7(2)
---
1. A stand of more than 5 hectares is surveyed every ten years.
2. Where the conditions of paragraph 1 are met, a stand may be felled without a survey.
"""
ADDRESSEES = """\
id,name,given_name,family_name,honorific,honorific_override,mail,country,group,role,language,salutation,phone
m1,Łucja Nowakówna,Łucja,Nowakówna,Ms,,lucja.nowakowna@parliament.example,PL,Green,rapporteur,en,,+32 2 000 00 01
m2,Jan Maesen,Jan,Maesen,Mr,,jan.maesen@parliament.example,BE,Red,shadow rapporteur,en,,+32 2 000 00 02
m3,Grete Weißbach,Grete,Weißbach,Ms,Dr,grete.weissbach@parliament.example,DE,Blue,,de,,
m4,Björn Åkerlund,Björn,Åkerlund,Mr,,bjorn.akerlund@parliament.example,SE,Blue,,en,,
m5,Ana Ribeira,Ana,Ribeira,Ms,,ana.ribeira@parliament.example,PT,Red,,en,,
m6,Tomáš Dvořáček,Tomáš,Dvořáček,Mr,,tomas.dvoracek@parliament.example,CZ,Green,,en,,
m7,Ilse Aubrunner,Ilse,Aubrunner,Ms,,ilse.aubrunner@parliament.example,AT,Blue,,de,,
m8,Niamh O’Shaughan,Niamh,O’Shaughan,Ms,,,IE,Green,,en,,
m9,Petros Kallias,Petros,Kallias,Mr,,petros.kallias@parliament.example,CY,Red,chair,en,"Dear Chair,",
"""
ORGANISATIONS = """\
name,url,country,logo,state
Oak & Beech e.V.,https://oak-beech.example,DE,logos/oak.svg,listed
The Éclaircie Society,https://eclaircie.example,FR,,listed
River Woods,https://river-woods.example,BE,,listed
Mountain Shade,https://mountain-shade.example,AT,,listed
"""
INVITED = """\
organisation,contact,role,mail,language,country,url
Alpine Huts,Vera Example,Director,vera@alpine-huts.example,de,AT,https://alpine-huts.example
Bog Keepers,Bo Example,Chair,bo@bog-keepers.example,en,IE,https://bog-keepers.example
Cedar Trust,Cleo Example,,cleo@cedar-trust.example,fr,FR,
Dune Watch,Dirk Example,,dirk@dune-watch.example,en,NL,
Elm Friends,Edda Example,Secretary,edda@post.example,en,DK,https://elm-friends.example
Fern House,Finn Example,,finn@fern-house.example,en,SE,
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<rect width="40" height="20" fill="#264d1a"/><circle cx="20" cy="10" r="7" fill="#e8e3c9"/></svg>\n'
)

PERSON = """\
From: Jan Maesen <jan.maesen@parliament.example>
To: letters@forests.example
Date: Thu, 08 Apr 2027 10:00:00 +0000
Message-ID: <answer-1@parliament.example>
In-Reply-To: {of}
Subject: Re: Forest monitoring law, amendment 4
Content-Type: text/plain; charset=utf-8

Thank you. We shall vote for amendment 4.
"""
AWAY = """\
From: Grete Weissbach <grete.weissbach@parliament.example>
To: letters@forests.example
Date: Wed, 07 Apr 2027 08:01:00 +0000
Message-ID: <away-1@parliament.example>
In-Reply-To: {of}
Auto-Submitted: auto-replied
Subject: Abwesenheit: Waldgesetz
Content-Type: text/plain; charset=utf-8

Ich bin bis zum 15. April 2027 nicht im Haus.
"""
RETURNED = """\
From: MAILER-DAEMON@parliament.example
To: letters@forests.example
Date: Wed, 07 Apr 2027 08:02:00 +0000
Message-ID: <returned-1@parliament.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

The mail system could not deliver your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.parliament.example

Final-Recipient: rfc822; bjorn.akerlund@parliament.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: text/rfc822-headers

From: letters@forests.example
To: bjorn.akerlund@parliament.example
Message-ID: {of}
Subject: Re: Forest monitoring law, amendment 4

--b--
"""


class Clock:
    """The campaign's clock: `set` to a moment, it goes on from there, so that a pace has time to pass."""

    moment = dt.datetime(2027, 3, 1, tzinfo=UTC)
    since = time.monotonic()
    stands = False

    def set(self, month: int, day: int, hour: int) -> None:
        self.moment, self.since = dt.datetime(2027, month, day, hour, tzinfo=UTC), time.monotonic()

    def now(self) -> dt.datetime:
        gone = 0 if self.stands else time.monotonic() - self.since
        return self.moment + dt.timedelta(seconds=gone)


CLOCK = Clock()


def run(*words: str, folder: Path = FOLDER, code: int = 0) -> str:
    """What the command prints; it must end with this exit code."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(["-C", str(folder), *words])
        except SystemExit as ended:
            found = ended.code
    if found != code:
        raise SystemExit(f"{words}: {found}\n{out.getvalue()}\n{err.getvalue()}")
    return out.getvalue()


def write(name: str, text: str) -> None:
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def edit(language: str, old: str, new: str) -> None:
    path = FOLDER / "letters" / LETTER / f"letter.{language}.md"
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


@contextmanager
def smtp(**behaviour: object) -> Iterator[SmtpServer]:
    """A mail server on this machine, named in the settings for the while."""
    server = SmtpServer(**behaviour)
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with server.listening():
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    write("campaign.toml", SETTINGS + SMTP.format(port=server.port))
    try:
        yield server
    finally:
        write("campaign.toml", SETTINGS)
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


@contextmanager
def pages() -> Iterator[Web]:
    with Store.open(FOLDER / "campaign.db") as store:
        yield Web(store, Folder(FOLDER), load(FOLDER), CLOCK.now())


def ids() -> dict[str, int]:
    """Each sign-on's number by its name."""
    with Store.open(FOLDER / "campaign.db") as store:
        return {each.name: each.id for each in store.read(signons.every)}


def own(web: Web, name: str, step: str) -> str:
    return f"own/{web.link(Purpose.OWN, ids()[name])}/{step}"


def post(web: Web, path: str, **data: str) -> None:
    answer = web.client.post(path, data=data)
    assert answer.status_code == 303, (path, answer.status_code, answer.text)


def sign_by_invitation(web: Web, name: str, **answers: str) -> None:
    path = own(web, name, "sign")
    form = hidden(web.client.get(path).text)
    page = web.client.post(path, data=form | answers | {"organisation": name, "authority": "yes"}).text
    post(web, f"{path}/send", **hidden(page))


def start() -> None:
    """The folder, as `campaign init` makes it, filled."""
    CLOCK.set(3, 1, 9)
    shutil.rmtree(FOLDER, ignore_errors=True)
    run("init", str(FOLDER), "--name", "Forests first", "--vote", "2027-04-26 12:00", folder=HERE)
    shutil.rmtree(FOLDER / "letters" / "first")
    write("campaign.toml", SETTINGS)
    write(f"letters/{LETTER}/letter.en.md", ENGLISH)
    write(f"letters/{LETTER}/letter.de.md", GERMAN)
    write(f"letters/{LETTER}/annex.clause.2027-02-01.md", ANNEX)
    write(f"letters/{LETTER}/addressees.csv", ADDRESSEES)
    write("signatories/organisations.csv", ORGANISATIONS)
    write("signatories/logos/oak.svg", LOGO)
    write("signatories/invitations.private.csv", INVITED)
    run("addressee", "import")
    run("signatory", "import")
    run("letter", "translated", "de")
    run("letter", "freeze", "-m", "agreed by the coalition's board")


def gather() -> None:
    """Sign-ons in every state."""
    CLOCK.set(3, 2, 9)
    with smtp():
        run("signatory", "invite", "--confirm", "6")
    CLOCK.set(3, 3, 9)
    with pages() as web:
        sign_by_invitation(web, "Alpine Huts", country="AT", person="Vera Example", role="Director")
        post(web, own(web, "Bog Keepers", "open"), language="en")
        post(web, own(web, "Cedar Trust", "until"), until="2027-03-20")
        post(web, own(web, "Dune Watch", "decline"), sure="yes")
        sign_by_invitation(web, "Elm Friends", country="DK", person="Edda Example", role="Secretary")
        # Fern House never answers.
    CLOCK.set(3, 4, 9)
    with pages() as web:
        for name, mail in (
            ("Grove Guild", "gil@grove-guild.example"),
            ("Hazel Union", "hal@hazel-union.example"),
            ("Ivy League of Gardeners", "ida@ivy-gardeners.example"),
        ):
            web.confirmed(organisation=name, person=f"{name.split()[0]} Example", mail=mail)
        web.signed(organisation="Juniper Club", person="Jo Example", mail="jo@juniper.example")
        for number in (1, 2, 3):
            web.confirmed(
                kind="person", name=f"Signer Number{number}", person=f"Signer Number{number}",
                mail=f"signer{number}@people.example",
            )  # fmt: skip
    CLOCK.set(3, 5, 9)
    keys = {name: f"signon-{number}" for name, number in ids().items()}
    for name in ("Grove Guild", "Ivy League of Gardeners", "Signer Number1", "Signer Number2"):
        run("signatory", "review", keys[name], "--list", "--by", "Ada Organiser")
    run("signatory", "review", keys["Hazel Union"], "--refuse", "we could not reach you", "--by", "Ada Organiser")
    run("signatory", "add", "Kelp Forum", "--person", "Kim Example", "--mail", "kim@kelp.example", "--source", "phone")
    run("signatory", "withdraw", keys["Ivy League of Gardeners"], "--confirm", "1", "--by", "Ada Organiser")
    with smtp():
        shown = run("signatory", "notify", code=3)
        run("signatory", "notify", "--confirm", next(word for word in shown.split() if word.isdigit()))
    with pages() as web:
        assert web.client.post(f"stop/{web.link(Purpose.STOP, ids()['Fern House'])}").status_code == 200
    run("person", "erase", "signer3@people.example", "--confirm", "2")


def change() -> None:
    """A correction, then a change of substance with a window, to which one objects."""
    CLOCK.set(3, 10, 9)
    edit("en", "In practise", "In practice")
    run("letter", "translated", "de")
    run("letter", "freeze", "-m", "a slip of the keys", "--correction", "--signatories", "correction")
    CLOCK.set(3, 15, 9)
    edit("en", "Adopt amendment 4 and reject", "Adopt amendments 4 and 6 and reject")
    edit("de", "Nehmen Sie Änderungsantrag 4 an", "Nehmen Sie die Änderungsanträge 4 und 6 an")
    run("letter", "translated", "de")
    window = ("--substance", "--signatories", "window", "--until", "2027-03-20 18:00")
    run("letter", "freeze", "-m", "amendment 6 as well", *window)
    CLOCK.set(3, 16, 9)
    with pages() as web:
        post(web, own(web, "Grove Guild", "object"), version="3")
    CLOCK.set(3, 21, 9)
    run("status")  # closes the window


def send() -> None:
    """A wave with deliveries in every state that a sending leaves, what came back, and a wave that is only planned."""
    CLOCK.set(4, 7, 8)
    refused = {"tomas.dvoracek@parliament.example": b"550 5.1.1 no such mailbox\r\n"}
    later = Fault("rcpt", b"451 4.7.1 greylisted, come again\r\n")
    silent = Fault("dot", then="drop")
    with smtp(faults=[FINE] * 4 + [later, FINE, silent, FINE], refused=refused):
        run("send", "go", "--confirm", "8", code=5)
    with Store.open(FOLDER / "campaign.db") as store:
        dispatch = store.read(deliveries.dispatch, LETTER, "first")
        of = {each.addressee: each.message_id for each in store.read(deliveries.deliveries, dispatch.id)}
        for text, key in ((PERSON, "m2"), (AWAY, "m3"), (RETURNED, "m4")):
            came = read(text.format(of=of[key]).replace("\n", "\r\n").encode(), CLOCK.now())
            assert store.write(replies.take, came, "imap.forests.example/INBOX", CLOCK.now()), key
    CLOCK.set(4, 8, 10)
    run("reply", "add", "Nowak", "--stance", "supports", "--by", "meeting", "--note", "will speak for amendment 4")
    run("signatory", "add", "Lime Tree Walk", "--person", "Lou Example", "--mail", "lou@lime.example")
    CLOCK.set(4, 19, 8)
    run("send", "preview", "--wave", "follow-up")
    shutil.rmtree(FOLDER / "outbox", ignore_errors=True)


def finish() -> None:
    """One file without its log, as small as it gets, apart from the folder; and no lock files."""
    with closing(sqlite3.connect(FOLDER / "campaign.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("VACUUM")
    (FOLDER / "campaign.db").rename(HERE / "campaign.db")
    (FOLDER / ".gitignore").unlink()  # the folder is kept in a repository with rules of its own
    for name in ("campaign.lock", "campaign.db-migrate.lock"):
        (FOLDER / name).unlink()


def state_facts() -> None:
    """What 0.1.0 says of all that, on a copy, at a fixed time."""
    CLOCK.moment, CLOCK.stands = FACTS_AT, True
    copy = HERE / "copy"
    shutil.copytree(FOLDER, copy)
    shutil.copy(HERE / "campaign.db", copy / "campaign.db")
    for name in ("facts", "site", "mails"):
        shutil.rmtree(HERE / name, ignore_errors=True)
        (HERE / name).mkdir()
    for name, words in FACTS.items():
        (HERE / "facts" / f"{name}.json").write_text(run("--json", *words, folder=copy), "utf-8")
    for number in ("1", "2", "3"):
        (HERE / "facts" / f"version-{number}.txt").write_text(run("letter", "show", number, folder=copy), "utf-8")
    with closing(sqlite3.connect(copy / "campaign.db")) as db:
        lines = db.execute(
            "SELECT number, at, letter, signon, deed, actor, facts, hex(private), hex(digest) FROM record"
        )
        text = json.dumps([list(line) for line in lines], ensure_ascii=False, indent=1)
    (HERE / "facts" / "record.json").write_text(text + "\n", "utf-8")
    run("publish", "--out", str(HERE / "site"), "--form", "https://letter.example/forests/sign", folder=copy)
    run("send", "go", "--wave", "follow-up", "--not-before", "now", "--confirm", str(planned(copy)), folder=copy)
    run("send", "go", "--wave", "once-more", "--again", "--confirm", "8", folder=copy)
    shutil.copytree(copy / "outbox", HERE / "mails", dirs_exist_ok=True)
    shutil.rmtree(copy)
    made_with = {name: version(name) for name in ("typst", "pillow", "resvg-py")}
    made_with["machine"] = platform.machine()
    (HERE / "facts" / "made-with.json").write_text(json.dumps(made_with, indent=1) + "\n", "utf-8")


def planned(folder: Path) -> int:
    found = json.loads(run("--json", "send", "log", "--wave", "follow-up", folder=folder))
    return len(found["deliveries"])


if __name__ == "__main__":
    Context.now = lambda _: CLOCK.now()  # type: ignore[method-assign]  # 0.1.0 has no other way to set the clock
    (HERE / "campaign.db").unlink(missing_ok=True)
    start()
    gather()
    change()
    send()
    finish()
    state_facts()
