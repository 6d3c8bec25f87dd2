"""The right column of the project page: other deadlines, money, who works on it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.thread import asking, tabs
from linli.flow.thread.models import Project
from linli.foundations.parties.roles import Role
from linli.kernel.actor import Actor
from linli.kernel.models import Event, Task
from linli.ui import formats, parts
from linli.ui.due import due_of, of_task


def side(project: Project, tasks: list[Task], actor: Actor, events: Iterable[Event] = ()) -> dict[str, Any]:
    """Deadlines after the nearest one, money, and who acted last for each side; people only of the events given."""
    made: dict[str, Any] = {"deadlines": _deadlines(tasks, actor), "people": people(project, events)}
    if project.contract_amount:
        made["money"] = tabs.money(project) or _money(project)
    return made


def _deadlines(tasks: list[Task], actor: Actor) -> list[parts.Deadline]:
    """Each leads to its page where the reader may go on there; the others' project is the page itself."""
    return [
        parts.Deadline(
            timezone.localdate(task.due_at),
            task.title,
            task.due_basis,
            asking.page(task, actor),
            due_of(task.due_at).tone,
            of_task(task),
        )
        for task in [task for task in tasks if task.due_at][1:6]
        if task.due_at
    ]


def _money(project: Project) -> dict[str, Any]:
    """Of a contract whose instalments no room knows yet."""
    assert project.contract_amount is not None
    rest = project.contract_amount - project.paid_amount
    return {
        "unit": _("万元"),
        "paid": project.paid_amount,
        "planned": project.paid_amount,
        "total": project.contract_amount,
        "label": _("已支付 %(amount)s") % {"amount": formats.wan_unit(project.paid_amount)},
        "rows": [
            parts.Slice(_("已支付"), formats.wan(project.paid_amount)),
            *([parts.Slice(_("其中已退回"), formats.wan(project.refunded_amount))] if project.refunded_amount else []),
            parts.Slice(_("待支付"), formats.wan(rest)),
            parts.Slice(_("合计"), formats.wan(project.contract_amount), total=True),
        ],
    }


def people(project: Project, events: Iterable[Event]) -> list[parts.Fact]:
    """Who acted last as the purchaser's clerk and leader, the provider's manager, the supervisor; newest event first."""
    seats: dict[tuple[int | None, str], str] = {
        (project.purchaser_id, Role.CLERK): _("采购经办"),
        (project.purchaser_id, Role.LEADER): _("分管领导"),
        (project.provider_id, Role.MANAGER): _("项目主管"),
        (None, Role.SUPERVISOR): _("监督"),
    }
    found: dict[str, parts.Fact] = {}
    for event in events:
        whose = None if event.role == Role.SUPERVISOR else event.organisation_id
        label = seats.get((whose, event.role))
        if label and event.person and label not in found:
            found[label] = parts.Fact(label, event.person.name)
    return [found[label] for label in seats.values() if label in found]
