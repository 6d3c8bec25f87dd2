"""The arithmetic of instalments: pure, exact to the fen."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from linli.kernel.money import split

HUNDRED = Decimal(100)


def split_amount(amount: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount (yuan) by percentages, exactly to the fen.

    Raises ValueError when a percentage is not positive or they do not sum to 100.
    """
    if not percents or any(p <= 0 for p in percents) or sum(percents) != HUNDRED:
        raise ValueError("percentages must be positive and sum to 100")
    return split(amount, percents)


def due_days(start: date, end: date, count: int) -> list[date]:
    """The days on which `count` instalments fall due: the first at the start of the service, the last at its end, the
    others evenly between. A single one falls due at the end."""
    if count == 1:
        return [end]
    span = (end - start).days
    return [start + timedelta(days=round(span * i / (count - 1))) for i in range(count)]


def room_left(amount: Decimal, claimed: Decimal) -> Decimal:
    """What may still be requested of an instalment (yuan)."""
    return max(amount - claimed, Decimal(0))


def title(index: int, count: int) -> str:
    """What an instalment is called when the contract does not say: 首付款, 中期款, 尾款."""
    if count == 1:
        return "合同款"
    if index == 0:
        return "首付款"
    if index == count - 1:
        return "尾款"
    return "中期款" if count == 3 else f"第 {index + 1} 期款"


def conditions(index: int, count: int) -> str:
    """On what an instalment depends when the contract does not say."""
    if index == count - 1:
        return "成果验收合格，评估结果公布且等级为中以上"
    return "合同签订并报送工作计划" if index == 0 else "阶段进展经服务对象参与验收合格"
