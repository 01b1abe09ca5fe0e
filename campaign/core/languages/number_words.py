"""Numbers in words, to compare those of a letter with what they count. Up to a hundred, as letters write them out."""

import re
from collections.abc import Mapping
from functools import lru_cache

_UP_TO_TWENTY: Mapping[str, str] = {
    "bg": "една|един|едно две|два три четири пет шест седем осем девет десет единадесет дванадесет тринадесет"
    " четиринадесет петнадесет шестнадесет седемнадесет осемнадесет деветнадесет двадесет",
    "cs": "jedna|jeden|jedno dvě|dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct"
    " šestnáct sedmnáct osmnáct devatenáct dvacet",
    "da": "en|et|én to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
    " tyve",
    "de": "eins|eine|ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn zwanzig",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "es": "uno|una|un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve veinte",
    "fi": "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista kolmetoista"
    " neljätoista viisitoista kuusitoista seitsemäntoista kahdeksantoista yhdeksäntoista kaksikymmentä",
    "fr": "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit dix-neuf vingt",
    "it": "uno|una|un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    " sedici diciassette diciotto diciannove venti",
    "nl": "een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig",
    "pl": "jedna|jeden|jedno dwie|dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście"
    " trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia",
    "pt": "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezasseis"
    " dezassete dezoito dezanove vinte",
    "sv": "en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
    " tjugo",
}
# Thirty, forty, ... a hundred.
_TENS: Mapping[str, str] = {
    "de": "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig honderd",
    "pl": "trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
}


@lru_cache(maxsize=32)
def number_words(language: str) -> Mapping[str, int]:
    """Return the value of each number in words, in small letters; empty for a language without a table."""
    code = language.partition("-")[0].lower()
    words: dict[str, int] = {}
    for number, forms in enumerate(_UP_TO_TWENTY.get(code, "").split(), 1):
        words |= dict.fromkeys(forms.split("|"), number)
    tens = {10 * number: word for number, word in enumerate(_TENS.get(code, "").split(), 3)}
    words |= {word: number for number, word in tens.items()}
    if code in _COMPOUNDS:
        tens[20] = next(word for word, number in words.items() if number == 20)
        units = [(word, number) for word, number in words.items() if number < 10]
        for ten, word in tens.items():
            for unit, number in units:
                if ten < 100:
                    words[_COMPOUNDS[code].format(ten=word, unit=unit)] = ten + number
    return words


# How a ten and a unit are joined, where that is regular.
_COMPOUNDS: Mapping[str, str] = {"de": "{unit}und{ten}", "en": "{ten}-{unit}", "nl": "{unit}en{ten}"}


@lru_cache(maxsize=32)
def number_pattern(language: str) -> str:
    """Return a pattern for a number in figures or words, without groups."""
    words = sorted(number_words(language), key=lambda word: (-len(word), word))
    return "|".join([r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3}(?!\d)|\d{0,3})", *map(re.escape, words)])


def value_of(number: str, language: str) -> int:
    """Return the value of a number that `number_pattern` matches."""
    bare = re.sub(r"\D", "", number)
    return int(bare) if bare else number_words(language)[number.lower()]
