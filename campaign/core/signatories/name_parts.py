"""The parts of an organisation's name: its core, legal forms, articles; and words that only organisations have."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from campaign.core.tables.text import fold_words


def _table(text: str) -> frozenset[str]:
    return frozenset(fold_words(text).split())


# Without full stops and spaces: "e.V.", "e. V." and "eV" are all "ev". Forms of Europe and its usual partners.
_FORMS = _table("""
ev eg gmbh ggmbh ug gug ag kg kgaa ohg gbr mbb eingetragenerverein
asbl aisbl vzw ivzw inpa sarl scrl srl sprl bvba bv nv cvba cv vof
inc incorporated ltd limited llc llp lp plc corp corporation co company cic clg
sa sas sasu sc scop snc eurl loi1901 spa onlus aps odv ets slu sl lda ipss
spzoo ops zs zu sro ou mtu uab vsi sia kft bt rt zrt nyrt kht nkft
ab hb idf amba fmba as asa ans ks oy oyj ry rf rs ehf hf ses doo dd ад еад оод еоод ооо αεδ αμκε αε επε ικε
""")
# The kind of body, which is often left out.
_BODIES = _table("""
stiftung stichting foundation fondation fondazione fundacion fundacio fundacao fundacja fundatia nadace nadacia
alapitvany saatio sihtasutus stiftelsen stiftelse fonden zaklada ustanova ιδρυμα фондация фонд verein vereniging
association associazione asociacion associacao associacio asociatia asociace stowarzyszenie sdruzeni spolek
zapsanyspolek egyesulet yhdistys foreningen forening udruzenje udruga zavod drustvo σωματειο сдружение
""")
_TAILS = _FORMS | _BODIES
_MOST_TOKENS = 4  # "Sp. z o. o."

_SMALL = _table("""
the der die das den dem des la le les l el los las lo il gli i o os as de het een en et az
of for and in on at to by with from und fur fuer von vom zu zur zum im am auf mit gegen du d pour dans sur aux au par
avec y e para por con del di da dei delle della degli per nel van voor tegen op met do dos em na og och til av w z dla
ve a ja un une una ein eine
""")

# Legal forms that are not also family names, as "Sá", "Sas" and "Co" are.
_CLEAR_FORMS = _table("""
gmbh ggmbh gug asbl aisbl vzw ivzw bvba sprl inc ltd llc llp plc sarl eurl onlus spzoo sro mtu uab vsi kft zrt nyrt
nkft oyj еоод амке incorporated limited corporation
""")
_DOTTED_FORM = re.compile(r"(?<=\S )(?:e\. ?v|a\.s\.b\.l|s\.a|s\.p\.a|s\.l|z\. ?s|o\.p\.s|r\.y|n\.v|b\.v)\.?\Z", re.I)
_WORDS = _table("""
ngo society institute institut instituto istituto institutul university universitat universite universidad universita
universiteit federation federacion federazione federatie federacja coalition coalicion koalition koalicja alliance
allianz alianza alleanza alliantie network netzwerk netwerk reseau natverk netvaerk verkosto council conseil consejo
consiglio committee comite komitee comitato komitet union unione syndicat sindicato sindacato league ligue center centre
zentrum centro centrum kozpont initiative iniciativa iniziativa initiatief inicjatywa organisation organization
organisatie organizacja organizacion organizzazione organisaatio organizace club klub campaign kampagne campagne campana
kampania movement bewegung mouvement movimiento movimento beweging forum platform plattform plateforme plataforma
piattaforma cooperative genossenschaft cooperativa spoldzielnia observatory observatoire osservatorio observatorio
collective collectif kollektiv colectivo collettivo collectief gesellschaft societe sociedad societa verband
confederation confederacion confederazione ministry ministerium ministere party partei partij partido partito
international internationale consortium consorzio museum musee museo academy akademie academie academia vakbond
οργάνωση σύλλογος ένωση δίκτυο κέντρο организация асоциация съюз център мрежа институт комитет
""")
_COMPOUND = re.compile(  # nobody is called "Umweltverein"
    r"\w{4,}(?:stiftung|verein|verband|gesellschaft|netzwerk|initiative|gewerkschaft|zentrum|institut|foreningen"
    r"|forening|stiftelsen|forbundet|forbund|yhdistys|saatio|liitto|szovetseg|egyesulet|vereniging|organisatie)"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in folded words, with and without the legal forms and kinds of body at its ends."""

    words: tuple[str, ...]
    """All words, folded."""
    core_words: tuple[str, ...]
    """The words of the core, folded. A name of legal forms alone is its own core."""
    core: str
    """The core as it is written."""

    @property
    def bare(self) -> str:
        """The core without articles and small words, for comparing."""
        return " ".join(without_small_words(self.core_words) or self.core_words)


def name_parts(name: str) -> NameParts:
    """Split a name into its parts."""
    tokens = name.split()
    folded_words = [fold_words(token).split() for token in tokens]
    words = ["".join(fold) for fold in folded_words]
    end = _core_end(words)
    start = next((at for at, word in enumerate(words[:end]) if word not in _BODIES), end)
    if not any(words[start:end]):
        start, end = 0, len(words)
    return NameParts(tuple(chain(*folded_words)), tuple(chain(*folded_words[start:end])), " ".join(tokens[start:end]))


def without_small_words(words: Iterable[str]) -> tuple[str, ...]:
    """Drop articles and small words from folded words."""
    return tuple(word for word in words if word not in _SMALL)


def organisation_word(name: str) -> str:
    """The word, as written, that shows that a name is an organisation's; "" if there is none."""
    dotted = _DOTTED_FORM.search(name)
    if dotted:
        return dotted.group()
    return next((token for token in name.split() if _marks_organisation(fold_words(token).replace(" ", ""))), "")


def _marks_organisation(word: str) -> bool:
    return word in _CLEAR_FORMS or word in _BODIES or word in _WORDS or bool(_COMPOUND.fullmatch(word))


def _core_end(words: list[str]) -> int:
    """The index at which the legal forms at the end begin."""
    end = len(words)
    sizes = range(_MOST_TOKENS, 0, -1)
    while size := next((count for count in sizes if "".join(words[max(end - count, 0) : end]) in _TAILS), 0):
        end = max(end - size, 0)
    return end
