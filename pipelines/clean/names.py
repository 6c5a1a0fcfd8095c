"""The words of a byline as names: people apart from desks, agencies and sites; roles, dates and buttons left out."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pipelines.clean.cities import CITIES, DAYS
from pipelines.clean.credits import AGENCIES
from pipelines.clean.ideographs import writers
from pipelines.clean.labels import labelled
from pipelines.clean.leads import unled
from pipelines.clean.months import MONTHS
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.clean.strangers import ANYBODY, is_degree, is_furniture, is_nobody, is_title

AND = "and|und|et|y|e|och|og|ja|i|a|și|ve|и|та|και|és|và|और|एवं|ও|এবং|اور|และ|و|ו|及|和|with|mit|avec|con"
"""Words that part two people."""
_AND = f"{AND}|en|z|s|&|·|•|(?-i:dan|ir)"
"""In a byline also those that stand in names as well, as the En of Li En Wang does."""
_SPLIT = re.compile(
    rf"\s*(?:(?<=[^\W\d_]{{2}}),\s(?:{_AND})\s|[;|•⋅/、，&\n‧∙]|(?<![ァ-ヺー])[·・]|[·・](?![ァ-ヺー])|(?<=[^\W\d_]{{2}}),(?=\s)|(?<=[^\W\d_])\s,\s|,(?=[^\s\d])|\s(?:{_AND})\s)\s*",
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
_TEAM = re.compile(r"(?:team|redaktion|desk|staff|contributors?|board|department)$", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"^(?:[A-Z]{2,6}|Ph\.?\s?D\.?|M\.?D\.?|MSc|B\.?A\.?|M\.?A\.?|LCSW|R\.?N\.?|Esq\.?|Jr\.?|Sr\.?)(?:-[A-Z]+)?\.?$"
)
_OTHERS = re.compile(
    r"[\s,.;|(–—-]*\b(?:with (?:additional )?(?:files?|reporting|contributions?|reports?) (?:from|by)|(?:medically |fact[- ]|clinically |technically )?(?:reviewed|checked|edited|editing|additional reporting|updated|photographs?|photos?|illustrations?|illustrated|video|narrated|translated|fotos?|bilder|illustration|produced)\s*(?:by|von|:|\||/)|reviewed$|zuletzt geändert|last updated|mis à jour|fotos?:|photo:|bild:|stand\b|last modified|updated\b|published\b|aktualisiert|veröffentlicht|erstellt).*$",
    re.IGNORECASE | re.DOTALL,
)
_WHEN = re.compile(
    r"[\s,|(–—·-]*(?:(?:am|on|at|um|vom|den|le|el|il|op|il giorno|em|в)\s+)?(?:(?<![^\W\d_])(?P<day>[^\W\d_]{2,13}(?:-feira)?)\.?,?\s+(?:den\s+)?)?\d{1,4}(?:[./:-]\d{1,2}|\.?\s+[^\W\d_]{3,10}\.?,?\s+(?:\d{4}|de\b)|\s*[年月]|th|st|nd|rd|\s+(?:min|hours?|ago)).*$"
    r"|[\s,|(–—·-]+(?:am|on|at|um|vom|(?-i:le|el|il)|op|em)\s*$"
    r"|[\s,|(–—·-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*$",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"[\s,|(–—·-]+(?:le|el|il|on|em|am|op)\s+(?:[^\W\d_]{2,13}\.?,?\s+)?\d{1,2}/\d{1,2}/\d{2,4}(?!\d).*$",
    re.IGNORECASE,
)
"""``Maëlle Tarrin, le jeu 04/04/2024 - 17:12``: its strokes and its comma part no names."""
_HANGING = re.compile(
    r"\s+(?:am|on|at|um|vom|(?-i:le|el|il)|op|em|in|sagt|says|on the)(?:\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)?$",
    re.IGNORECASE,
)
_STRAY = re.compile(
    r"^Rechtsanw[aä]lt(?:in)?\s+|\s+\d+\s+(?i:artikel|articles?|posts?|beiträge)\b.*$|[(\[（【<].*$|https?:.*$|www\.\S*|(?<!\w)@\S+|\S+@\S+|\s+[-–—|~]\s.*$|\s+(?:is|ist|est|es|leitet|has|was|sagt|says|said|schreibt|writes)\b.*$"
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CJK_ROLE = re.compile(
    r"\s*외\s?\d{1,2}명$|(?:\s*(?:기자|특파원|논설위원|인턴기자|앵커|아나운서|에디터|记者|記者|特派员|特派員|通讯员|通訊員|编辑|編輯|編集委員|論説委員|报道员|責任編輯))+$"
    r"|^(?:本报|本社|本報)?(?:기자|记者|記者|文|作者|撰文|编辑|責任編輯|责任编辑|来源)\s*[:：/]?\s*"
)
_DESK = re.compile(
    r"\b(?:redaktion\w*|redazione|redacción|redacció|redacción|redação|rédaction|redactie|redakce|redakcja|redaksi|toimitus|newsroom|news ?desk|staff|desk|team|editors?|editorial|ag[eê]nc(?:y|ies|ia|ias|e|es)|agentur\w*|news|online|"
    r"web ?desk|press|presse|media|times|post|herald|tribune|gazette|magazine?|zeitung|verlag|редакция|редакція|guest|contributor|community|correspondents?|reporters?|services?|company|inc|llc|ltd|gmbh|ag|e\.?v|institute?|universit\w+|foundation|stiftung|"
    r"verband|bund|ministerium|blog|tv|radio|fernsehen|group|association|society|studio|club|partners|solutions|bank|academy|center|centre)\b|\.(?:com|de|net|org|at|ch|pl|fr|co|se|it|es|info)\b|"
    r"(?:[日晚早时時周週晨][报報刊]|都市报|新闻|电视台|電視台|客户端|频道|报社|報社|杂志社|通讯社|通訊社|신문|일보|뉴스|뉴스팀|방송)$|নিজস্ব প্রতিবেদক|নিজস্ব সংবাদদাতা|স্টাফ রিপোর্টার|ডেস্ক|^संवाददाता|डेस्क|एजेंसी|ब्यूरो|ویب ڈیسک|ڈیسک|خبرگزاری|اخبار|أخبار|مراسل|גולשים|^מערכת|סוכנויות|"
    r"กองบรรณาธิการ|ผู้สื่อข่าว|ออนไลน์|[Hh]aber [Mm]erkezi|^Newsroom$|编辑部|編集部|本报讯|综合|取材班|보도국|편집국|디지털|オンライン|新聞|通信|هيئة التحرير|التحرير|وكالات",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[←→‹›{}]|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}$|\b(?:my account|about me)\b|\b(?:complete profile|profil complet|perfil completo|profilo completo|mein profil)\b|"
    r"^(?:\W*|\d+\s(?:artikel|articles?|posts?|beiträge)|(?:wordpress)?admin\w*|super ?(?:user|utente|usuario|utilisateur|benutzer)|webmaster|none|null|unknown|anonymous|no author|undefined|guest|author|autor(?:in)?|by|von|follow|\+ follow|subscribe|share|email.*|sign in|log ?in|comments?|kommentare?|kommentieren|read more|mehr|more|home|news|profile?|profil|website|web|bio|contact|kontakt|paid|\W*paid|vielen dank.*|"
    r"x|twitter|facebook|instagram|linkedin|xing|youtube|pinterest|rss|print|drucken|save|menu|details|help|all|here|hier|posted on|veröffentlicht am|posted in|tags?|updated|author bio|the author|über uns|about(?: us| me)?|impressum|artikel|beitrag)$|"
    r"\b(?:view|alle artikel|all posts|more posts|archiv|anzeigen|articles?|posts?|beiträge|profile|website|about the author|über den autor|minuten?|min read|minutes?|lesezeit|reading time|policy|agreement|privacy|cookie|address|newsletter|password|kommentar\w*|comment\w*|reply|antwort\w*|written|published|thank you|subscribe\w*|follow)\b",
    re.IGNORECASE,
)
_CODES = re.compile(r"[A-Z]{2}(?: [A-Z]{2})+")
"""A choice of languages, where it stands alone."""
_INITIALS = re.compile(r"[a-zß-öø-ÿ]{2,4}")
"""What somebody signs with beside an agency, as in ``dpa/ioh``."""
_OF_A_SITE = re.compile(r"D[oae]s? [A-Z][A-Z\d]+")
"""``Do UOL``, ``Da BBC``: Portuguese for where the writer is from."""
_OF_THE = re.compile(r"\s+of (?:the|The) .*$")
_SECTIONS = re.compile(r",\s+in\s+(?-i:[A-Z])[^·|\n]+[·|].*$")
"""``By Ida Holm, in News, Ferries · 5 May 2024``."""
_BRACKETED = re.compile(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")
_DATELINE = re.compile(r"([^\W\d_][^\d–—-]{1,24}?)\s+[-–—]\s+(?=\S)")
PARTICLES = frozenset("de da di do du des del della der den van von vom zu zur zum ter ten la le el al bin ibn y e i und and af av dos das st o".split())  # noqa: SIM905  # fmt: skip
_AGENCY_NAMES = frozenset(squash(a) for a in AGENCIES.split("|")) | {"sid", "dpaafx", "theassociatedpress", "deutschepresseagentur", "agenciaefe", "agencefrancepresse", "kna", "epd", "jiji", "kathpress"}  # fmt: skip
_DEPARTMENT = re.compile(
    r"(?:AFP|AP|Reuters|REUTERS|PA|dpa|EFE|ANSA|TASS|Xinhua|Kyodo|Yonhap|Bloomberg|APA|PTI|ANI|AAP) [A-ZÀ-Þ]"
)
"""``Reuters Health``: an agency's; not all names of agencies, of which Petra is one too."""
_OFFICE = re.compile(
    r"(?:the )?(?:\w*ministerium|bundes(?:amt|agentur|anstalt|institut|verband)|ministry|department|minist[eè]re|ministerio|ministério|ministero|office|instytut|institute?|universit\w+|verband|stiftung)"
    r"\s(?:für|for|of|de|du|des|del|della|der|do|da)\s[^\d,;:|/]+",
    re.IGNORECASE,
)
"""Offices have their subjects in their names."""
_FIRM = re.compile(r"(?<=& )(?:co\b|[a-z]$)", re.IGNORECASE)
"""Behind a sign for *and* that joins no people: ``Holm & Co. KG``, ``Mac & i``."""
_LONGEST = 90
_MOST_WORDS = 6
"""Words of the longest name; of more, a line that begins with them is a sentence, and small words behind them are its."""
_TAIL = re.compile(r"\s+[|–—-]\s.*$")
"""What a site says behind its name."""
_PHRASE = re.compile(r"(?!(?:d[aeiou]|v[ao]n|l[ae]|el|al|ben|bin|ter)\b)[a-zß-öø-ÿ]+ \S+")
"""Two words, the first of them small and none of those that names begin with."""
_PLACED = re.compile(r"\s[A-ZÀ-ÖØ-Þ]")
"""Behind ``for`` or ``in`` stands a paper or a city: ``ida holm for The Bote``."""
_SENTENCE = re.compile(r"[a-zß-öø-ÿ]\S*\s+(?:is|ist|est|es|has|was|sagt|says|said|schreibt|writes)\b")
_PAPER = re.compile(
    r"(?<=[a-zß-öø-ÿ]{3})(?<!Fitz)(?<!Vander)(?<!Vande)(?<!Dela)(?<!Santa)(?<!Abd[aeu]l)(?<!M[ou]hammad)(?<!Mohammed)(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{3,} [A-ZÀ-ÖØ-Þ])"
)
"""Where a paper is glued to its reporter: ``Ida HolmHarbour News``."""
_SHORTENED = re.compile(r"(?:^|[\s.])(?:[A-ZÀ-ÖØ-Þ]|Jr|Sr)$")
_DANGLING = frozenset("the to of and for der die das und für de la del du des".split())  # noqa: SIM905
"""Words with which no name ends, if a role is cut from it: ``Letters to the Editor``."""
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
        for name in _named(value[:400], sites, persons):
            if people and _CREDENTIAL.match(name) and squash(name) not in persons:
                continue
            known = others if squash(name) not in persons and is_desk(name, sites) else people
            known.setdefault(squash(name), name)
    return Names(people=tuple(people.values())[:_MOST], others=tuple(others.values())[:_MOST])


