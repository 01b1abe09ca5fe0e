"""Editions of a letter for tests of its site."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from campaign.adapters.files.content import CONTENT, templates
from campaign.core.addressees import Addressee
from campaign.core.letters import Kind, Version, digest_of, letter_of, read, texts_of
from campaign.core.publish import Contact, Edition, Logo
from campaign.core.publish.design import Design, Fonts
from campaign.core.publish.edition import CampaignFacts, Frozen, Latest
from campaign.core.signatories import Organisation

BRUSSELS = ZoneInfo("Europe/Brussels")
_FONTS = CONTENT / "templates" / "fonts"
FACTS = CampaignFacts(
    name="Forests first",
    contact=Contact("The coalition", "press@coalition.example"),
    zone=BRUSSELS,
    honorific_style="eu",
    vote_at=dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC),
    deadline_at=dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC),
)
FONTS = Fonts((_FONTS / "LibertinusSerif-Regular.otf").read_bytes(), (_FONTS / "LibertinusSerif-Bold.otf").read_bytes())
PIXEL = (  # one white pixel, for where a logo's look does not matter
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0"
    b"\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82"
)

ENGLISH = """---
title: Keep forests standing
ask: Adopt amendment 4; reject 5, please.
salutation: joint
---

{{ salutation }}

The {{ signatories.count }} organisations below ask for **one thing**[^why].

{{ signatories }}

[^why]: Because [the draft](https://law.example/draft) says so.
"""
GERMAN = ENGLISH.replace("title: Keep forests standing", "title: Wälder erhalten\nlanguage: de\ntranslation_of: en")

ADDRESSEES = (
    Addressee("1", "Łucja Nowak", "Nowak", honorific="Ms", mail="secret@parl.example", country="Poland", role="chair"),
    Addressee("2", "Jan Maes", "Maes", honorific="Mr", country="Belgium"),
)
ORGANISATIONS = (
    Organisation("the-zoo", "The Éclair Society", "https://eclair.example", "France"),
    Organisation("alpha", "Alpha", "", "Germany"),
    Organisation("beta", "=cmd()", "https://beta.example", "Germany"),
    Organisation("gamma", "Zeta <b>&</b>", "javascript:alert(1)", ""),
)


def frozen(number: int, kind: Kind = Kind.FIRST, added: str = "", **sources: str) -> Frozen:
    """Version `number` with a text in each language."""
    texts = texts_of({code: read(source, f"letter.{code}.md", code)[0] for code, source in sources.items()})
    at = dt.datetime(2027, 2, number, 23, 30, tzinfo=dt.UTC)
    version = Version(number, "forests", number, digest_of(texts), "agreed by Eve on the phone", at, kind, added)
    return Frozen(version, texts, {text.language: letter_of(text) for text in texts})


def edition(
    *versions: Frozen, organisations: tuple[Organisation, ...] = ORGANISATIONS, people: int = 0, **changed: object
) -> Edition:
    """An edition, by default of one English version; the signatories stand under the newest."""
    *before, newest = versions or (frozen(1, en=ENGLISH),)
    values: dict[str, object] = {
        "name": "forests",
        "versions": (*before, replace(newest, organisations=organisations, people=people)),
        "addressees": ADDRESSEES,
        "campaign": replace(FACTS, **_of(CampaignFacts, changed)),
        "design": replace(Design(templates(), FONTS), **_of(Design, changed)),
        "latest": Latest(people=changed.pop("newest_people", ()), **_of(Latest, changed)),  # type: ignore[arg-type]
        "logos": {"alpha": Logo(PIXEL, 80, 40)},
        **changed,
    }
    return Edition(**values)  # type: ignore[arg-type]


def _of(kind: type, changed: dict[str, object]) -> dict[str, Any]:
    """The fields of a value among those changed, taken out of them."""
    return {each.name: changed.pop(each.name) for each in fields(kind) if each.name in changed}


def three_versions(**changed: Any) -> Edition:
    """English, then corrected, then German beside it."""
    second = ENGLISH.replace("**one thing**", "**one small thing**")
    return edition(
        frozen(1, en=ENGLISH),
        frozen(2, Kind.CORRECTION, en=second),
        frozen(3, Kind.LANGUAGE, "de", en=second, de=GERMAN),
        **changed,
    )
