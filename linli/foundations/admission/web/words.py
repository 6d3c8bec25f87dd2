"""Values of admission in words, as its pages show them."""

from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.admission.models import Admission
from linli.foundations.admission.states import FAMILY
from linli.kernel import clock
from linli.ui import formats
from linli.ui.parts import Fact, Figure
from linli.ui.status import Status


def status(record: Any) -> Status:
    """The badge of an admission, an opinion or a report; one whose day has passed is overdue."""
    late = record.state in ("filed", "answered") and record.due_at < clock.now()
    if late or (record.state == "filed" and record.answer_due_at < clock.now()):
        return Status("danger", _("已逾期"))
    return Status(FAMILY[record.state], record.get_state_display())


def basics(found: Admission) -> list[Fact]:
    """What everybody may know of an admission."""
    made = [
        Fact(_("状态"), status=status(found)),
        Fact(_("申请部门"), str(found.organisation)),
        Fact(_("准入期限"), formats.day_range(found.since, found.until)),
        Fact(_("工作内容"), found.content),
        Fact(_("依据"), found.legal_basis),
    ]
    if found.number:
        made.insert(1, Fact(_("准入编号"), found.number))
    if found.end_reason:
        made += [
            Fact(_("撤销日期"), formats.day_full(found.ended_on)),
            Fact(_("撤销理由"), found.end_reason),
        ]
    return made


def figures(rows: list[Any]) -> list[Figure]:
    """What goes with the task altogether: communities, money, staff, hours."""
    places = {row.place_id for row in rows}
    years = sorted({row.year for row in rows})
    span = _("%(n)s 个年度合计") % {"n": len(years)}
    money = sum((row.money for row in rows), start=0 * rows[0].money) if rows else 0
    staff = sum(max((r.staff for r in rows if r.place_id == place), default=0) for place in places)
    return [
        Figure(_("社区（村）"), str(len(places)), _("个"), _("准入范围")),
        Figure(_("随事经费"), formats.wan(money), _("万元"), span),
        Figure(_("随事人员"), str(staff), _("名"), _("每年")),
        Figure(_("工作量"), f"{sum(row.hours for row in rows):,}", _("小时"), span),
    ]
