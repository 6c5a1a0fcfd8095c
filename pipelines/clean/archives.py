"""Pages that say themselves that they list articles: of an author, a tag, a section, what a search found, a front page.

The address, the title or the kind of page in JSON-LD says so; that alone rejects nothing, since articles are kept below
such addresses, too: the page must show its list, and no story beside it.
"""

import re
from itertools import pairwise
from urllib.parse import urlsplit

from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_LISTS = frozenset(("collectionpage", "profilepage", "searchresultspage"))


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_AUTHORS = _words(
    "author authors autor autora autores autoren auteur auteurs autore autori skribent forfatter"
)
_MARKS = _AUTHORS | _words(
    "tag tags tema temas thema themen theme themes topic topics etiqueta etiquetas etiquette keyword keywords category categories "
    "categoria categorias kategorie kategorien kategoria kategori rubrik rubrique rubriek label search suche suchergebnisse buscar busca busqueda "
    "recherche cerca ricerca zoeken sok haku szukaj hledat poisk arama pencarian archive archives staff"
)
"""Parts of an address below which lists are."""
_PAGE = re.compile(r"^(?:page|pagina|seite|p)?-?\d{0,4}$")
_ASKED = re.compile(r"(?:^|&)(?:s|q|query|search|keyword|keywords|suchbegriff|buscar|term)=", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:search(?: results)?(?: for\b.*)?(?: [|–-].*)?$|(?:your )?search results|results for\b|tag(?:ged)?(?: archives?)?:|category(?: archives)?:|archives?(?: for)?:|(?:all )?(?:articles|posts|stories) (?:by|from)\b|author(?: archives)?:|"
    r"suchergebnisse?|schlagwort:|kategorie:|(?:alle )?artikel von\b|résultats de (?:la )?recherche|étiquette ?:|catégorie ?:|archives? des\b|resultados de (?:la )?b[úu]squeda|etiqueta:|categoría:|categoria:|resultados da (?:busca|pesquisa)|"
    r"risultati della ricerca|zoekresultaten|sökresultat|søgeresultater|søkeresultater|hakutulokset|wyniki wyszukiwania|výsledky (?:hledání|vyhledávání)|результаты поиска|результати пошуку|архив (?:рубрики|метки)|arama sonuçları|hasil pencarian|kết quả tìm kiếm|"
    r"نتائج البحث|نتایج جستجو|תוצאות חיפוש|खोज परिणाम|搜索结果|搜尋結果|検索結果|검색 ?결과)|,\s*(?:author|autor(?:in)?) (?:at|bei|en|su)\b|\barchives? [-–|]",
    re.IGNORECASE,
)
_LINKED = 0.8
_HEAD, _LINE = 12, 25
"""Weights above which a linked heading, and another line that is a link, may be a headline."""
_FEWEST = 2
_TEASER, _STORY = 450, 400
"""Weights: of the longest text below a teaser's headline, and from which on what stands beside the list is a story."""
_FRONT = 200
"""The same of a front page, which says of itself a sentence at most."""
_NOTE = 1200
"""Of an author's life, where the page says that it is of an author."""


def archive(draft: Draft) -> str | None:
    """What says that the page lists articles, where it shows no more than that; None where it may be an article."""
    told, life = _told(draft)
    if told is None:
        return None
    count, beside = _listed(draft.pieces)
    if count >= _FEWEST and beside < (_NOTE if life else _FRONT if told == "a front page" else _STORY):
        return f"{told}, with {count} headlines that are links"
    if life and beside < _NOTE and (count or told.startswith("a profile")):
        return f"{told}, with an author's life"
    return None


def _told(draft: Draft) -> tuple[str | None, bool]:
    """What says that a page is a list, and whether it is one of an author."""
    kind = (draft.stated.first("og:type") or ("", ""))[1].lower()
    types = set(draft.stated.types)
    marks, asked = _marks(draft.page.url or draft.stated.canonical or "")
    life = bool(marks & _AUTHORS) or kind == "profile" or "profilepage" in types
    signed = bool(draft.stated.article) and not types & _LISTS
    if signed or "articlebody" in draft.stated.meta:
        return None, False
    if found := sorted(types & _LISTS):
        return f"a {found[0]} by its JSON-LD", life
    if kind == "profile" and marks & _AUTHORS:
        return "a profile by its og:type", life
    if kind == "profile" or marks:
        return f"a list by its {'address' if marks else 'og:type'}", life
    titles = [draft.stated.title or "", *(p.text for p in draft.pieces if "h1" in p.tags)]
    if asked or any(_TITLE.search(title) for title in titles if len(title) < 120):
        return "a list by its title" if not asked else "what a search found by its address", life
    return ("a front page", False) if _is_front(draft.page.url) and kind != "article" else (None, False)


def _marks(url: str) -> tuple[set[str], bool]:
    """The part of an address that names a kind of list, where next to nothing stands behind it; and whether it is a question."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return set(), False
    steps = [s for s in parts.path.lower().split("/") if s]
    while steps and _PAGE.fullmatch(steps[-1]):
        steps.pop()
    at = next((i for i, s in enumerate(steps) if s in _MARKS), None)
    behind = steps[at + 1 :] if at is not None else []
    short = at is not None and len(behind) <= 1 and all(s.count("-") < 4 and "." not in s for s in behind)
    return ({steps[at]} if short and at is not None else set()), bool(_ASKED.search(parts.query))


def _is_front(url: str | None) -> bool:
    try:
        parts = urlsplit(url or "//x/x")
    except ValueError:
        return False
    path = parts.path.strip("/")
    return not parts.query and (path == "" or (len(path) == 2 and path.isalpha()))


def _listed(pieces: list[Piece]) -> tuple[int, int]:
    """How many headlines are links with little text below, and the weight of the prose beside them."""
    heads = [i for i, p in enumerate(pieces) if _is_head(p)]
    sizes = [
        weight(p.text) * (p.label in BODY_LABELS and p.link_share <= _LINKED and stops(p.text))
        for p in pieces
    ]
    below = [sum(sizes[i:j]) for i, j in pairwise([*heads, len(sizes)])]
    first = heads[0] if heads else len(sizes)
    return len(heads), sum(sizes[:first]) + sum(size for size in below if size > _TEASER)


def _is_head(piece: Piece) -> bool:
    if (
        piece.link_share <= _LINKED
        or piece.from_alt
        or not piece.tags.isdisjoint(("nav", "footer", "header"))
    ):
        return False
    size = weight(piece.text)
    return (
        size > _HEAD
        if not piece.tags.isdisjoint(HEADINGS)
        else size > _LINE and "navigation" not in piece.cues
    )