def _named(value: str, sites: frozenset[str], persons: Mapping[str, str]) -> Iterator[str]:
    """The names in one value."""
    text = html.unescape(value) if "&" in value else value
    if found := _BRACKETED.fullmatch(text.strip()):
        text = found[1]
    if known := persons.get(squash(text)):
        yield known
        return
    if is_furniture(text):
        return
    if whole := _undivided(unled(text), sites):
        yield whole
        return
    text = labelled(text if _HAN.search(text) else unled(text))
    text = _NUMERIC.sub("", text) if "/" in text else text
    text = _OTHERS.sub("", _undatelined(unled(writers(_SECTIONS.sub("", _lines(text))))))
    if known := persons.get(squash(text)):
        yield known
        return
    yield from _people(text, alone=text == value.strip(), persons=persons)


def _undivided(text: str, sites: frozenset[str]) -> str:
    """The name of a site or of an office, whose words part no people: ``Blog & Podcast``, ``Ministerium für Häfen und Fähren``."""
    name = collapse(text)
    if squash(name) in sites and "www." not in name:
        return _TAIL.sub("", name)
    return name if len(name) <= _LONGEST and _OFFICE.fullmatch(name) else ""


def _people(text: str, *, alone: bool, persons: Mapping[str, str]) -> Iterator[str]:
    """The names in a byline without the words that lead to them; roles and places behind a whole name are none."""
    before, role, told = "", False, False
    for part, joined in _parts(text):
        name = persons.get(squash(part)) or _cleaned(part)
        if told and name and not name[0].isupper():
            continue
        told |= not joined and not name and len(part.split()) > _MOST_WORDS and part.strip()[0].isupper()
        if role and joined == "a" and " " not in name:  # ``inviata a Orlo``
            continue
        if role and is_degree(part.strip()):
            continue
        role = _ROLE.match(part.strip()) is not None or is_title(part.strip())
        if (
            not name
            or is_nobody(name)
            or (not person_like(name) and is_nobody(part))
            or ((joined == "/" or f"{part}/" in text) and _INITIALS.fullmatch(name) and not is_agency(name))
        ):
            continue
        if alone and not joined and _CODES.fullmatch(name):
            continue
        if person_like(before) and (
            is_title(name) or _is_aside(name, joined) or _is_shouted(name, before, joined)
        ):
            continue
        yield name
        before = name


