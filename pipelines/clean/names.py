"""The words of a byline as names: people apart from desks, agencies and sites; roles, dates and buttons left out."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pipelines.clean import words
from pipelines.clean.credits import AGENCIES
from pipelines.clean.cues import phrases
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse

AND = "and|und|et|y|e|och|og|ja|i|a|și|ve|и|та|και|و|ו|及|和|with|mit|avec|con"
"""Words that part two people."""
_AND = f"{AND}|en|z|s|&|·|•"
"""In a byline also those that stand in names as well, as the En of Li En Wang does."""
_SPLIT = re.compile(
    rf"\s*(?:[;|•⋅/、，&\n‧∙]|(?<![ァ-ヺー])[·・]|[·・](?![ァ-ヺー])|(?<=[^\W\d_]{{2}}),(?=\s)|,(?=[^\s\d])|\s(?:{_AND})\s)\s*",
    re.IGNORECASE,
)
_ASIDES = (",", "|", "/", "•", "·")
"""Signs behind which a place may stand."""
_SHORT = frozenset("y e i a z s".split())  # noqa: SIM905
"""Words for *and* of one letter, which stand within a name as well."""
_GLUED = re.compile(
    r"(?<=\S) (?:و(?!(?:ليد|ائل|سام|فاء|داد|جدي|جيه|حيد|ردة?|سيم|صفي|ضاح|فيق|هيب?|هبة?|ديع|صال|عد|لاء|ئام|اصف|اجد)\b)"
    r"|ו(?!(?:רד|ולדימיר|לדימיר|יקטור|יקי|יקטוריה|יויאן|רוניקה|נסה|ילנר|ידל|יינר)\b))(?=\S{2,} \S)"
)
"""The Arabic and the Hebrew word for *and*, which are written as one with the next; not the names that begin with the letter."""
_PARTED = re.compile(rf"[;|•⋅/、，,&\n‧∙]|\s(?:{_AND})\s", re.IGNORECASE)
_ROLES = (
    r"staff|senior|chief|associate|deputy|contributing|political|business|sports?|science|foreign|special|national|lead|managing|editor(?:-in-chief)?|editorial|"
    r"reporter(?:in)?|correspondent|writer|columnist|journalist(?:in)?|contributor|bureau|producer|redakteur(?:in)?|korrespondent(?:in)?|chefredakteur(?:in)?|"
    r"journaliste|correspondante?|redactora?|periodista|corresponsal|jornalista|giornalista|inviat[oa]|redacteur|verslaggever|redaktör|redaktor|dziennikarz|"
    r"freelance|author|autor(?:in)?|auteure?|photographer|founder|director|projektleiter(?:in)?|manager|president|professor|gründer(?:in)?|ceo|expert|specialist|host|"
    r"корреспондент|журналист|редактор|обозреватель|muhabir|editör"
)
_ROLE = re.compile(rf"(?:^|[\s,(–—-]+)(?:{_ROLES})\b.*$", re.IGNORECASE)
_FOR = re.compile(
    r"\s+(?:for|at|für|(?-i:pour|para|per)|from|(?-i:in(?= [A-ZÀ-ÖØ-Þ]))|im Gespräch|im Interview)\b.*$",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"(?:die |the |la |a |our )?(?:online-?|news ?)?(?:redaktion|redacción|redação|rédaction|redazione|redactie|redakcja|redakce|redaktionen|toimitus|staff|staff (?:writer|reporter)s?|editors?|team|newsroom|news desk|web desk|desk|agenc(?:y|ies|ias)|wire reports?|"
    r"редакция|редакція|وكالات|التحرير|编辑部|編集部|本报讯|综合|편집국|보도국)$",
    re.IGNORECASE,
)
"""A desk signs, and no person."""
_TEAM = re.compile(r"(?:team|redaktion|desk|staff|contributors?|board|department)$", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"^(?:[A-Z]{2,6}|Ph\.?\s?D\.?|M\.?D\.?|MSc|B\.?A\.?|M\.?A\.?|LCSW|R\.?N\.?|Esq\.?|Jr\.?|Sr\.?)(?:-[A-Z]+)?\.?$"
)
_LED = re.compile(
    r"^\W*(?:posted|submitted|published|written|veröffentlicht|erstellt|publié|publicado|geschrieben)\s+(?:on|am|le|el|at)\b[^\n]{3,40}?\b(?:by|von|par|por)\s+|"
    r"^\W*(?:(?:posted|submitted|written|published|words|text|story|article|reporting|report|blog ?post|ein artikel|eine kolumne|ein gastbeitrag|gastbeitrag|text und fotos|beitrag|blog beitrag|artikel|kolumne|verfasst|geschrieben|erstellt|veröffentlicht|eingestellt|"
    r"escrito|publicado|texto|propos recueillis|publié|écrit|rédigé|scritto|post author|medically|mehr|alles|alle artikel|more|all posts|all articles|posts|view all posts|articles|view all articles|other posts|zeige alle artikel)\s+)?"
    r"(?:by|von|vom|par|por|di|door|av|af|от|из|from)(?:\s*[:：]\s*|\s+)|"
    r"^(?-i:By|BY|Von|Par|Por|Door)(?=(?-i:[A-ZÀ-ÖØ-Þ])[^\W\d_]+\s)|"
    r"^\W*(?:authors?|autor(?:in|en|es)?|auteure?s?|autore|forfatter|författare|skribent|автор|авторы|yazar|penulis|tác giả|text|texte|testo|tekst|foto und text|posted by|reporter|redaktion|opinion|meinung|kommentar|about the author|über den autor|interview|quelle|source|fuente|fonte|bron)\s*[:：]\s*"
    r"|^\W*(?:author|autor(?:in)?(?:\s*/\s*autor(?:in)?)?|written by|posted by)\s+(?=(?-i:[A-ZÀ-ÖØ-Þ]))"
    r"|^(?:about|über)\s+(?=(?-i:[A-ZÀ-ÖØ-Þ])\w+ (?-i:[A-ZÀ-ÖØ-Þ])\w)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"[\s,.;|(–—-]*\b(?:(?:medically |fact[- ]|clinically |technically )?(?:reviewed|checked|edited|editing|additional reporting|updated|photographs?|photos?|illustrations?|illustrated|video|narrated|translated|fotos?|bilder|illustration|produced)\s*(?:by|von|:|\||/)|reviewed$|fotos?:|photo:|bild:|stand\b|last modified|updated\b|published\b|aktualisiert|veröffentlicht|erstellt).*$",
    re.IGNORECASE | re.DOTALL,
)
_WHEN = re.compile(
    r"[\s,|(–—·-]*(?:(?:am|on|at|um|vom|den|le|el|il|op|il giorno|em|в)\s+)?(?:[^\W\d_]{3,10},?\s+(?:den\s+)?)?\d{1,4}(?:[./:-]\d{1,2}|\.?\s+[^\W\d_]{3,10}\.?,?\s+(?:\d{4}|de\b)|\s*[年月]|th|st|nd|rd|\s+(?:min|hours?|ago)).*$"
    r"|[\s,|(–—·-]+(?:am|on|at|um|vom|(?-i:le|el|il)|op|em)\s*$"
    r"|[\s,|(–—·-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*$",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"\s+(?:am|on|at|um|vom|(?-i:le|el|il)|op|em|in|sagt|says|on the)(?:\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)?$",
    re.IGNORECASE,
)
_STRAY = re.compile(
    r"^Rechtsanw[aä]lt(?:in)?\s+|\s+\d+\s+(?i:artikel|articles?|posts?|beiträge)\b.*$|[(\[（【<].*$|https?:.*$|www\.\S*|(?<!\w)@\S+|\S+@\S+|\s+[-–—|~]\s.*$|\s+(?:is|ist|est|es|leitet|has|was|sagt|says|said|schreibt|writes)\b.*$"
)
_CJK_ROLE = re.compile(
    r"(?:\s*(?:기자|특파원|논설위원|인턴기자|记者|記者|特派员|特派員|通讯员|通訊員|编辑|編輯|編集委員|論説委員|报道员|責任編輯))+$"
    r"|^(?:本报|本社|本報)?(?:기자|记者|記者|文|作者|撰文|编辑|責任編輯|责任编辑|来源)\s*[:：/]?\s*"
)
_DESK = re.compile(
    r"\b(?:redaktion\w*|redazione|redacción|redacció|redacción|redação|rédaction|redactie|redakce|redakcja|redaksi|toimitus|newsroom|news ?desk|staff|desk|team|editors?|editorial|agenc(?:y|ies|ia|ias|e|es)|agentur\w*|news|online|"
    r"web ?desk|press|presse|media|times|post|herald|tribune|gazette|magazine?|zeitung|verlag|редакция|редакція|guest|contributor|community|correspondents?|reporters?|services?|company|inc|llc|ltd|gmbh|ag|e\.?v|institute?|universit\w+|foundation|stiftung|"
    r"verband|bund|ministerium|blog|tv|radio|fernsehen|group|association|society|studio|club|partners|solutions|bank|academy|center|centre)\b|\.(?:com|de|net|org|at|ch|pl|fr|co|se|it|es|info)\b|"
    r"编辑部|編集部|本报讯|综合|取材班|보도국|편집국|디지털|オンライン|新聞|通信|هيئة التحرير|التحرير|وكالات",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[←→‹›]|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}$|\b(?:my account|about me)\b|(?-i:^[A-Z]{2}(?: [A-Z]{2})+$)|\b(?:complete profile|profil complet|perfil completo|profilo completo|mein profil)\b|"
    r"^(?:\W*|\d+\s(?:artikel|articles?|posts?|beiträge)|(?:wordpress)?admin\w*|none|null|unknown|anonymous|no author|undefined|guest|author|autor(?:in)?|by|von|follow|\+ follow|subscribe|share|email.*|sign in|log ?in|comments?|kommentare?|kommentieren|read more|mehr|more|home|news|profile?|profil|website|web|bio|contact|kontakt|paid|\W*paid|vielen dank.*|"
    r"x|twitter|facebook|instagram|linkedin|xing|youtube|pinterest|rss|print|drucken|save|menu|details|help|all|here|hier|posted on|veröffentlicht am|posted in|tags?|updated|author bio|the author|über uns|about(?: us| me)?|impressum|artikel|beitrag)$|"
    r"\b(?:view|alle artikel|all posts|more posts|archiv|anzeigen|articles?|posts?|beiträge|profile|website|about the author|über den autor|minuten?|min read|minutes?|lesezeit|reading time|policy|agreement|privacy|cookie|address|newsletter|password|kommentar\w*|comment\w*|reply|antwort\w*|written|published|thank you|subscribe\w*|follow)\b",
    re.IGNORECASE,
)
PARTICLES = frozenset("de da di do du des del della der den van von vom zu zur zum ter ten la le el al bin ibn y e i und and af av dos das st o".split())  # noqa: SIM905  # fmt: skip
_AGENCY_NAMES = frozenset(squash(a) for a in AGENCIES.split("|")) | {"sid", "dpaafx", "theassociatedpress", "deutschepresseagentur", "agenciaefe", "agencefrancepresse", "kna", "epd", "jiji", "kathpress"}  # fmt: skip
_MOST = 20
NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who is named in one place."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Desks, agencies, sites, organizations."""

    @property
    def listed(self) -> tuple[str, ...]:
        """The people; where there are none, who else signs."""
        return self.people or self.others


