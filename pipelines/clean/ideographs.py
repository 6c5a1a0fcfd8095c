"""Bylines in Chinese characters: writers beside editors and photographers, names parted by a space."""

import re

_OTHERS = r"责任编辑|責任編輯|编辑|編輯|責編|责编|编审|审核|校对|校對|监制|監製|摄影|攝影|图片|圖片|图|圖|写真|撮影|編集|翻译|翻譯|イラスト"
"""What those do who did not write it."""
_WRITERS = r"作者|文字|撰文|文|记者|記者|通讯员|通訊員|取材・文|聞き手|執筆"
_OTHER = re.compile(
    rf"(?:(?<=^)|(?<=[\s（(|｜/／、，]))(?:{_OTHERS})\s*[:：]\s*.*?(?=[\s（(|｜/／、，]+(?:{_WRITERS}|{_OTHERS})\s*[:：]|$)"
)
_REPORTERS = re.compile(
    r"\s*(?:本报|本社|本网)?(?:见习|实习)?(?:记者|通讯员)[\s:：]+((?:[\u3400-\u9fff·]{1,8}[\s、]+)+[\u3400-\u9fff·]{1,8})\s*"
)
"""Simplified characters: a Japanese name has a space in its midst."""
_ACT = re.compile(r"\s*(?:摄影)?(?:报道|综合报道)$|\s+(?:发自|采写).*$")
_PAIR = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) ([\u3400-\u9fff])(?![\u3400-\u9fff])")
"""A name of two characters, set apart to be as wide as one of three."""


def writers(text: str) -> str:
    """The line without those who edited it or took its pictures, unless it names no one else, and with a sign between those who wrote it.

    >>> writers("作者：王小明 编辑：李四"), writers("编辑：李四"), writers("记者 王小明 李华 报道")
    ('作者：王小明', '编辑：李四', '记者 王小明、李华')
    """
    if text.isascii() or not any("\u3400" <= c <= "\u9fff" for c in text):
        return text
    text = _OTHER.sub("", text).strip() or text
    bare = _ACT.sub("", text)
    if found := _REPORTERS.fullmatch(_PAIR.sub(r"\1\2", bare)):
        return "记者 " + "、".join(re.split(r"[\s、]+", found[1]))
    return text
