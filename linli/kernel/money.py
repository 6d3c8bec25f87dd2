"""Money is numeric yuan with two places (fen). Text in, words out, and shares that lose no fen."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal

FEN = Decimal("0.01")
TENTH = Decimal("0.1")
WAN = Decimal(10_000)
LIMIT = Decimal(10) ** 12
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
NUMBER = re.compile(r"(?P<sign>[-−+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d*))?(?P<unit>万元|万|元|圆)?")


def capital(amount: Decimal) -> str:
    """An amount in capital numerals (大写金额) for contracts and vouchers: 285000 → 贰拾捌万伍仟元整.

    From 0 up to, not including, 10^12 yuan, in whole fen; anything else raises ValueError.
    """
    if not 0 <= amount < LIMIT or amount != amount.quantize(FEN):
        raise ValueError(f"{amount} is not an amount from 0 to 10^12 yuan in whole fen")
    yuan, fen = divmod(int(amount * 100), 100)
    text = _whole(yuan) + "元" if yuan else ""
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return (text or "零元") + "整"
    if jiao:
        text += DIGITS[jiao] + "角"
    elif text:
        text += "零"
    return text + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    """A whole number in capitals, in groups of four digits; zeros between digits are said once."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group and text and (group < 1000 or groups[place + 1] == 0 or text.endswith("零")):
            text = text.rstrip("零") + "零"
        if group:
            text += _four(group) + GROUPS[place]
    return text


def _four(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return text


def parse_yuan(text: str, *, field: str = "", limit: Decimal = LIMIT) -> Decimal:
    """An amount as people type it: full-width digits, thousands separators, 元, 万 and 万元. Raises Refusal with the correction."""
    typed = (
        re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("¥", "").replace("，", ",").replace("。", ".")
    )
    found = NUMBER.fullmatch(typed)
    if not found or not (found["whole"] or found["part"]):
        raise Refusal(
            _("金额“%(text)s”不是数字。") % {"text": text.strip()[:30]},
            remedy=_("请以元为单位填写，例如 298000.00。"),
            field=field,
        )
    if found["sign"] in ("-", "−"):
        raise Refusal(_("金额不能是负数。"), remedy=_("退款或更正请另行办理冲销。"), field=field)
    number = Decimal(f"{(found['whole'] or '0').replace(',', '')}.{found['part'] or '0'}")
    if found["unit"] in ("万", "万元"):
        number *= WAN
    return _checked(number, field, limit)


def _checked(number: Decimal, field: str, limit: Decimal) -> Decimal:
    if number != number.quantize(FEN, ROUND_HALF_UP):
        raise Refusal(
            _("金额 %(number)s 超过两位小数，最小到分。") % {"number": f"{number:f}"},
            remedy=_("请改为 %(fen)s 元。") % {"fen": f"{number.quantize(FEN, ROUND_HALF_UP):,f}"},
            field=field,
        )
    if number >= limit:
        raise Refusal(
            _("金额 %(number)s 元超过系统上限。") % {"number": f"{number:,f}"},
            remedy=_("请核对是否多填了位数，或误以分为单位。"),
            field=field,
        )
    return number.quantize(FEN)


LOWEST, HIGHEST = Decimal("0.01"), Decimal("1.5")


def meant_in_wan(amount: Decimal, reference: Decimal | None) -> Decimal | None:
    """What was meant, in yuan, by an amount that was probably typed in 万元: ten thousand times as much lies near what it is
    held against (a budget, a contract, an instalment), and the amount itself is far below it. None where it is plausible."""
    if not reference or amount <= 0 or amount * 1000 > reference:
        return None
    meant = (amount * WAN).quantize(FEN)
    return meant if reference * LOWEST <= meant <= reference * HIGHEST else None


def wan_question(amount: Decimal, reference: Decimal | None) -> str:
    """The question that offers the correction, 您填写的是 35 元，是否为 35 万元（350,000.00 元）？; empty where there is nothing
    to ask."""
    meant = meant_in_wan(amount, reference)
    if meant is None:
        return ""
    words = {"typed": f"{amount.normalize():,f}", "yuan": f"{meant:,.2f}"}
    return _("您填写的是 %(typed)s 元，是否为 %(typed)s 万元（%(yuan)s 元）？") % words


def share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` in percent, to one decimal, half up; 0.0 of nothing."""
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal("0.0")


percent = share


def split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Divide an amount by weights exactly to the fen: the fen left over go to the largest remainders, earlier first."""
    total = sum(Decimal(weight) for weight in weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("the weights must not be negative and not all zero")
    fen = int(amount.quantize(FEN) * 100)
    exact = [fen * Decimal(weight) / total for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for place in order[: fen - sum(parts)]:
        parts[place] += 1
    return [Decimal(part) / 100 for part in parts]


def field(verbose_name: Any, **options: Any) -> "models.DecimalField[str | float | Decimal, Decimal]":
    """A column of money: numeric(16,2) yuan."""
    return models.DecimalField(verbose_name, max_digits=16, decimal_places=2, **options)
