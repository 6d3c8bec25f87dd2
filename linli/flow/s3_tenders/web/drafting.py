"""Pages for drafting, publishing, failing and cancelling a tender."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import standing
from linli.flow.s3_tenders import actions, law
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.web.forms import NoticeForm, PublishForm, ReasonForm
from linli.flow.s3_tenders.web.verb_page import VerbPage
from linli.flow.thread.models import Method, Project
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import forms, parts
from linli.ui.clauses import chip
from linli.ui.due import fact as due_fact
from linli.ui.formats import day_full, yuan_unit
from linli.ui.web.access import ActorRequest, require, signed_in_page
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page

DEFAULTS = ((_("服务方案"), 40), (_("人员配备"), 20), (_("类似业绩"), 10), (_("服务承诺"), 10))


@signed_in_page
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """A new attempt for a project, filled in from its design."""
    project = get_object_or_404(Project.objects.select_related("place", "purchaser"), pk=pk)
    require(request.actor, "tenders.tender:draft", project)
    form = NoticeForm(request.POST or None, initial=_from_design(project, request))
    form.hold_against("budget", project.budget)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.draft, project=project, notice=form.notice()),
        title=actions.draft.label,
        button=_("保存草稿"),
        done=_("招标文件已保存"),
        cancel_url=project.get_absolute_url(),
        crumbs=[
            parts.Crumb(_("购买服务项目"), reverse("thread:list")),
            parts.Crumb(project.number, project.get_absolute_url()),
        ],
        sub=[project.title, _("项目预算 %(b)s") % {"b": yuan_unit(project.budget)}],
        template="tenders/notice_form.html",
        clauses=notice_clauses(),
    )


def _from_design(project: Project, request: ActorRequest) -> dict[str, Any]:
    design = Design.objects.filter(project=project).first()
    made: dict[str, Any] = {
        "method": project.method or Method.OPEN_TENDER,
        "budget": project.budget,
        "contact": f"{request.actor.organisation_name} {request.actor.person_name}",
        "requirements": design.goal if design else "",
        "price_weight": 20,
    }
    for n, (name, weight) in enumerate(DEFAULTS, start=1):
        made |= {f"name_{n}": name, f"weight_{n}": weight}
    return made


def notice_clauses() -> list[parts.Clause]:
    """The law that the draft is checked against."""
    names = ("score.price_weight_max", "tender.bid_bond_percent", "method.open_tender_from")
    return [one for one in (chip(book.citation(name)) for name in names) if one is not None]


class Edit(VerbPage):
    verb = actions.edit
    form_class = NoticeForm
    template_name = "tenders/notice_form.html"
    button = gettext_lazy("保存草稿")
    done = gettext_lazy("招标文件已保存")

    def initial(self, record: Tender) -> dict[str, Any]:
        names = ("method", "budget", "bond_percent", "price_weight", "requirements", "qualification", "document",
                 "contact", "reasons", "invited")  # fmt: skip
        made: dict[str, Any] = {name: getattr(record, name) for name in names}
        for one in record.criteria.all():
            made |= {
                f"name_{one.order}": one.name,
                f"weight_{one.order}": one.weight,
                f"standard_{one.order}": one.standard,
            }
        return made

    def do(self, record: Tender, data: Mapping[str, Any]) -> Any:
        return act(self.request, actions.edit, record, notice=self.form_sent.notice())

    def form(self, record: Tender, *data: Any) -> forms.Form:
        self.form_sent = NoticeForm(*data, version=record.version, initial=self.initial(record))
        self.form_sent.hold_against("budget", record.project.budget)
        return self.form_sent

    def clauses(self, record: Tender) -> list[parts.Clause]:
        return notice_clauses()


class Publish(VerbPage):
    verb = actions.publish
    form_class = PublishForm
    done = gettext_lazy("采购公告已发布")

    def initial(self, record: Tender) -> dict[str, Any]:
        day = timezone.localdate(book.due(law.rule_of(record.method).bid_days, clock.now())) + timedelta(days=1)
        return {"bids_due": timezone.make_aware(datetime.combine(day, time(9, 30)))}

    def facts(self, record: Tender) -> list[parts.Fact]:
        rule = law.rule_of(record.method)
        now = clock.now()
        made = [
            due_fact(_("最早截止"), book.due(rule.bid_days, now), note=book.words(rule.bid_days)),
            due_fact(_("公告期至"), book.due("tender.notice_days", now), note=book.words("tender.notice_days")),
            parts.Fact(_("最高限价"), yuan_unit(record.budget)),
        ]
        if rule.intention:
            since = standing.counted_from(record.project)
            made.insert(0, parts.Fact(_("意向公开"), day_full(since), note=book.words("intention.days")))
        return made

    def clauses(self, record: Tender) -> list[parts.Clause]:
        rule = law.rule_of(record.method)
        names = [
            rule.bid_days,
            *(["intention.days"] if rule.intention else []),
            *([rule.supply_days] if rule.supply_days else []),
        ]
        return [one for one in (chip(book.citation(name)) for name in names) if one is not None]


class Fail(VerbPage):
    verb = actions.fail
    form_class = ReasonForm
    done = gettext_lazy("已废标")
    hint = gettext_lazy("废标后本次采购结束，不能恢复；可以重新组织采购。理由随公告公开。")


class Cancel(VerbPage):
    verb = actions.cancel
    form_class = ReasonForm
    done = gettext_lazy("采购已终止")
    hint = gettext_lazy("终止后本次采购结束，已递交的投标文件不再开启。理由随公告公开。")


class Confirm(VerbPage):
    """The leader sees the ranking before he confirms its first."""

    verb = actions.confirm
    form_class = forms.Form
    template_name = "tenders/result.html"
    done = gettext_lazy("中标人已确认")
    hint = gettext_lazy("按评审报告的排序确定排名第一的投标人为中标人。")

    def more(self, record: Tender) -> dict[str, Any]:
        from linli.flow.s3_tenders.web.tender import ranking

        return {**super().more(record), "ranking": ranking(record)}

    def clauses(self, record: Tender) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("award.confirm_days")),) if one is not None]


class Announce(Confirm):
    verb = actions.announce
    done = gettext_lazy("中标结果已公告，中标通知书已发出")
    hint = gettext_lazy("公告中标结果、全部得分和评审委员会名单，同时发出中标通知书。")

    def clauses(self, record: Tender) -> list[parts.Clause]:
        found = (chip(book.citation(name)) for name in ("award.announce_days", "award.publicity_days"))
        return [one for one in found if one is not None]
