"""What the verbs of money ask of what was typed."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal
from linli.kernel.money import FEN


def positive(amount: Decimal, *, field: str = "amount", zero: bool = False) -> Decimal:
    """The amount, if it is above zero (or zero, where allowed) and in whole fen."""
    if amount < 0 or (not amount and not zero):
        raise Refusal(
            _("金额应大于 0 元。"), remedy=_("请填写大于 0 元的金额。"), field=field, code="amount_not_positive"
        )
    if amount != amount.quantize(FEN):
        raise Refusal(
            _("金额 %(amount)s 超过两位小数，最小到分。") % {"amount": f"{amount:f}"},
            remedy=_("请改为 %(fen)s 元。") % {"fen": f"{amount.quantize(FEN):,f}"},
            field=field,
        )
    return amount


def reasoned(reason: str, missing: str, remedy: str, *, field: str = "reason") -> str:
    """The reason without blanks at its ends; refused when there is none."""
    if not reason.strip():
        raise Refusal(missing, remedy=remedy, field=field)
    return reason.strip()


def outside(place: Any, owner: Any) -> Refusal:
    """The place does not lie within the owner's own."""
    return Refusal(
        _("%(place)s不在%(owner)s的范围内。") % {"place": place, "owner": owner},
        remedy=_("请选择资金单位所在区划以内的使用区域。"),
        field="place",
    )


def too_little(what: Any, left: Decimal, asked: Decimal) -> Refusal:
    """An account has less than is asked of it."""
    return Refusal(
        _("%(what)s余额 %(left)s 元，少于需要的 %(asked)s 元。")
        % {"what": what, "left": f"{left:,.2f}", "asked": f"{asked:,.2f}"},
        remedy=_("最多 %(left)s 元。") % {"left": f"{left:,.2f}"},
        field="amount",
        code="funds_available",
    )