def names(
    values: Sequence[str], sites: frozenset[str] = frozenset(), persons: Mapping[str, str] = NOBODY
) -> Names:
    """Each value split into people; roles, dates and buttons go. ``persons``: names known to be one person's each.

    >>> names(["By Ida Holm, Senior Reporter and Bo Ek"]).people
    ('Ida Holm', 'Bo Ek')
    >>> names(["Von Ada Lenz, dpa"]).people, names(["dpa"]).listed, names(["Redaktion"]).listed
    (('Ada Lenz',), ('dpa',), ('Redaktion',))
    """
    people: dict[str, str] = {}
    others: dict[str, str] = {}
    for value in values[:_MOST]:
        if "://" in value and " " not in value:
            continue
        for name in _named(value[:400], persons):
            if people and _CREDENTIAL.match(name) and squash(name) not in persons:
                continue
            known = others if squash(name) not in persons and is_desk(name, sites) else people
            known.setdefault(squash(name), name)
    return Names(people=tuple(people.values())[:_MOST], others=tuple(others.values())[:_MOST])


def _named(value: str, persons: Mapping[str, str]) -> Iterator[str]:
    """The names in one value."""
    text = html.unescape(value) if "&" in value else value
    if known := persons.get(squash(text)):
        yield known
        return
    text = _OTHERS.sub("", unled(_lines(text)))
    if known := persons.get(squash(text)):
        yield known
        return
    before = ""
    for part, joined in _parts(text):
        if name := persons.get(squash(part)) or _cleaned(part):
            if not (person_like(before) and _is_place(name, joined)):
                yield name
            before = name


