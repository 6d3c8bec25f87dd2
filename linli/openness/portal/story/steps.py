"""The six steps in plain words: what was done, what is going on, what is to come."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.flow.s1_needs.models.needs import PUBLIC_STATES
from linli.flow.s2_goals.models import Indicator
from linli.flow.s2_goals.states import DesignState
from linli.flow.s6_followup.models import Visit
from linli.flow.thread.models import Project
from linli.flow.thread.states import State, Step
from linli.openness.portal.words import AHEAD
from linli.ui import parts
from linli.ui.formats import MONTHS, wan_unit


def told(project: Project) -> list[parts.Step]:
    """The steps for the vertical stepper."""
    closed = project.state == State.CLOSED
    made = []
    for number, name in Step.choices:
        state = "done" if closed or number < project.step else "current" if number == project.step else "todo"
        when = _("现在") if state == "current" else month(project.step_dates.get(str(number)))
        lines = [str(AHEAD[number])] if state == "todo" else [line(project, number) or str(AHEAD[number])]
        made.append(parts.Step(number, name, state, lines, when=when))
    return made


def line(project: Project, number: int) -> str:
    """What is known of a step that has begun; empty when there is nothing to say yet."""
    teller = TELLERS.get(number)
    return teller(project) if teller else ""


def _needs(project: Project) -> str:
    found = list(project.needs.filter(state__in=PUBLIC_STATES).values_list("title", flat=True))
    if not found:
        return ""
    shape = ngettext("来自 %(n)s 项居民需求：%(needs)s", "来自 %(n)s 项居民需求：%(needs)s", len(found))
    return shape % {"n": len(found), "needs": _("、").join(found)}


def _goals(project: Project) -> str:
    if not project.budget:
        return ""
    promised = Indicator.objects.filter(design__project=project, design__state=DesignState.PUBLISHED).count()
    amount = wan_unit(project.budget)
    if not promised:
        return _("预算 %(amount)s") % {"amount": amount}
    shape = ngettext("定下 %(n)s 项要做到的事，预算 %(amount)s", "定下 %(n)s 项要做到的事，预算 %(amount)s", promised)
    return shape % {"n": promised, "amount": amount}


def _tender(project: Project) -> str:
    if project.state == State.FAILED:
        return _("没有招成，将重新采购")
    if project.provider is None:
        return ""
    return _("%(method)s，%(who)s中选") % {"method": project.get_method_display() or _("采购"), "who": project.provider}


def _delivery(project: Project) -> str:
    if project.contract_amount is None:
        return ""
    return _("合同 %(amount)s，已支付 %(paid)s") % {
        "amount": wan_unit(project.contract_amount),
        "paid": wan_unit(project.net_paid),
    }


def _evaluation(project: Project) -> str:
    return _("评估等级：%(grade)s") % {"grade": project.grade} if project.grade else ""


def _followup(project: Project) -> str:
    done = Visit.objects.done().filter(project=project).count()
    return ngettext("已回访 %(n)s 次", "已回访 %(n)s 次", done) % {"n": done} if done else ""


TELLERS: dict[int, Callable[[Project], str]] = {
    Step.NEEDS: _needs,
    Step.GOALS: _goals,
    Step.TENDER: _tender,
    Step.DELIVERY: _delivery,
    Step.EVALUATION: _evaluation,
    Step.FOLLOW_UP: _followup,
}


def month(iso: str | None) -> str:
    """2026年3月, from an ISO date; empty without one."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    if (get_language() or "").startswith("en"):
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月"
