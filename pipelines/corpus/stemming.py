"""Snowball stemmers by language: the forms of a word that ``stem:`` takes for the same."""

from functools import cache, lru_cache

import tantivy

STEMMERS = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hu": "hungarian", "it": "italian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's name by primary language tag."""
_NORWEGIAN = {"nb": "no", "nn": "no"}


@lru_cache(1 << 10)
def stemmed(language: str | None) -> str | None:
    """The key of the stemmer for a BCP 47 tag; None where there is none.

    >>> stemmed("pt-BR"), stemmed("nb"), stemmed("ja")
    ('pt', 'no', None)
    """
    main = (language or "").partition("-")[0].lower()
    main = _NORWEGIAN.get(main, main)
    return main if main in STEMMERS else None


@cache
def analyzer(key: str) -> tantivy.TextAnalyzer:
    """What the index makes of folded words in that language."""
    build = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return build.filter(tantivy.Filter.stemmer(STEMMERS[key])).build()


def stems(key: str, words: tuple[str, ...]) -> list[str]:
    """The stems of folded words.

    >>> stems("en", ("strikes", "striking"))
    ['strike', 'strike']
    """
    return list(analyzer(key).analyze(" ".join(words)))
