"""Lines beside a story that say what it is filed under: ``Tags: ferry, harbour``, ``Posted in Coast``, ``#ferry #harbour``, ``Home › Coast``.

Web pages have markup for these, which most of them use; blogs and dumps of text have the words alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from pipelines.clean.cues import cue
from pipelines.clean.rubrics import CONTROLS, HOME
from pipelines.clean.shapes import squash, stops
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_TAGGED = (
    r"(?:(?:post|article|blog|story) ?)?tags?|tagged(?: (?:with|as|in|under))?|key ?words?|schlag(?:wörter|worte|wort)|stich(?:wörter|worte|wort)|"
    r"mots[- ]cl[ée]s|étiquettes|etiquetas|palabras clave|palavras[- ]chave|parole chiave|trefwoorden|steekwoorden|emneord|nøkkelord|stikkord|nyckelord|avainsanat|"
    r"tagi|słowa kluczowe|klíčová slova|štítky|kľúčové slová|címkék|kulcsszavak|etichete|cuvinte cheie|ključne riječi|oznake|"
    r"метки|теги|тэги|ключевые слова|мітки|ключові слова|ετικέτες|etiketler|anahtar kelimeler|"
    r"الكلمات المفتاحية|كلمات مفتاحية|الوسوم|وسوم|كلمات دلالية|برچسب‌?ها|תגיות|टैग|タグ|キーワード|标签|標籤|关键词|关键字|關鍵字|태그|키워드"
)
_FILED = (
    r"(?:this entry was )?(?:posted|filed|published) (?:in|under)|filed|categor(?:y|ies)|kategorien?|abgelegt (?:unter|in)|veröffentlicht (?:unter|in)|"
    r"catégories?|rubrique|classé (?:dans|sous)|publié dans|categorías?|publicado en|archivado (?:en|bajo)|categorias?|publicado em|categorie|pubblicato in|archiviato in|"
    r"categorieën|geplaatst in|kategorier|kategoria|kategorie|opublikowano w|рубрика|категория|опубликовано в|категорія|kategori|التصنيف|تصنيف|קטגוריה|"
    r"カテゴリー?|分类|分類|栏目|카테고리"
)
_PARTS = re.compile(
    rf"(?:^|[|•·.;,]\s?|(?<=\S)\s)(?:(?P<tags>(?:and )?(?:{_TAGGED}|verschlagwortet mit))|(?P<filed>{_FILED}))(?:\s?[:：]\s?|\s(?=\S))",
    re.IGNORECASE,
)
"""Where in a line such a word begins what it names."""
_COLON = re.compile(r"[:：]\s?$")
_BARE = frozenset(("posted in", "filed under", "filed in", "abgelegt unter", "tagged", "tagged with", "and tagged", "this entry was posted in", "classé dans", "publicado en", "tags"))  # fmt: skip
"""Those behind which names stand without a colon."""
COMMAS = re.compile("[,，،、;；؛]")
"""What parts the keywords of a text."""
_NAMES = re.compile(rf"\s?(?:{COMMAS.pattern}|[|•·#])\s?")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+(?:\s[\u3040-\u30ff\u3400-\u9fff]+)+")
"""Names without commas in scripts that have no spaces within one."""
_BLOG = r"\bkommentare? (?:deaktiviert|\d).*|\bbookmark the\b.*|\b\d+ comments?\b.*|\bpermalink\b.*|\bleave a (?:comment|reply)\b.*|\."
_BEHIND = re.compile(rf"\s?(?:{_BLOG})$", re.IGNORECASE)
"""What goes on behind names,"""
_REST = re.compile(rf"\s?(?:\. .*|{_BLOG}|\bby\b .*|\b(?:on|am|le|el|at) (?:\w+ )?\d.*)$", re.IGNORECASE)
"""and behind those that no colon leads to."""
_HASHED = re.compile(
    r"(?:#[^\s#,.;:!?()]{2,40}[\s,]*){2,30}|(?:#[^\s#,.;:!?()]{2,40}(?: [^\s#,.;:!?()]{1,40}){0,2}[\s,]*){3,30}|"
    r"(?:#[^\s#][^#,.;:!?()]{0,38}[^\s#,.;:!?()]){2,30}"
)
_BUTTON = re.compile(r"(?:permalink|permanentlink|permalien|enlace permanente|comments?|\d+ comments?|leave a .*|add a .*|kommentare?|hinterlasse .*|schreibe? .*|no comments|share|print)(?!\w)", re.IGNORECASE)  # fmt: skip
"""What blogs have in the same line."""
_LONGEST, _NAME, _WORDS, _RUN = 400, 40, 5, 3
"""Letters of such a line and of a name in it; words of a name, and of one that is alone."""
_NO_NAME = frozenset("{}:：@<>")
_OTHERS = frozenset(("comments", "related", "thread", "embed", "advertisement"))
"""Cues of what has tags of its own."""
_BELOW, _AROUND = 25, 6
"""Blocks below the story and around its headline among which such lines are its own."""
_SPLIT = re.compile(r"\s?(?:[›»>⟩→❯]|(?<=\s)/(?=\s))\s?")
_HERE_SPLIT = re.compile(rf"{_SPLIT.pattern}|\s?\|\s?|\s[·•]\s")
"""By the latter menus are parted, too."""
_HERE = re.compile(r"^(?:you are here|sie (?:sind|befinden sich) hier|vous êtes ici|usted está aquí|estás aquí|ti trovi in|u bevindt zich hier|jesteś tutaj|вы здесь)\s?:?\s?", re.IGNORECASE)  # fmt: skip
_SIGNS = " /›»>|·-→❯"
_SURE = 0.8
_NOT_BESIDE = BODY_LABELS | {"comments", "headline"}
_PARTED, _BUTTONS = frozenset("•·|"), frozenset(("share", "subscribe", "widget", "legal"))
_STEPS = 4
"""Most steps of a trail that lines say."""


class Filed(NamedTuple):
    """What a story is filed under."""

    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


def filed(pieces: Sequence[Piece]) -> Filed:
    """The tags and categories that lines name beside the story: the first line of each kind."""
    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    for piece in _beside(pieces):
        found = read(piece.text)
        tags, sections = tags or found.tags, sections or found.sections
    return Filed(tags, sections)


def _beside(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Blocks that are none of the text: around the headline, within the story, and below it."""
    kept = [i for i, p in enumerate(pieces) if p.label in BODY_LABELS]
    heads = [i for i, p in enumerate(pieces) if p.label == "headline"]
    if not kept:
        return
    first = min(kept[0], heads[0] if heads else kept[0])
    around = range(max(0, first - _AROUND), min(len(pieces), kept[-1] + _BELOW))
    usual = pieces[kept[-1]].cues  # of what is around the whole page
    for i in around:
        if i > kept[-1] and pieces[i].level is None and _ends(pieces[i].text):
            return
        plain = pieces[i].label not in _NOT_BESIDE and not pieces[i].from_alt
        if plain and (pieces[i].cues - usual).isdisjoint(_OTHERS):
            yield pieces[i]


