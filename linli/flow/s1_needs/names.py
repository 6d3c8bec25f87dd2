"""The name and the number that somebody left with his voice, as they may stand in his own words. Pure.

Names cannot be told from words; but whoever left his is known, and what he left is found however it is written: with blanks
between, full-width or in Chinese numerals, without the area code. A form of address that names nobody (王女士) is left alone,
as is a given name without its surname, which may be any word (和平).
"""

import re
import unicodedata

_BETWEEN = r"[ \t\u3000·•.\-—－_]{0,2}"
_ADDRESSED = (
    "女士", "先生", "小姐", "阿姨", "大爷", "大妈", "大伯", "奶奶", "爷爷", "叔叔", "伯伯", "老师", "师傅", "医生", "同志", "书记", "主任",
)  # fmt: skip
_TWO = (
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文", "长孙", "端木", "百里",
)  # fmt: skip
"""Surnames of two characters."""
_FAMILIAR = ("老", "小", "阿")
_SHORTEST_PHONE, _LOCAL = 7, 8
_DIGITS = {str(n): f"[{n}{chr(0xFF10 + n)}{chinese}]" for n, chinese in enumerate(("〇零", *"一二三四五六七八九"))}
_DIGITS["1"] = "[1１一幺]"


def plain(name: str) -> str:
    """The name itself: without blanks, what stands in brackets, and the form of address at its end. Empty where none is left."""
    text = unicodedata.normalize("NFKC", name).partition("(")[0]
    text = re.sub(r"[\s·•.]", "", text)
    for ending in _ADDRESSED:
        text = text.removesuffix(ending)
    familiar = len(text) == 2 and text[0] in _FAMILIAR
    return "" if len(text) < 2 or familiar else text


def in_its_place(name: str) -> str:
    """王秀英 → 王某某, 欧阳明 → 欧阳某, Li Na → L某某."""
    if name[0] < "\u3400":
        return f"{name[0]}某某"
    surname = name[:2] if len(name) > 2 and name[:2] in _TWO else name[:1]
    return surname + "某" * min(len(name) - len(surname), 3)


def sign_of_name(name: str) -> re.Pattern[str]:
    """Where a plain name stands in a text; a Latin one only as a word of its own."""
    letters = _BETWEEN.join(map(re.escape, name))
    edge = ("(?<![A-Za-z])", "(?![A-Za-z])") if name[0] < "\u3400" else ("", "")
    return re.compile(letters.join(edge), re.IGNORECASE)


def sign_of_phone(phone: str) -> re.Pattern[str] | None:
    """Where a number stands in a text, with its area code or without; None for what is too short to name anybody."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    if len(digits) < _SHORTEST_PHONE:
        return None
    area = _area_of(phone, digits)
    local = _written(digits.removeprefix(area))
    return re.compile(f"(?:{_written(area)}{_BETWEEN})?{local}" if area else local)


def _area_of(phone: str, digits: str) -> str:
    """The area code of a landline: what stands before the first dash, else what is over eight digits."""
    if not digits.startswith("0"):
        return ""
    before, dash, _after = phone.partition("-")
    return before if dash and before.isdigit() and before.isascii() else digits[:-_LOCAL]


def _written(digits: str) -> str:
    return _BETWEEN.join(_DIGITS[one] for one in digits)


def hidden(text: str, name: str, phone: str, instead: str) -> str:
    """The text without the name and the number; `instead` stands where the number stood."""
    own, sign = plain(name), sign_of_phone(phone)
    if own:
        text = sign_of_name(own).sub(in_its_place(own), text)
    return sign.sub(instead, text) if sign else text
