"""Words that stand where a writer's name may and are nobody's: buttons, fields of forms, licences, advertisements, titles alone.

A page's classes and places mark more than its writers: what a reader may log in to, under which licence it is, what somebody is
by trade. What is asked here is asked of every name but of those that a page states as persons.
"""

import re
from functools import lru_cache

from pipelines.clean.cues import cue

ANYBODY = re.compile(
    r"(?:die |the |la |a |our )?(?:online-?|news ?)?(?:redaktion|redacción|redação|rédaction|redazione|redactie|redakcja|redakce|redakcia|redakcija|redaksi|redaktionen|toimitus|staff|staff (?:writer|reporter)s?|editors?|team|newsroom|news desk|web desk|desk|agenc(?:y|ies|ias)|wire reports?|"
    r"редакция|редакція|وكالات|التحرير|编辑部|編集部|本报讯|综合|편집국|보도국)$",
    re.IGNORECASE,
)
"""A desk signs, and no person."""
_FURNITURE = frozenset(
    ("widget", "advertisement", "share", "comments", "related", "subscribe", "navigation", "legal")
)
_AGENCY = "AA"
"""Anadolu Ajansı signs as a widget for the size of letters does."""
_SURE = 0.9
"""Of a cue: the whole line is such words."""
_LOGIN = (
    r"\b(?:log[ -]?(?:in|out|on)|sign[ -]?(?:in|up|out)|einloggen|ausloggen|eingeloggten?|anmelden|abmelden|registrieren|connexion|se connecter|s['’]inscrire|iniciar sesión|cerrar sesión|"
    r"reg[ií]str(?:arse|ate)|accedi|registrati|iniciar sessão|cadastre-se|inloggen|uitloggen|aanmelden|logga in|log ind|logg inn|kirjaudu|zaloguj|zarejestruj|přihlásit|prihlásiť|bejelentkezés|"
    r"autentificare|войти|регистрация|увійти|реєстрація|giriş yap|üye ol|kayıt ol|đăng nhập|đăng ký)\b|^(?:ال)?(?:تسجيل )?(?:ال)?دخول(?:\s|$)|^تسجيل(?:\s|$)|^ثبت ?نام|^ورود(?:\s|$)|התחבר|הרשמה|"
    r"เข้าสู่ระบบ|สมัครสมาชิก|登录|登入|注册|註冊|ログイン|新規登録|로그인|회원가입"
)
_FORM = (
    r"^e-?mail\b|\b(?:passwor[dt]|contraseña|mot de passe|senha|wachtwoord|lösenord|hasło|heslo|jelszó|пароль|şifre)\b|^(?:repeat|confirm|repetir|confirmar|répéter|wiederhol\w+)\s|"
    r"^(?:(?:first|last|your|full|ihr|dein|votre|tu|su|seu) )?(?:name|vorname|nachname|nombre|apellidos?|nom|prénom|nome|cognome|naam|namn|navn|imię|nazwisko|имя|фамилия|jméno|氏名|お名前|名前|姓名|이름)$"
)
_PAID = (
    r"^(?:paid|sponsored|promoted|branded) (?:content|post|story|article)$|^(?:advertorial|advertisement|anzeige|werbung|publireportage|publirreportaje|publinota|contenido patrocinado|contenu sponsorisé|"
    r"reklama|reklám|реклама|إعلان|广告|廣告|広告|광고|iklan|quảng cáo|विज्ञापन)$|โฆษณา|\b(?:try|start|join|buy|book|download|get)\b(?: \S+){0,3} (?:free|now|today|started)$|^(?:switch|go|back|skip|return|jump) to\s|^you(?:r)? (?:are|have|can|will|need)\b|(?:^|\w)kund(?:e|in)\b"
)
_RIGHTS = r"\bcreative commons\b|^cc[- ](?:by|0)\b|^(?:copyright|©|\(c\)\s)|\ball rights reserved\b|\bpublic domain\b(?! review)"
_PLACES = (
    r"^(?:bluesky|mastodon|threads|tiktok|whatsapp|google scholar|orcid|pubmed|crossref|flipboard|publisher)$"
)
"""Networks and indexes of papers, which profiles and references lead to; what a template has for the publisher."""
_THANKS = r"^(?:danke|vielen dank|thanks|thank you|merci|gracias|obrigad[oa]|grazie|dank je|tack|takk|kiitos|dziękuj[eę]|děkuj[ie]|спасибо|дякую)$"
_COLUMNS = r"^\W*記者\s?(?:[ァ-ヺー]+|手帳|の目|席)\W*$|^(?:記者|編集委員|論説委員)の"
"""Rubrics of Japanese papers, which begin with the word for a reporter."""
_PICTURE = (
    r"^(?:fotos?|photos?|photograph(?:er|y)?|zdjęci[ae]|фото)\s+(?=\S)|^(?:fotos?|photos?|photography)$"
)
_TRADE = r"^(?:licen[sc]ed|certified|registered|accredited|chartered)(?!.*\b(?:institut(?:e|ion)|association|society|board|college|council|accountants)\b)(?:\s+[^\W\d_]+){1,5}$"
_STRANGE = re.compile("|".join((_LOGIN, _FORM, _PAID, _PLACES, _THANKS, _PICTURE, _TRADE)), re.IGNORECASE)
_CERTIFIED = re.compile(_TRADE, re.IGNORECASE)
_WHOLE = re.compile(f"{_RIGHTS}|{_COLUMNS}", re.IGNORECASE)
_COUNTED = re.compile(r"\d+(?:\s+[^\W\d_]\S*){3,}")
"""``5 Great Ideas That Work``: the headline of a list."""
_TITLE = re.compile(
    r"\b(?:educator|horticultur(?:al)?ist|dietiti?an|nutritionist|therapist|psychologist|psychiatrist|psychotherapist|clinician|veterinarian|consultant|strategist|technologist|analyst|"
    r"researcher|instructor|lecturer|physician|pharmacist|economist|historian|sociologist|scientist|biologist|electrician|entrepreneur|attorney|realtor|sommelier|clinic|hospital|health)s?$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?:[MB]\.?\s?(?:A|Sc|S|Ed)|Ph\.?\s?D|M\.?B\.?A)\.?,?(?:\s|$)")
