"""What in a text could name somebody: telephones, identity and card numbers, house numbers, mail addresses. Pure.

Whoever has to answer reads what was said; everybody else reads it with these hidden. A sign is found in full-width digits,
with blanks or dashes between, and in Chinese numerals. Names cannot be told from words, so the pages ask not to write them;
the name of him who said it is hidden where he left it (names.py).
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import names
from linli.kernel.errors import Refusal

_GAP = r"[ \t\u3000.·\-—－_]{0,2}"
_NUMERAL = r"[\d〇零一二三四五六七八九十百]"
_DIGIT = r"[\d〇零一二三四五六七八九幺]"
KINDS: dict[str, tuple[str | Promise, str, str]] = {
    "mail": (
        gettext_lazy("邮箱地址"),
        "〔邮箱〕",
        r"[A-Za-z0-9._%+\-]{1,64}[@＠][A-Za-z0-9\-]{1,63}(?:[.．][A-Za-z0-9\-]{1,63}){1,4}",
    ),
    "identity": (gettext_lazy("证件号码"), "〔证件号码〕", rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXxＸｘ](?!\d)"),
    "card": (gettext_lazy("证件或银行卡号"), "〔号码〕", r"(?<!\d)\d{15,19}(?!\d)"),
    "phone": (
        gettext_lazy("电话号码"),
        "〔电话〕",
        rf"(?<!{_DIGIT})(?:(?:\+|00)?86{_GAP})?[1１一幺]{_GAP}[3-9３-９三四五六七八九](?:{_GAP}{_DIGIT}){{9}}(?!{_DIGIT})"
        rf"|(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}\d{{7,8}}(?!\d)",
    ),
    "house": (
        gettext_lazy("门牌号"),
        "〔门牌号〕",
        rf"{_NUMERAL}+\s*(?:幢|栋|号楼|座|单元)(?:\s*{_NUMERAL}+\s*(?:单元|门|层|楼))?\s*{_NUMERAL}{{2,4}}\s*(?:室|号|户)?(?!{_NUMERAL}|[人位户名个年月日元层])"
        rf"|{_NUMERAL}{{3,4}}\s*室|门牌\s*{_NUMERAL}+\s*号"
        r"|(?<![\d\-])\d{1,3}[\-—－]\d{1,2}[\-—－]\d{3,4}(?![\d\-])",
    ),
}
"""Label, what stands in its place, and the sign, in the order in which they are looked for."""
_INSTEAD = re.compile(r"〔[^〔〕]{2,8}〕|\S?某{1,3}")
_SIGNS = {name: re.compile(sign) for name, (_label, _instead, sign) in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of sign, and how often it stands in the text."""

    label: str | Promise
    count: int

    def __str__(self) -> str:
        return _("%(what)s %(count)d 处") % {"what": self.label, "count": self.count}


def bare(text: str) -> str:
    """The text without characters that are not seen, which could part a number."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def masked(text: str, name: str = "", phone: str = "") -> str:
    """The text with every sign replaced by what it was; `name` and `phone` are those of him who said it."""
    text = without_own(bare(text), name, phone)
    for name, sign in _SIGNS.items():
        text = sign.sub(KINDS[name][1], text)
    return text


def without_own(text: str, name: str, phone: str) -> str:
    """The text without name and telephone of him who said it, and otherwise as it is."""
    return names.hidden(text, name, phone, KINDS["phone"][1])


def words_of(text: str) -> str:
    """A masked text without what stands in the place of signs and names: for what looks for words in it."""
    return _INSTEAD.sub(" ", text)


def found_in(text: str) -> list[Found]:
    """The signs in a text, by kind."""
    rest, made = bare(text), []
    for name, sign in _SIGNS.items():
        rest, count = sign.subn("\0", rest)
        if count:
            made.append(Found(KINDS[name][0], count))
    return made


def check_reason(text: str, field: str, least: int = 5) -> str:
    """A reason that goes into the journal: long enough, and naming nobody. Raises a Refusal."""
    reason = text.strip()
    if len(reason) < least:
        raise Refusal(
            _("理由只有 %(length)d 个字，至少 %(least)d 个字。") % {"length": len(reason), "least": least},
            remedy=_("请写明理由。"),
            field=field,
        )
    found = found_in(reason)
    if found:
        raise Refusal(
            _("理由里有%(found)s，理由会留痕。") % {"found": "、".join(map(str, found))},
            remedy=_("请删去个人信息。"),
            field=field,
            clauses=[_("个人信息保护法 第六条")],
        )
    return reason
