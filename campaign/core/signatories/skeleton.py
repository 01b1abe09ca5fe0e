"""The skeleton of a name: names that a reader cannot tell apart have the same skeleton.

This follows Unicode Technical Standard #39 (Unicode Security Mechanisms), section 4, with a smaller table: Cyrillic,
Greek, Armenian and Cherokee letters that look like Latin ones. Accents and case are dropped as well.
"""

import re
import unicodedata
from collections.abc import Mapping

from campaign.core.tables.text import fold_words

# Letters, and the Latin letters that they look like. Case matters: a capital eta looks like H, a small one like n.
_PAIRS = (
    ("АВЕЅІЈКМНОРСТУХѴԚԜҮӀЗ", "abesljkmhopctyxvqwyl3"),
    ("авеѕіјкмнорстухѵһԛԝүӏԁгпьз", "abesljkmhopctyxvhqwyldrnb3"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "abezhlkmnoptyxcj"),
    ("αβεγηικνοπρτυχωϲϳσ", "abeynlkvonptuxwcjo"),
    ("ՕօոսհցզյԼՏԱ", "oonuhgqjlsu"),
    ("ᎠᎡᎢᎪᎫᎬᎷᎻᏀᏃᏆᏔᏙᏚᏞᏟᏢᏦᏴ", "drtajemhgztwvslcpkb"),
    ("ɑɡɩɪʏʙʜʟɴʀ", "agllybhlnr"),
)  # fmt: skip
_LATIN_DOUBLES: Mapping[int, str] = {
    ord(sign): latin for signs, latins in _PAIRS for sign, latin in zip(signs, latins, strict=True)
}
_LOOKALIKES = str.maketrans({"i": "l", "1": "l", "0": "o", "6": "b", "5": "s"})

_LATIN = re.compile("[A-Za-z\u00aa\u00ba-\u024f\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f]")
_OTHERS = (
    re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),  # Greek
    re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]"),  # Cyrillic
    re.compile("[\u0530-\u058f]"),  # Armenian
    re.compile("[\u13a0-\u13ff\uab70-\uabbf]"),  # Cherokee
)
_STYLED = re.compile("[\uff21-\uff5a\U0001d400-\U0001d7ff]")  # full-width and mathematical letters
_WORD = re.compile(r"[^\W\d_]+")


def skeleton(name: str) -> str:
    """The name with look-alike letters replaced by one of them: for comparing, never for display."""
    apart = unicodedata.normalize("NFKD", name).translate(_LATIN_DOUBLES)
    return fold_words(apart).translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")


def lookalike_words(name: str) -> tuple[str, ...]:
    """The words that may deceive: words with letters of two scripts, with styled letters, and, among Latin words, words
    of another script in which every letter looks like a Latin one."""
    if name.isascii():
        return ()
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    odd = {word for word in words if _STYLED.search(word) or _has_mixed_scripts(word)}
    foreign = [word for word in words if len(word) > 1 and not _LATIN.search(word)]  # one letter may be mathematics
    if len(foreign) < len(words) and all(map(_imitates_latin, foreign)):
        odd.update(foreign)
    return tuple(word for word in words if word in odd)


def _has_mixed_scripts(word: str) -> bool:
    return sum(bool(script.search(word)) for script in (_LATIN, *_OTHERS)) > 1


def _imitates_latin(word: str) -> bool:
    """Whether each letter of a word looks like a Latin one."""
    apart = (sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return all(ord(sign) in _LATIN_DOUBLES for sign in apart)