_FOREIGN = re.compile("[\u0080-\u00ff]")
_SHORT = 6


@lru_cache(maxsize=4096)
def is_nobody(name: str) -> bool:
    """Whether the words of a name are something else's.

    >>> [is_nobody(n) for n in ("Log in or sign up", "Creative Commons Attribution", "E-mail", "Danke", "Ida Holm", "Staff")]
    [True, True, True, True, False, False]
    """
    name = name.strip(" *:")
    return _STRANGE.search(name) is not None or is_furniture(name)


@lru_cache(maxsize=4096)
def is_furniture(line: str) -> bool:
    """Whether a line that may name several names none of them.

    >>> [is_furniture(line) for line in ("Advertisement", "© 2024 The Bote", "By Ida Holm and Bo Ek")]
    [True, True, False]
    """
    name = line.strip(" *:")
    if ANYBODY.fullmatch(name) or name == _AGENCY:
        return False
    if _WHOLE.search(name) or _COUNTED.fullmatch(name):
        return True
    found = cue(name) if not any(map(str.isdigit, name)) else None
    return (found is not None and found[0] in _FURNITURE and found[1] > _SURE) or _is_garbled(name)


def is_title(name: str) -> bool:
    """Whether words of a byline say what somebody is, or at which clinic: behind a name, they are no other's.

    >>> is_title("Garden Educator"), is_title("Bo Ek")
    (True, False)
    """
    return " " in name and (_TITLE.search(name) is not None or _CERTIFIED.match(name) is not None)


def is_degree(name: str) -> bool:
    """``M.A. Journalism``: behind a title only, for M. A. may be somebody's first names."""
    return _DEGREE.match(name) is not None


def _is_garbled(name: str) -> bool:
    """Signs of another script, read as Western ones: most of them are none of the English letters."""
    return len(name) > _SHORT and not name.isascii() and len(_FOREIGN.findall(name)) * 2 > len(name)
