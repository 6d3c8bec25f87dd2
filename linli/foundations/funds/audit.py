"""What must be so of the money: a source's balances are the sums of what its projects hold and of its entries (yuan)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.audit import Check, rows

_HELD = (
    "SELECT s.id, s.name FROM funds_fundsource AS s LEFT JOIN funds_reservation AS r ON r.source_id = s.id"
    " GROUP BY s.id HAVING (s.reserved, s.committed, s.spent) IS DISTINCT FROM"
    " (coalesce(sum(r.reserved), 0), coalesce(sum(r.committed), 0), coalesce(sum(r.spent), 0)) ORDER BY s.id"
)
_ENTERED = (
    "SELECT s.id, s.name FROM funds_fundsource AS s LEFT JOIN funds_entry AS e ON e.source_id = s.id"
    " GROUP BY s.id HAVING s.amount <> coalesce(sum(e.amount) FILTER (WHERE e.kind IN ('open', 'adjust')), 0)"
    " OR s.spent <> coalesce(sum(e.amount * CASE e.kind WHEN 'spend' THEN 1 ELSE -1 END)"
    " FILTER (WHERE e.kind IN ('spend', 'reverse')), 0)"
    " OR s.amount - s.reserved - s.committed - s.spent <> coalesce((array_agg(e.available ORDER BY e.id DESC))[1], 0)"
    " ORDER BY s.id"
)


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("funds.held", gettext_lazy("资金来源的预留、签约、支付等于各项目之和"), lambda: _told(_HELD)),
        Check("funds.entries", gettext_lazy("资金来源的总额、支付和可用余额等于流水之和"), lambda: _told(_ENTERED)),
    ]


def _told(sql: str) -> Iterator[str]:
    for pk, name in rows(sql):
        yield _("资金来源 %(pk)s“%(name)s”对不上账。") % {"pk": pk, "name": name}
