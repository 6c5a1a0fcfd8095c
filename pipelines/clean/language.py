"""Which language a text is in: what the page says, checked against its letters, else py3langid."""

import re
from array import array
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.clean.shapes import scripts

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_SAMPLE = 120
"""Letters taken at the beginning, in the middle and at the end: no more are needed to tell the language of a text."""
_BY_SCRIPT = {
    "Hebrew": "he", "Greek": "el", "Hangul": "ko", "Thai": "th", "Armenian": "hy", "Georgian": "ka", "Tamil": "ta",
    "Khmer": "km", "Burmese": "my", "Lao": "lo", "Bengali": "bn", "Gurmukhi": "pa", "Gujarati": "gu", "Oriya": "or",
    "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Thaana": "dv", "Tibetan": "bo",
}  # fmt: skip
_FEW, _LIKELY = 12, 0.9
"""Letters from which on a text has a language; confidence in one by a script in which others are written, too."""
_SCRIPT_OF = {
    "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "ps": "Arabic", "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic",
    "be": "Cyrillic", "mk": "Cyrillic", "el": "Greek", "he": "Hebrew", "ja": "Han", "zh": "Han", "ko": "Hangul",
    "hi": "Devanagari", "mr": "Devanagari", "ne": "Devanagari", "th": "Thai", "en": "Latin", "fr": "Latin", "de": "Latin",
    "es": "Latin", "pt": "Latin", "it": "Latin", "nl": "Latin", "sv": "Latin", "da": "Latin", "no": "Latin", "nb": "Latin",
    "fi": "Latin", "pl": "Latin", "cs": "Latin", "sk": "Latin", "hu": "Latin", "ro": "Latin", "tr": "Latin", "id": "Latin",
    "vi": "Latin", "hr": "Latin", "sl": "Latin", "lt": "Latin", "lv": "Latin", "et": "Latin", "ca": "Latin",
    **{code: script for script, code in _BY_SCRIPT.items()},
}  # fmt: skip
_INDIAN = re.compile(
    "|".join(
        f"(?P<{name}>[{first}-{last}])"
        for name, first, last in (
            ("Gurmukhi", "\u0a00", "\u0a7f"), ("Gujarati", "\u0a80", "\u0aff"), ("Oriya", "\u0b00", "\u0b7f"), ("Telugu", "\u0c00", "\u0c7f"),
            ("Kannada", "\u0c80", "\u0cff"), ("Malayalam", "\u0d00", "\u0d7f"), ("Sinhala", "\u0d80", "\u0dff"), ("Thaana", "\u0780", "\u07bf"),
            ("Tibetan", "\u0f00", "\u0fff"),
        )
    )
)  # fmt: skip
"""Scripts that only this module tells apart: the classifier learned from next to nothing in them."""


_EXTENDED, _MACRO = 3, frozenset(("ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"))
"""Letters of an extended language, and the languages that have such (RFC 5646, 2.2.2); behind others a magazine puts its initials."""


def tag(value: str | None) -> str | None:
    """A BCP 47 tag in its usual case, or None for what is none.

    >>> tag("pt_br"), tag("zh-hans-CN"), tag("ltr;"), tag("de-abc")
    ('pt-BR', 'zh-Hans-CN', None, 'de')
    """
    if value is None or not _TAG.match(value.strip()):
        return None
    first, *rest = value.strip().replace("_", "-").split("-")
    rest = [p for p in rest if len(p) != _EXTENDED or p.isdigit() or first.lower() in _MACRO]
    parts = [
        p.title() if len(p) == 4 and p.isalpha() else p.upper() if len(p) == 2 else p.lower() for p in rest
    ]
    return "-".join([first.lower(), *parts])


def told(text: str, stated: str | None, hint: str | None = None) -> tuple[str | None, str, float]:
    """Language of a text as (tag, source, confidence).

    A tag that the page states is believed while its script is the text's: templates are often left in English.

    >>> told("કોરોનાથી ડરેલા લોકો ફોન કરીને કહે છે", "en_IN")
    ('gu', 'text', 0.9)
    """
    text = _sample(text)
    script = _script(text)
    guess, sure = _guess(text, script)
    for claim, source in ((tag(stated), "html lang"), (tag(hint), "hint")):
        if claim and _fits(claim, script) and (guess is None or sure < 0.99 or _agree(claim, guess)):
            return claim, source, 0.95 if guess and _agree(claim, guess) else 0.7
    return (guess, "text", sure) if guess else (None, "", 0.0)


def _sample(text: str) -> str:
    if len(text) <= 4 * _SAMPLE:
        return text
    starts = (0, len(text) // 2, len(text) - _SAMPLE)
    return "\n".join(text[start : start + _SAMPLE] for start in starts)


def _agree(claim: str, guess: str) -> bool:
    family = {"nb": "no", "nn": "no", "hr": "sr", "bs": "sr", "sh": "sr", "in": "id", "ms": "id", "iw": "he"}
    a, b = claim.split("-")[0], guess.split("-")[0]
    return family.get(a, a) == family.get(b, b)


def _fits(claim: str, script: str | None) -> bool:
    expected = _SCRIPT_OF.get(claim.split("-")[0])
    return script is None or expected is None or expected == script


def _script(text: str) -> str | None:
    """The script that most letters are in; one that only this module knows where there are enough of them to go by."""
    counts = Counter(scripts(text))
    if not text.isascii():
        more = Counter(str(found.lastgroup) for found in _INDIAN.finditer(text))
        counts.update({name: count for name, count in more.items() if count >= _FEW})
    return max(counts, key=counts.__getitem__) if counts else None


def _guess(text: str, script: str | None) -> tuple[str | None, float]:
    if script is None or sum(map(str.isalpha, text)) < _FEW:
        return None, 0.0
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script], 0.99 if script in scripts(text) else _LIKELY
    name, sure = _identifier()(text)
    return (name, float(sure)) if _fits(name, script) else (None, 0.0)


@cache
def _identifier() -> "Callable[[str], tuple[str, Any]]":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 4 MB of model: only where a text is cleaned

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    _pack(model)
    classify: Callable[[str], tuple[str, Any]] = model.classify
    return classify


def _pack(model: Any) -> None:
    """Its lists of a hundred thousand numbers as arrays: a text jumps about in them, and each jump into a list costs two."""
    for name, kind in (("_rowbase", "I"), ("tk_output", "i")):
        if isinstance(held := getattr(model, name, None), list):
            setattr(model, name, array(kind, held))
