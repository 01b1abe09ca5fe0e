"""One word for groups, roles, positions and procedures, whatever a source calls them."""

import re
from collections.abc import Mapping

from campaign.core.tables.text import fold_words

FOR, AGAINST, ABSTENTION, NO_VOTE = "for", "against", "abstention", "no vote"
POSITIONS = (FOR, AGAINST, ABSTENTION, NO_VOTE)

# In the order in which they sit, from left to right.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "The Left": (
        "the left",
        "gue ngl",
        "the left group in the european parliament gue ngl",
        "the left in the european parliament gue ngl",
        "groupe confederal de la gauche unitaire europeenne gauche verte nordique",
    ),
    "S&D": (
        "s d",
        "sd",
        "group of the progressive alliance of socialists and democrats in the european parliament",
        "progressive alliance of socialists and democrats",
        "groupe de l alliance progressiste des socialistes et democrates au parlement europeen",
    ),
    "Greens/EFA": (
        "greens efa",
        "verts ale",
        "green efa",
        "group of the greens european free alliance",
        "greens european free alliance",
        "groupe des verts alliance libre europeenne",
    ),
    "Renew": ("renew", "renew europe", "renew europe group", "groupe renew europe"),
    "ALDE": (
        "alde",
        "groupe alliance des democrates et des liberaux pour l europe",
        "group of the alliance of liberals and democrats for europe",
    ),
    "EPP": (
        "epp",
        "ppe",
        "european people s party",
        "group of the european people s party christian democrats",
        "group of the european people s party",
        "groupe du parti populaire europeen democrates chretiens",
        "groupe du parti populaire europeen",
    ),
    "ECR": (
        "ecr",
        "european conservatives and reformists",
        "european conservatives and reformists group",
        "groupe des conservateurs et reformistes europeens",
    ),
    "EFDD": (
        "efdd",
        "groupe europe de la liberte et de la democratie directe",
        "europe of freedom and direct democracy group",
    ),
    "ENF": ("enf", "groupe europe des nations et des libertes", "europe of nations and freedom group"),
    "PfE": ("pfe", "patriots for europe", "patriots for europe group", "groupe patriotes pour l europe", "patriots"),
    "ID": ("id", "identity and democracy", "identity and democracy group", "groupe identite et democratie"),
    "ESN": (
        "esn",
        "europe of sovereign nations",
        "europe of sovereign nations group",
        "groupe l europe des nations souveraines",
    ),
    "NI": ("ni", "na", "non inscrits", "non attached", "non attached members", "groupe des non inscrits"),
}
_GROUPS = {word: name for name, words in GROUPS.items() for word in words}
_ROLES = {
    "member parliament": "member",
    "full member": "member",
    "member substitute": "substitute",
    "chair vice": "vice-chair",
    "vice chair": "vice-chair",
    "rapporteur shadow": "shadow",
    "shadow rapporteur": "shadow",
    "co rapporteur": "rapporteur",
    "rapporteur opinion": "opinion-rapporteur",
    "opinion rapporteur": "opinion-rapporteur",
    "rapporteur for opinion": "opinion-rapporteur",
    "rapporteur shadow opinion": "opinion-shadow",
    "shadow rapporteur for opinion": "opinion-shadow",
}
_POSITIONS = {
    **dict.fromkeys(("for", "yes", "favor", "favour", "in favour", "pour", "ja", "plus", "aye", "oui"), FOR),
    **dict.fromkeys(("against", "no", "nein", "contre", "minus", "noe", "non"), AGAINST),
    **dict.fromkeys(("abstention", "abstain", "abstained", "0", "enthaltung", "abst"), ABSTENTION),
    **dict.fromkeys(("did not vote", "no vote", "absent", "no show", "not voting", "none"), NO_VOTE),
}
_REFERENCE = re.compile(r"(\d{4})[/_-](\d{1,4})([A-Z]?)(?:\(([A-Z]{3})\))?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_WRITTEN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


def group(text: str) -> str:
    """The name of a political group: "PPE", "VERTS-ALE", "SD" or its long name. One that is not known stays."""
    tail = text.rsplit("/", 1)[-1] if text.startswith(("def/", "org/", "http")) else text
    return _GROUPS.get(fold_words(tail), tail.strip())


def role(text: str) -> str:
    """A role in one word: "def/ep-roles/CHAIR_VICE" gives vice-chair. One that is not known stays, in lower case."""
    words = fold_words(text.rsplit("/", 1)[-1].replace("_", " "))
    return _ROLES.get(words, words.replace(" ", "-")) or "member"


def position(text: str) -> str:
    """A position in a vote; "" if it is none."""
    if text.strip() in ("+", "-"):
        return FOR if text.strip() == "+" else AGAINST
    return _POSITIONS.get(fold_words(text.replace("_", " ")), "")


def reference(text: str) -> str:
    """A procedure's reference as 2021/0106(COD), from 2021-0106, 2021_106 or the API's address; without the type where
    the source has none. "" if it is none."""
    match = _REFERENCE.fullmatch(text.strip().rsplit("proc/", 1)[-1])
    if not match:
        return ""
    kind = f"({match[4].upper()})" if match[4] else ""
    return f"{match[1]}/{int(match[2]):04}{match[3].upper()}{kind}"


def same_procedure(one: str, two: str) -> bool:
    """Whether two references are of one procedure; the type may be missing in one of them."""
    return one.partition("(")[0] == two.partition("(")[0] and ("(" not in one or "(" not in two or one == two)


def day(text: str) -> str:
    """The day in a text, in ISO form; "" if there is none."""
    match = _DAY.search(text)
    if match:
        return match[1]
    written = _WRITTEN_DAY.match(text.strip())
    return f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}" if written else ""
