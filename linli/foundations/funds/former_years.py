"""Money that comes back for a year that is closed: it is this year's income, in the source that the old one was carried to."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.foundations.funds import accounts, carrying, posting
from linli.foundations.funds.models import Entry, Reservation, Stage
from linli.kernel.errors import Refusal

ZERO = Decimal(0)


def taker(held: Reservation) -> Reservation | None:
    """The holding that takes what comes back for this one; None where its own year is still open. Raises Refusal when the
    year is closed and nothing of its source was carried on."""
    if not carrying.is_closed(held.source.year):
        return None
    found = carrying.heir(held)
    if found is None:
        raise Refusal(
            _("%(year)s 年度已经结账，“%(source)s”没有结转到以后年度。")
            % {"year": held.source.year, "source": held.source},
            remedy=_("请将退回的资金作为新的资金来源登记。"),
            code="year_closed",
            status=409,
        )
    return found


def left_to_return(held: Reservation, heir: Reservation) -> Decimal:
    """What of a closed year's spending has not come back yet; the account that counts it is held."""
    income = accounts.account(heir.source, Stage.INCOME)
    posting.hold([income.pk, held.spent_account_id])
    back = Entry.objects.filter(account=income, posting__project_key=held.project_key).aggregate(
        sum=Sum("amount", default=ZERO)
    )
    left: Decimal = held.spent + back["sum"]
    return left


def legs(heir: Reservation, part: Decimal, into: int) -> dict[int, Decimal]:
    """This year's income for what came back."""
    return {accounts.account(heir.source, Stage.INCOME).pk: -part, into: part}
