"""Bylines in Chinese characters: writers beside editors and photographers, names parted by a space."""

import re

_OTHERS = r"责任编辑|責任編輯|编辑|編輯|責編|责编|编审|审核|校对|校對|监制|監製|摄影|攝影|图片|圖片|图|圖|写真|撮影|編集|翻译|翻譯|イラスト"
"""What those do who did not write it."""
_EDITORS = r"(?:值班|网络|实习|本期|本版|新媒体)?(?:责任编辑|責任編輯|编辑|編輯|責編|责编|编审|审核|校对|校對|监制|監製|主编|主編|总编|總編|编校|翻译|翻譯|編集)"
_EDITED = re.compile(rf"\W*{_EDITORS}\s*(?:[:：/／]\s*|\s+)[\u3400-\u9fff·、，,\s]{{2,40}}\W*")
"""A line that names nobody but those who edited, read or translated it."""
_WRITERS = r"作者|文字|撰文|文|记者|記者|通讯员|通訊員|取材・文|聞き手|執筆"
_OTHER = re.compile(
    rf"(?:(?<=^)|(?<=[\s（(|｜/／、，]))(?:{_OTHERS})\s*[:：]\s*.*?(?=[\s（(|｜/／、，]+(?:{_WRITERS}|{_OTHERS})\s*[:：]|$)"
)
_BESIDE = re.compile(rf"(?<=[\u3400-\u9fff])\s+{_EDITORS}\s+[\u3400-\u9fff·]{{2,8}}(?=\s|$)")
_EDITOR = re.compile(rf"\W*{_EDITORS}\s*[:：]")
_REPORTERS = re.compile(
    r"\s*(?:本报|本社|本网)?(?:见习|实习)?(?:记者|通讯员)[\s:：]+((?:[\u3400-\u9fff·]{1,8}[\s、]+)+[\u3400-\u9fff·]{1,8})\s*"
)
"""Simplified characters: a Japanese name has a space in its midst."""
_NAME = r"(?:[^\W\da-zA-Z的了在将们和与及是社报后中等时都会说问编审者]{2,4}|[^\W\da-zA-Z的了在将们和与及是社报后中等时都会说问编审者] [\u3400-\u9fff]|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff]{1,8})"
_TOWNS = "台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|台東|臺東|澎湖|金門|東京|首爾|華盛頓|紐約|倫敦|巴黎|北京|上海|香港|柏林"
_BRACKETED = re.compile(
    rf"[（(【〔\[［]\s?(?:[\u3400-\u9fff]{{2,8}}?)?(?:(?<!通讯)(?:见习|实习|實習|特约|特派)?(?:记者|記者|通讯员|特派員))\s?[:：]?\s?"
    rf"(?P<names>{_NAME}(?:(?:[、，,]|\s(?:通讯员\s)?){_NAME}){{0,4}}?)(?:\s?[／/]\s?[\u3400-\u9fff]{{2,4}}[報报][導道]|(?:{_TOWNS})\d{{1,2}}日[電电]|\s?(?:摄影|综合|综合)?[报報][道導])?\s?[)）】〕\]］]"
)
"""``（记者 王小明）``, ``（新华社记者王小明、李华）``, ``〔記者王小明／台北報導〕``."""
_REPORTED = re.compile(
    rf"[（(【〔\[［]?\s?(?:[\u3400-\u9fff]{{2,5}}?)?(?:特派)?(?:记者|記者)\s?[:：]?\s?(?P<names>{_NAME}(?:[、，,]{_NAME}){{0,4}})(?:\s?[／/]\s?[\u3400-\u9fff]{{2,4}}[報报][導道])?\s?[)）】〕\]］]?"
)
"""``記者王小明／台北報導`` and ``新华社记者王小明``, alone."""
_FROM = re.compile(r"(?:^|[讯訊电電道導日报報])\s*$")
"""How the line before the reporter at the head of a story ends."""
_HEAD, _TAIL = 40, 60
_ACT = re.compile(r"\s*(?:摄影)?(?:报道|综合报道)$|\s+(?:发自|采写).*$")
_PAIR = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) ([\u3400-\u9fff])(?![\u3400-\u9fff])")
"""A name of two characters, set apart to be as wide as one of three."""


def writers(text: str) -> str:
    """The line without those who edited it or took its pictures, and with a sign between those who wrote it.

    Whoever took its pictures stays if nobody else is named.

    >>> writers("作者：王小明 编辑：李四"), writers("编辑：李四"), writers("记者 王小明 李华 报道")
    ('作者：王小明', '', '记者 王小明、李华')
    """
    if text.isascii() or not any("\u3400" <= c <= "\u9fff" for c in text):
        return text
    if _EDITED.fullmatch(text):
        return ""
    if found := _REPORTED.fullmatch(text):
        return "作者：" + _PAIR.sub(r"\1\2", found["names"])
    text = _BESIDE.sub("", text)
    text = _OTHER.sub("", text).strip() or ("" if _EDITOR.match(text) else text)
    bare = _ACT.sub("", text)
    if found := _REPORTERS.fullmatch(_PAIR.sub(r"\1\2", bare)):
        return "记者 " + "、".join(re.split(r"[\s、]+", found[1]))
    return text


def reporters(text: str, *, end: bool) -> str:
    """Who is named in brackets as the reporter at the head of a story's first block, or at the end of its last; empty where nobody is.

    >>> reporters("本报讯（记者 王小明）大桥今日通车。", end=False), reporters("大桥今日通车。（新华社记者王小明、李华）", end=True)
    ('作者：王小明', '作者：王小明、李华')
    """
    if "者" not in text and "通讯员" not in text:
        return ""
    if end:
        found = next(
            (m for m in _BRACKETED.finditer(text, max(0, len(text) - _TAIL)) if m.end() >= len(text) - 1),
            None,
        )
    else:
        found = _BRACKETED.search(text, 0, _HEAD + _TAIL)
        found = found if found and found.start() <= _HEAD and _FROM.search(text[: found.start()]) else None
    if found is None:
        return ""
    names = re.split(r"[\s、，,]+", _PAIR.sub(r"\1\2", found["names"]).replace("通讯员", " ").strip())
    return "作者：" + "、".join(names)
