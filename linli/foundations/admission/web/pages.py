"""Pages of one admission: what it is, what goes with it, who says what, its verbs."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.admission import actions
from linli.foundations.admission.models import Admission, Opinion
from linli.foundations.admission.states import AdmissionState
from linli.foundations.admission.web import forms, words
from linli.kernel import hooks
from linli.kernel.models.files import StoredFile
from linli.ui import due
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage, may_now


def way(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("社区准入"), reverse("admission:clerk")), *more]


def seen(request: ActorRequest) -> QuerySet[Admission]:
    return Admission.objects.visible_to(request.actor).select_related("organisation__place", "renews")


@needs("admission.admission:list")
def admission(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    actor = request.actor
    rows = list(found.shares.select_related("place"))
    panels = hooks.call("approvals.panel", found, actor) if _is_inside(request, found) else []
    opinions = found.opinions.filter(round=found.round).select_related("place", "organisation")
    context = {
        "crumbs": way(Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [found.number or found.reference, found.organisation.name],
            "actions": _buttons(request, found),
        },
        "admission": found,
        "figures": words.figures(rows),
        "facts": _facts(found),
        "shares": rows,
        "opinions": [(one, words.status(one)) for one in opinions] if _is_inside(request, found) else [],
        "mine": next((one for one in opinions if may_now(actions.give_opinion, actor, one)), None),
        "files": StoredFile.objects.filter(subject_type="admission.admission", subject_id=found.pk),
        "may_withdraw": may_now(actions.withdraw, actor, found),
        "may_acknowledge": found.state == "revoked" and actor.may("admission.admission:acknowledge", found),
        "approval_panel": next((one for one in panels if one), None),
    }
    return render(request, "admission/admission.html", context)


def _is_inside(request: ActorRequest, found: Admission) -> bool:
    """Opinions and the chain are for the department, who was asked and who oversees; others see the public list's facts."""
    actor = request.actor
    if actor.organisation_kind in ("civil_affairs", "finance", "supervisor"):
        return True
    asked = found.opinions.filter(organisation_id=actor.organisation_id).exists() if actor.organisation_id else False
    return asked or found.organisation_id == actor.organisation_id


def _facts(found: Admission) -> list[Fact]:
    made = words.basics(found)
    if found.state == AdmissionState.CONSULTING:
        made.append(due.fact(_("意见反馈期限"), found.consult_until))
    if found.answer:
        made.append(Fact(_("退回或不予准入的理由"), found.answer))
    if found.renews is not None:
        made.append(Fact(_("续办"), f"{found.renews.number} {found.renews.title}"))
    return made


def _buttons(request: ActorRequest, found: Admission) -> list[Action]:
    made = []
    for verb, label, name, icon, look in (
        (actions.describe, _("修改申请"), "describe", "pencil", "default"),
        (actions.attach, _("随事经费和人员"), "shares", "coin-yuan", "default"),
        (actions.submit, _("提交申请"), "submit", "send", "primary"),
        (actions.issue, _("列入准入清单"), "issue", "speakerphone", "primary"),
        (actions.renew, _("续办准入"), "renew", "refresh", "default"),
        (actions.revoke, _("撤销准入"), "revoke", "ban", "danger"),
    ):
        if may_now(verb, request.actor, found):
            made.append(Action(label, reverse(f"admission:{name}", args=[found.pk]), icon, look))
    return made


@needs("admission.admission:apply")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    return form_page(
        request,
        forms.AdmissionForm(posted(request)),
        lambda data: act(request, actions.apply, **data),
        title=_("申请社区准入"),
        sub=[_("先保存，再填写随事经费和人员，核对后提交")],
        button=_("保存申请"),
        done=_("准入申请已保存，接下来填写随事经费和人员"),
        then=lambda made: reverse("admission:shares", args=[made.pk]),
        cancel_url=reverse("admission:clerk"),
        crumbs=way(),
        template="ui/pages/verb.html",
    )


@needs("admission.admission:list")
@require_POST
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    return press(request, actions.withdraw, found, done=_("准入申请已撤回"), then=found.get_absolute_url())


@needs("admission.admission:list")
@require_POST
def acknowledge(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    return press(request, actions.acknowledge, found, done=_("已知悉撤销"), then=found.get_absolute_url())


class _AdmissionPage(VerbPage):
    def queryset(self) -> QuerySet[Admission]:
        return seen(self.request)

    def crumbs(self, record: Admission) -> list[Crumb]:
        return way(Crumb(record.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        return words.basics(record)


class Describe(_AdmissionPage):
    verb, form_class = actions.describe, forms.AdmissionForm
    done = gettext_lazy("准入申请已修改")

    def initial(self, record: Admission) -> dict[str, Any]:
        return {name: getattr(record, name) for name in ("title", "content", "legal_basis", "since", "until")}

    def facts(self, record: Any) -> list[Fact]:
        return [Fact(_("退回的理由"), record.answer)] if record.answer else []


class Submit(_AdmissionPage):
    verb, form_class = actions.submit, forms.SubmitForm
    done = gettext_lazy("准入申请已提交，正在征求社区意见")
    hint = gettext_lazy("提交后先征求各社区（村）意见，再进入审批。")

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        attachments = [data["attachment"]] if data["attachment"] else []
        return act(self.request, self.verb, record, attachments=attachments)


class Issue(_AdmissionPage):
    verb, form_class = actions.issue, forms.EmptyForm
    done = gettext_lazy("已列入准入清单")
    hint = gettext_lazy("列入后自动编号并公开，项目可以据此申报。")


class Renew(_AdmissionPage):
    verb, form_class = actions.renew, forms.RenewForm
    done = gettext_lazy("续办申请已建立，请核对随事经费后提交")


class Revoke(_AdmissionPage):
    verb, form_class = actions.revoke, forms.ReasonForm
    done = gettext_lazy("准入已撤销")
    hint = gettext_lazy("撤销后不能再用于新项目，已签的合同继续履行。理由公开。")


class GiveOpinion(VerbPage):
    """A community says what it thinks of a task that is to come."""

    verb, form_class = actions.give_opinion, forms.OpinionForm
    done = gettext_lazy("准入意见已反馈")

    def queryset(self) -> QuerySet[Opinion]:
        asked = Opinion.objects.filter(admission__in=Admission.objects.visible_to(self.request.actor))
        return asked.select_related("admission__organisation", "place")

    def crumbs(self, record: Opinion) -> list[Crumb]:
        return way(Crumb(record.admission.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        mine = record.admission.shares.filter(place=record.place)
        given_to = [
            Fact(
                _("%(place)s %(year)s 年") % {"place": record.place, "year": row.year},
                _("经费 %(money)s 元，人员 %(staff)s 名，工作量 %(hours)s 小时")
                % {"money": f"{row.money:,.2f}", "staff": row.staff, "hours": row.hours},
            )
            for row in mine
        ]
        return [*words.basics(record.admission), *given_to]
