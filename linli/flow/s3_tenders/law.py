"""The room's questions to the rule book, beyond those that `book` answers by itself."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from linli.flow.s3_tenders.rules import METHODS, MethodRule, allowed_methods
from linli.flow.thread.models import Method
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal


def rule_of(method: str) -> MethodRule:
    """What binds a method."""
    return METHODS[method]


def number(parameter: str) -> int:
    """A parameter that counts something."""
    return int(book.value(parameter))


def share(parameter: str) -> Fraction:
    """A parameter that is a share, written 2/3 or 0.67."""
    return Fraction(str(book.value(parameter)))


def check_method(method: str, budget: Decimal) -> None:
    """Refuse a method that the amount does not leave."""
    open_from = Decimal(str(book.value("method.open_tender_from")))
    direct_below = Decimal(str(book.value("method.direct_below")))
    if method in allowed_methods(budget, open_from, direct_below):
        return
    limit = direct_below if method == Method.DIRECT else open_from
    parameter = "method.direct_below" if method == Method.DIRECT else "method.open_tender_from"
    raise Refusal(
        _("预算 %(budget)s 元，不能采用%(method)s：该方式只用于 %(limit)s 元以下的项目。")
        % {"budget": f"{budget:,.2f}", "method": Method(method).label, "limit": f"{limit:,.2f}"},
        remedy=_("请改用公开招标，或核对项目预算。"),
        field="method",
        clauses=[book.clause_words(parameter)],
    )
