"""Editions of a letter, for tests of its site."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from campaign.adapters.files.content import CONTENT, templates
from campaign.core.addressees import Addressee
from campaign.core.letters import Version, VersionKind, digest_of, letter_of, read, texts_of
from campaign.core.publish import CampaignContact, Edition, PublicLogo
from campaign.core.publish.design import Design, Fonts
from campaign.core.publish.edition import CampaignFacts, LatestSignatories, SignedVersion
from campaign.core.signatories import Organisation

BRUSSELS = ZoneInfo("Europe/Brussels")
_FONTS = CONTENT / "templates" / "fonts"
FACTS = CampaignFacts(
    name="Forests first",
    contact=CampaignContact("The coalition", "press@coalition.example"),
    zone=BRUSSELS,
    honorific_style="eu",
    vote_at=dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC),
    deadline_at=dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC),
)
FONTS = Fonts((_FONTS / "LibertinusSerif-Regular.otf").read_bytes(), (_FONTS / "LibertinusSerif-Bold.otf").read_bytes())
PIXEL = (  # one white pixel, where the logo does not matter
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
    Addressee(
        "1", "Łucja Nowak", "Nowak", honorific="Ms", address="secret@parl.example", country="Poland", role="chair"
    ),
    Addressee("2", "Jan Maes", "Maes", honorific="Mr", country="Belgium"),
)
ORGANISATIONS = (
    Organisation("the-zoo", "The Éclair Society", "https://eclair.example", "France"),
    Organisation("alpha", "Alpha", "", "Germany"),
    Organisation("beta", "=cmd()", "https://beta.example", "Germany"),
    Organisation("gamma", "Zeta <b>&</b>", "javascript:alert(1)", ""),
)


def frozen_version(
    number: int, kind: VersionKind = VersionKind.FIRST, added: str = "", **sources: str
) -> SignedVersion:
    """Version `number` with a text in each language."""
    texts = texts_of({code: read(source, f"letter.{code}.md", code)[0] for code, source in sources.items()})
    at = dt.datetime(2027, 2, number, 23, 30, tzinfo=dt.UTC)
    version = Version(number, "forests", number, digest_of(texts), "agreed by Eve on the phone", at, kind, added)
    return SignedVersion(version, texts, {text.language: letter_of(text) for text in texts})


def edition(
    *versions: SignedVersion,
    organisations: tuple[Organisation, ...] = ORGANISATIONS,
    people: int = 0,
    **changes: object,
) -> Edition:
    """An edition, by default with one English version; the signatories are listed under the newest version."""
    *before, newest = versions or (frozen_version(1, en=ENGLISH),)
    values: dict[str, object] = {
        "name": "forests",
        "versions": (*before, replace(newest, organisations=organisations, people=people)),
        "addressees": ADDRESSEES,
        "campaign": replace(FACTS, **_fields_of(CampaignFacts, changes)),
        "design": replace(Design(templates(), FONTS), **_fields_of(Design, changes)),
        "latest": LatestSignatories(people=changes.pop("newest_people", ()), **_fields_of(LatestSignatories, changes)),  # type: ignore[arg-type]  # a test names what it changes
        "logos": {"alpha": PublicLogo(PIXEL, 80, 40)},
        **changes,
    }
    return Edition(**values)  # type: ignore[arg-type]  # a test names what it changes


def _fields_of(dataclass: type, changes: dict[str, object]) -> dict[str, Any]:
    """Remove the fields of a dataclass from `changed` and return them."""
    return {item.name: changes.pop(item.name) for item in fields(dataclass) if item.name in changes}


def three_versions(**changed: Any) -> Edition:
    """An English version, then a corrected one, then one with a German translation."""
    second = ENGLISH.replace("**one thing**", "**one small thing**")
    return edition(
        frozen_version(1, en=ENGLISH),
        frozen_version(2, VersionKind.CORRECTION, en=second),
        frozen_version(3, VersionKind.LANGUAGE, "de", en=second, de=GERMAN),
        **changed,
    )
