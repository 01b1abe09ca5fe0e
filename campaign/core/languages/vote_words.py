"""Words for a coming vote, to find its day in a letter, in the languages that a letter may be written in.

The noun in all cases, and verb forms that do not speak of a past vote. Words with an everyday second meaning (Dutch
"stemt", Slovak "hlas") and referendums are left out. Native speakers have reviewed only the English words.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

# Texts in any language quote these.
_ALWAYS = ("en", "de", "fr")

VOTE_WORDS: Mapping[str, str] = {
    "bg": r"гласуван(?:е|ето|ия|ията)|ще\s{1,12}гласуват?|вот(?:а|ът)?",
    "cs": "hlasování(?:m|ch)?|hlasovat|hlasuj[eí]",
    "da": r"\w{0,30}afstemning(?:en|er|erne)?s?",
    "de": r"\w{0,30}abstimmung\w{0,4}|abstimmen|abstimmt",
    "el": r"ψηφοφορί(?:α|ας|ες)|ψηφοφοριών|θα\s{1,12}ψηφίσ(?:ει|ουν)",
    "en": "votes?|voting",
    "es": "votación|votaciones|votos?|votarán?",
    "et": r"(?!rahva)\w{0,30}hääletus\w{0,5}|hääletami\w{1,5}|hääleta(?:b|vad|da)",
    "fi": r"(?!kansan)\w{0,30}äänesty(?:s|stä|ks\w{1,8})|äänestää|äänestävät|äänestetään",
    "fr": "votes?|voter|votera|voteront|scrutins?",
    "ga": "vótaí?|vótáil|vótála|vótálf(?:aidh|ar)",
    "hr": "glas(?:ov)?anj(?:e|a|u|em|ima)|glasovati|glasuj[eu]",
    "hu": r"(?:záró|zárás)?szavazás\w{0,8}|szavaz(?:nak|ni)?",
    "it": "vot[oi]|votazion[ei]|voterà|voteranno|scrutinio",
    "lt": "balsavim(?:as|o|ui|ą|u|e|ai|ų|us)|balsuo(?:s|ja|ti)",
    "lv": "balsojum(?:s|a|am|u|ā|i|iem|os)|balsošan(?:a|as|ai|u|ā)|balsos|balsot",
    "mt": "vot|voti|votazzjoni|votazzjonijiet|[jt]ivvotaw?",
    "nl": "(?:eind|slot|commissie)?stemming(?:en)?",
    "pl": "głosowa(?:nie|nia|niu|niem|niach|ń|ć)|(?:za)?głosuj[eą]",
    "pt": "votação|votações|votos?|votará|votarão",
    "ro": "vot(?:ul|ului|uri|urile|urilor)?|votarea?|votării|vota",
    "sk": "hlasovan(?:ie|ia|iu|í|ím|iach)|hlasovať|hlasuj[eú]",
    "sl": "glasovanj(?:e|a|u|em|i|ih)|glasovati|glasuje(?:jo)?",
    "sv": r"\w{0,30}omröstning(?:en|ar|arna)?s?|votering(?:en|ar)?|rösta|röstar",
}


def vote_words(language: str) -> re.Pattern[str]:
    """Return a pattern for the words of a text's language ("de-AT" is "de") and of English, German and French."""
    return _compile(language.partition("-")[0].lower())


@lru_cache(maxsize=len(VOTE_WORDS) + 1)
def _compile(code: str) -> re.Pattern[str]:
    codes = dict.fromkeys((code, *_ALWAYS))
    return re.compile(rf"\b(?:{'|'.join(VOTE_WORDS[name] for name in codes if name in VOTE_WORDS)})\b", re.IGNORECASE)