def _ends(line: str) -> bool:
    """Whether a line of a dump heads its comments: of what stands below it nobody knows whose it is."""
    found = cue(line)
    return found is not None and found[0] == "comments" and found[1] >= _SURE


def read(line: str) -> Filed:
    """What one line names.

    >>> read("Filed under: Coast | Tags: ferry, harbour")
    Filed(tags=('ferry', 'harbour'), sections=('Coast',))
    >>> read("#ferry #harbour").tags, read("Tags of war, and nothing else.").tags
    (('ferry', 'harbour'), ())
    """
    if len(line) > _LONGEST:
        return Filed()
    if _HASHED.fullmatch(line.strip()):
        return Filed(tags=_names(line))
    found: dict[str, tuple[str, ...]] = {}
    told = stops(line) and "permalink" not in line
    marks = [m for m in _PARTS.finditer(line) if _COLON.search(m[0]) or (not told and _is_bare(m))]
    if not marks or marks[0].start():
        return Filed()
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(line)], strict=True):
        rest = _BEHIND if _COLON.search(mark[0]) else _REST
        names = _names(rest.sub("", line[mark.end() : end]))
        found.setdefault("tags" if mark["tags"] else "filed", names)
    return Filed(found.get("tags", ()), found.get("filed", ()))


def _is_bare(mark: re.Match[str]) -> bool:
    """Whether names follow without a colon: at the head of a line, and behind ``tagged`` wherever it stands."""
    said = (mark["tags"] or mark["filed"]).casefold()
    return said in _BARE and (mark.start() == 0 or "tagged" in said or "verschlagwortet" in said)


def _names(text: str) -> tuple[str, ...]:
    """The names of a list; none where one is too long to be a name."""
    parts = text.split() if _WIDE.fullmatch(text.strip()) else _NAMES.split(text)
    names = [name for part in parts if (name := part.strip(" #.\u00a0"))]
    names = list(takewhile(lambda name: not _BUTTON.match(name), names))
    run = len(names) == 1 and len(names[0].split()) > _RUN  # links whose commas were lost
    return tuple(dict.fromkeys(names)) if all(map(_is_name, names)) and not run else ()


def _is_name(text: str) -> bool:
    plain = len(text) <= _NAME and len(text.split()) <= _WORDS and not text.endswith(("?", "!"))
    return plain and any(map(str.isalpha, text)) and _NO_NAME.isdisjoint(text)


def trail(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The steps from the site's front to the story, which a line above the headline says, or several below each other."""
    at = next((i for i, p in enumerate(pieces) if p.label == "headline"), None)
    above = [] if at is None else [p.text for p in pieces[max(0, at - _AROUND - 2) : at]]
    for i in reversed(range(len(above))):
        if steps := _steps(above[i]):
            return steps
        if squash(_HERE.sub("", above[i])) in HOME:
            return _below(above[i:])
    return ()


def _below(lines: Sequence[str]) -> tuple[str, ...]:
    """Steps below each other, with a sign between them or a word that says what they are: a menu begins with the front, too."""
    bare = [line.strip(_SIGNS) for line in lines[1:]]
    signs = sum(b != line for b, line in zip(bare, lines[1:], strict=True))
    named = tuple(line for line in bare if line)
    marked = len(named) < _STEPS and (signs >= len(named) or _HERE.match(lines[0]))
    return named if marked and all(map(_is_name, named)) and not any(map(_leads, named)) else ()


def _steps(line: str) -> tuple[str, ...]:
    """The steps that one line says behind that to the front."""
    here = _HERE.match(line)
    parts = [part for part in (_HERE_SPLIT if here else _SPLIT).split(_HERE.sub("", line)) if part.strip()]
    if len(line) > _LONGEST or len(parts) < 2 or not (here or squash(parts[0]) in HOME):
        return ()
    steps = tuple(parts if squash(parts[0]) not in HOME else parts[1:])
    return steps if len(steps) <= _STEPS and not any(map(_leads, steps)) else ()


def _leads(step: str) -> bool:
    """Whether it is a button or a word of a menu."""
    return squash(step) in CONTROLS or not _PARTED.isdisjoint(step) or (cue(step) or ("",))[0] in _BUTTONS