def _is_place(name: str, joined: str) -> bool:
    """Whether what follows a person's whole name says where they write from: ``Ida Holm, Kairo``, ``Ida Holm, à Paris``.

    A desk or an agency stands there as well, and is wanted.
    """
    if joined not in _ASIDES or is_desk(name, frozenset()):
        return False
    word, _, rest = name.partition(" ")
    if not rest:
        return word.istitle() or (word.isupper() and len(word) > 4)
    return word.islower() and word not in PARTICLES and not rest.islower()


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands between the words and signs that part people, each with the sign before it."""
    start, sign = 0, ""
    for found in _SPLIT.finditer(text):
        if not is_one_word_join(text, found):
            yield from _unglued(text[start : found.start()], sign)
            start, sign = found.end(), found[0].strip()
    yield from _unglued(text[start:], sign)


def _unglued(part: str, sign: str) -> Iterator[tuple[str, str]]:
    start = 0
    for found in _GLUED.finditer(part):
        if " " in part[start : found.start()].strip():
            yield part[start : found.start()], sign
            start, sign = found.end(), "&"
    yield part[start:], sign


def is_one_word_join(text: str, found: re.Match[str]) -> bool:
    """Whether a match is the initial of ``John A Smith`` or joins the last names of ``José Ortega y Gasset``."""
    word = found[0].strip()
    if word.casefold() not in _SHORT:
        return False
    left = _PARTED.split(text[: found.start()])[-1].split()
    right = _PARTED.split(text[found.end() :])[0].split()
    if word.isupper():
        return not text.isupper() or min(len(left), len(right)) < 2
    return len(right) == 1 and len(left) > 1


def _lines(text: str) -> str:
    return "\n".join(collapse(line) for line in text.replace("\u00ad", "").split("\n"))


def leads(text: str) -> bool:
    """Whether a line begins as a byline does."""
    return unled(text) != text.strip()


@lru_cache(maxsize=4096)
def unled(text: str) -> str:
    """A byline without the words that lead to the names.

    >>> unled("Ein Artikel von Ida Holm"), unled("文/李明"), unled("Vonda Holm")
    ('Ida Holm', '李明', 'Vonda Holm')
    """
    text = text.strip()
    if found := _LED.match(text):
        return text[found.end() :].strip()
    if text[:1].isascii():
        return text
    low = text.casefold()
    lead = max((p for p in phrases(words.BYLINE).first if low.startswith(p)), key=len, default="")
    return text[len(lead) :].lstrip(" :：") if lead else text


@lru_cache(maxsize=4096)  # a page names its writers in half a dozen places
def _cleaned(part: str) -> str:
    """One name without what stands around it; empty if nothing is left."""
    name = unled(part.strip(" .,-–—:*|"))
    name = _STRAY.sub("", _WHEN.sub("", name))
    name = _CJK_ROLE.sub("", name.strip()).strip()
    name = _HANGING.sub("", _roleless(_FOR.sub("", name)).strip(" .,-–—:*|·"))
    if not 1 < len(squash(name)) <= 48 or len(name.split()) > 6:
        return ""
    if _BUTTON.search(name):
        return ""
    if sum(c.isdigit() for c in name) > 3 or sum(c.isalpha() for c in name) < 2:
        return ""
    return name


def _roleless(name: str) -> str:
    """``Ida Holm Senior Reporter`` without the role; ``Roving Reporter`` and ``Staff Writer`` are names as they are."""
    if _TEAM.search(name) and "," not in name and len(name.split()) > 2:
        return name
    bare = _ROLE.sub("", name)
    cut = name[len(bare) :]
    if not cut:
        return name
    return bare if len(bare.split()) > 1 or (bare and cut.lstrip(" ").startswith(",")) else name


def is_desk(name: str, sites: frozenset[str]) -> bool:
    """Whether a name is a desk's, a site's, an agency's or an organization's."""
    bare = squash(name)
    return (
        bare in sites
        or bare in _AGENCY_NAMES
        or _ANYBODY.match(name) is not None
        or _DESK.search(name) is not None
        or _ROLE.search(name) is not None
    )


def is_agency(bare: str) -> bool:
    """Whether a squashed name is a news agency's."""
    return bare in _AGENCY_NAMES


def person_like(name: str) -> bool:
    """A first and a last name by its look, or as much in Chinese characters.

    >>> [person_like(n) for n in ("Ida Holm", "Jan van der Berg", "Real life", "surfguard", "李明")]
    [True, True, False, False, True]
    """
    parts = name.split()
    if not parts:
        return False
    if name.isascii() or name[0].isupper() or name[0].islower():
        good = all(w[0].isupper() or w.casefold() in PARTICLES or not w[0].isalpha() for w in parts)
        return 2 <= len(parts) <= 5 and good and parts[0][0].isupper() and parts[-1][0].isupper()
    return len(name) <= 6 or len(parts) in (2, 3, 4)
