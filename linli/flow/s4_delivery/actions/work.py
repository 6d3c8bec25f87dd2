"""The whole implementation: its plan, and its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.guards import expect, required
from linli.flow.s4_delivery.models import Delivery, ServiceRecord
from linli.flow.s4_delivery.states import DeliveryState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.kernel import clock, hooks
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "delivery.delivery:plan",
    gettext_lazy("报送工作计划"),
    short=pgettext_lazy("待办", "报送"),
    subject=Delivery,
    moves=({DeliveryState.PREPARING, DeliveryState.RUNNING}, DeliveryState.RUNNING),
    tells=gettext_lazy("投入人员 %(staff)s 人"),
)
def plan(delivery: Delivery, *, actor: Actor, text: str, staff_count: int) -> Delivery:
    """Hand in the work plan, or a changed one. `staff_count` is how many people the provider puts in."""
    expect(delivery.project, (State.DELIVERING,), _("报送工作计划"))
    if staff_count < 1:
        raise Refusal(_("投入人员 %(n)d 人。") % {"n": staff_count}, remedy=_("至少填 1 人。"), field="staff_count")
    delivery.plan = required(text, "text", _("工作计划"), least=8)
    delivery.staff_count, delivery.planned_at = staff_count, clock.now()
    record(staff=staff_count)
    return delivery


@action(
    "delivery.delivery:finish",
    gettext_lazy("申报完工"),
    short=pgettext_lazy("待办", "申报"),
    subject=Delivery,
    moves=({DeliveryState.RUNNING}, DeliveryState.FINISHED),
    tells=gettext_lazy("服务记录 %(records)s 条，服务 %(participants)s 人次"),
    public=True,
)
def finish(delivery: Delivery, *, actor: Actor, summary: str) -> Delivery:
    """The service is rendered: every milestone before the last is accepted. The project waits for its evaluation; the
    last instalment waits for the grade."""
    project = delivery.project
    expect(project, (State.DELIVERING,), _("申报完工"))
    left = [m.title for m in project.milestones.before_last().unaccepted()]
    if left:
        raise Refusal(
            _("%(count)d 个节点还没有验收：%(titles)s。") % {"count": len(left), "titles": "、".join(left)},
            remedy=_("请先报告进展并经采购人验收，再申报完工。"),
        )
    totals = ServiceRecord.objects.filter(project=project).valid().totals()
    if not totals["records"]:
        raise Refusal(_("还没有任何服务记录。"), remedy=_("请先登记服务记录，再申报完工。"))
    delivery.summary = required(summary, "summary", _("完工小结"), least=8)
    delivery.finished_on = clock.today()
    record(**totals)
    spine.move(project, State.DELIVERED)
    hooks.call("delivery.finished", project=project, actor=actor)
    return delivery
