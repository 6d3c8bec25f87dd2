"""The procurement intention: what the notice says before it is published, correcting, withdrawing and shortening it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, editions, standing
from linli.flow.s2_goals.reviews.models import IntentionEdition, ShortNotice
from linli.flow.s2_goals.reviews.web.forms import CorrectForm, IntentionForm, ReasonForm, ShortenForm
from linli.flow.s2_goals.reviews.web.rounds import DesignPage
from linli.foundations.rulebook import book
from linli.kernel import clock, workdays
from linli.kernel.actor import Actor
from linli.ui import formats
from linli.ui.clauses import chip
from linli.ui.due import shaky
from linli.ui.parts import Clause, Countdown, Fact
from linli.ui.web.acting import press
from linli.ui.web.verb_page import may_now


class _IntentionPage(DesignPage):
    def facts(self, record: Design) -> list[Fact]:
        """What the notice says by itself, and until when it stands."""
        until = record.intention_until or book.due("intention.days", clock.now())
        return [
            Fact(_("项目名称"), record.project.title),
            Fact(_("预算金额"), formats.yuan_unit(record.budget) if record.budget else ""),
            Fact(_("意向公开至"), formats.day_full(until), warning=shaky(until)),
        ]

    def clauses(self, record: Design) -> list[Clause]:
        return [one for one in (chip(book.citation(name)) for name in self.parameters) if one is not None]

    parameters: Sequence[str] = ("intention.days",)


class Publish(_IntentionPage):
    """The button publishes what the design says; whoever wants other words looks at the form first."""

    verb, form_class = design_actions.publish_intention, IntentionForm
    done = gettext_lazy("采购意向已公开")
    hint = gettext_lazy("公告载明项目名称、采购需求概况、预算金额和预计采购时间。公开后对所有人可见。")

    def initial(self, record: Design) -> dict[str, Any]:
        told = editions.proposed(record, clock.now())
        return {"overview": told.overview, "expected": told.expected}

    def post(self, request: Any, **keys: Any) -> HttpResponse:
        if "overview" in request.POST:
            return super().post(request, **keys)
        record = self.record()
        return press(request, self.verb, record, done=str(self.done), then=record.get_absolute_url())


class Correct(_IntentionPage):
    verb, form_class = actions.correct_intention, CorrectForm
    done = gettext_lazy("采购意向已更正")
    parameters = ("intention.correction", "intention.days")

    def initial(self, record: Design) -> dict[str, Any]:
        newest = editions.newest(record)
        told = newest or editions.proposed(record, clock.now())
        return {"overview": told.overview, "expected": self._month(newest, told), "note": told.note}

    def _month(self, newest: IntentionEdition | None, told: Any) -> Any:
        """The month that was said, or the first that a count begun today allows."""
        if newest is None or book.value("intention.correction") != "restart":
            return told.expected
        return max(told.expected, timezone.localdate(book.due("intention.days", clock.now())).replace(day=1))

    def facts(self, record: Design) -> list[Fact]:
        if book.value("intention.correction") != "restart":
            return super().facts(record)
        until = book.due("intention.days", clock.now())
        return [*super().facts(record), Fact(_("更正后公开至"), formats.day_full(until), warning=shaky(until))]


class Withdraw(_IntentionPage):
    verb, form_class = actions.withdraw_intention, ReasonForm
    done = gettext_lazy("采购意向已撤回")
    hint = gettext_lazy("理由公开。重新公开以前不能采购，重新公开后公开期间重新计算。")


class Shorten(_IntentionPage):
    verb, form_class = actions.shorten, ShortenForm
    done = gettext_lazy("申请已送审")
    button = gettext_lazy("送审")
    hint = gettext_lazy("只有不可预见的原因急需开展的采购才能缩短公开期。是否属于，由审批单位认定，系统不作结论。")
    parameters = ("intention.urgent_days", "intention.days")

    def initial(self, record: Design) -> dict[str, Any]:
        since = record.intention_at or clock.now()
        return {"earliest": max(book.last_day("intention.urgent_days", since), clock.today() + timedelta(days=1))}


def context(design: Design, actor: Actor) -> dict[str, Any]:
    """What the project's tab shows of the intention: the edition in force, the countdown, the buttons, applications."""
    newest = editions.newest(design) if design.intention_at else None
    return {
        "intention": newest,
        "intention_period": book.words("intention.days"),
        "intention_countdown": countdown(design) if newest is not None else None,
        "short_notices": ShortNotice.objects.filter(design=design).order_by("-pk"),
        "may_correct": may_now(actions.correct_intention, actor, design),
    }


def countdown(design: Design) -> Countdown | None:
    """The days of the intention, counted down to the first day on which the tender may be published."""
    if design.intention_until is None:
        return None
    shortened = standing.shortened_to(design)
    until = workdays.due_end(shortened) if shortened else design.intention_until
    name = "intention.urgent_days" if shortened else "intention.days"
    left = workdays.remaining(until, in_days=True)
    over = timezone.localdate(until) <= clock.today()
    return Countdown(
        title=_("采购意向公开"),
        moment=formats.day_full(until),
        left=_("已经满期") if over else formats.remaining(left.days, left.kind, at=until),
        duty=_("可以发布采购公告") if over else _("满期当日起可以发布采购公告"),
        note=_("，经批准缩短") if shortened else "",
        clause=chip(book.citation(name)),
        warning=shaky(until, {"unit": "days"}),
    )
