"""Words that lead to a writer's name in one language, and are words of other things or names in others.

``Na Amina Juma`` is by Amina Juma in Swahili, ``Na Placu`` on the square in Polish; ``Oleh`` says *by* in Indonesia and is a first name in
Ukraine. So the language of the page decides.
"""

import re

from pipelines.clean.leads import CAPITAL
from pipelines.clean.names import AND, person_like

_LEADS = {
    "sw": r"(?:imeandikwa |imeandaliwa |imetayarishwa )?na", "af": r"(?:geskryf )?deur", "ca": r"per", "tl": r"(?:isinulat )?n(?:i|ina)", "fil": r"(?:isinulat )?n(?:i|ina)",
    "id": r"oleh", "ms": r"oleh", "ro": r"de", "hr": r"pišu?e?", "sr": r"(?:pišu?e?|пишу?е?)", "bs": r"pišu?e?", "sl": r"piše", "sq": r"nga", "is": r"eftir", "el": r"από(?: (?:τον|την))?", "pl": r"oprac\.?|opracowa(?:ł|ła)|napisał[aiy]?|rozmawiał[ai]?",
    "cs": r"napsal[aiy]?", "sk": r"napísal[ai]?", "ru": r"подготовил[аи]?|беседовал[аи]?|записал[аи]?", "uk": r"підготува(?:в|ла|ли)|записа(?:в|ла)", "hi": r"द्वारा", "bn": r"লিখেছেন", "ur": r"(?:تحریر|از)", "th": r"(?:เขียน|รายงาน)?โดย|ผู้เขียน",
    "hu": r"írta", "gl": r"por", "eu": r"egilea",
}  # fmt: skip
_PATTERNS = {
    code: re.compile(rf"\s*(?:{lead})\s*[:：]?\s+{CAPITAL}", re.IGNORECASE) for code, lead in _LEADS.items()
}
_AND = {
    "sw": re.compile(r"\s+na\s+(?=[A-Z])"),
    "tl": re.compile(r"\s+at\s+(?=[A-Z])"),
    "fil": re.compile(r"\s+at\s+(?=[A-Z])"),
}
_FIRST = re.compile(rf"\s*(?:[,;|/(\n–•·-]|\d|\s(?:{AND}|at|na|dan|ir)\s).*", re.DOTALL)
"""What stands behind the first of the names."""
_CITED = {"vi": re.compile(r"\s*theo\s+", re.IGNORECASE)}
"""Words that name a source, and no writer."""


def led(text: str, language: str) -> str:
    """A line with *By* for the word that leads to a name in its language; empty where it names a source.

    >>> led("Na Amina Juma na Peter Otieno", "sw"), led("Na Placu Zamkowym", "pl"), led("Theo Tuổi Trẻ", "vi")
    ('By Amina Juma and Peter Otieno', 'Na Placu Zamkowym', '')
    """
    code = language.partition("-")[0]
    if (cited := _CITED.get(code)) and cited.match(text):
        return ""
    lead = _PATTERNS.get(code)
    found = lead.match(text) if lead else None
    rest = text[found.end() :] if found else ""
    if not person_like(_FIRST.sub("", rest)):  # ``Nga Tirana në Durrës``, ``De Crăciun``
        return text
    return f"By {_AND[code].sub(' and ', rest) if code in _AND else rest}"