def _is_aside(name: str, joined: str) -> bool:
    """Whether what follows a person's whole name says where they write from or what they are: ``Ida Holm, Kairo``,
    ``Ida Holm, à Paris``, ``Ida Holm, teateranmelder``, ``Ida Holm | Do UOL``.

    A desk or an agency stands there as well, and is wanted.
    """
    if joined not in _ASIDES or is_desk(name, frozenset()):
        return False
    word, _, rest = name.partition(" ")
    if word[0].islower():
        return word not in PARTICLES
    if not rest:
        return word.istitle() or (word.isupper() and len(word) > 4)
    return _OF_A_SITE.match(name) is not None


def _is_shouted(name: str, before: str, joined: str) -> bool:
    """Whether capitals behind a name in small letters are those of a station or a degree: ``Ida Holm, RTV NORD``."""
    shouted = joined in _ASIDES and name.isupper() and not before.isupper()
    return shouted and not is_desk(name, frozenset())


def _undatelined(text: str) -> str:
    """``Kairo - Ida Holm`` without the city."""
    found = _DATELINE.match(text)
    return text[found.end() :] if found and found[1].casefold() in CITIES else text


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands between the words and signs that part people, each with the sign before it."""
    start, sign = 0, ""
    for found in _SPLIT.finditer(text):
        if not is_one_word_join(text, found) and not _FIRM.match(text, found.end()):
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


@lru_cache(maxsize=4096)  # a page names its writers in half a dozen places
def _cleaned(part: str) -> str:
    """One name without what stands around it; empty if nothing is left."""
    name = unled(part.strip(' .,-–—:*|"“”'))
    if _SENTENCE.match(name):
        return ""
    name = _STRAY.sub("", _undated(_paperless(name)))
    name = _CJK_ROLE.sub("", _CJK_ROLE.sub("", name.strip())).strip()
    bare = _FOR.sub("", name)
    if bare != name and _PHRASE.match(bare) and not _PLACED.search(name, len(bare)):
        return ""
    name = _HANGING.sub("", _roleless(_unplaced(bare)).strip(" .,-–—:*|·"))
    if _SHORTENED.search(name) and f"{name}." in part:
        name = f"{name}."
    if not 1 < len(squash(name)) <= 48 or len(name.split()) > _MOST_WORDS:
        return ""
    if _BUTTON.search(name):
        return ""
    if sum(c.isdigit() for c in name) > 3 or sum(c.isalpha() for c in name) < 2:
        return ""
    return name


def _paperless(name: str) -> str:
    """``Ida HolmHarbour News`` without the paper."""
    found = _PAPER.search(name)
    return name[: found.start()] if found and person_like(name[: found.start()]) else name


def _undated(name: str) -> str:
    """The name without the date behind it; a word before that is a part of it only if it names a day or a month."""
    found = _WHEN.search(name) if any(map(str.isdigit, name)) or " " in name else None
    if not found:
        return name
    word = (found["day"] or "").casefold()
    part_of_it = not word or word in DAYS or word in MONTHS
    return name[: found.start() if part_of_it else found.end("day")]


def _unplaced(name: str) -> str:
    """``Ida Holm of the Bote`` without her paper; ``IDA HOLM MADRID``, as Spanish papers print it, without the city."""
    bare = _OF_THE.sub("", name)
    if bare != name and person_like(bare) and not is_desk(bare, frozenset()):
        return bare
    if name.isupper():
        parts = name.split()
        for count in (3, 2, 1):
            if len(parts) > count + 1 and " ".join(parts[-count:]).casefold() in CITIES:
                return " ".join(parts[:-count])
    return name


def _roleless(name: str) -> str:
    """``Ida Holm Senior Reporter`` without the role; ``Roving Reporter`` and ``Staff Writer`` are names as they are."""
    if _TEAM.search(name) and "," not in name and len(name.split()) > 2:
        return name
    bare = _ROLE.sub("", name)
    cut = name[len(bare) :]
    if not cut:
        return name
    if bare.rpartition(" ")[2].casefold() in _DANGLING:
        return name
    return bare if len(bare.split()) > 1 or (bare and cut.lstrip(" ").startswith(",")) else name


def is_desk(name: str, sites: frozenset[str]) -> bool:
    """Whether a name is a desk's, a site's, an agency's or an organization's."""
    bare = squash(name)
    return (
        bare in sites
        or bare in _AGENCY_NAMES
        or _DEPARTMENT.match(name) is not None
        or ANYBODY.match(name) is not None
        or _OFFICE.fullmatch(name) is not None
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
