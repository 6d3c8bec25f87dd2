"""Pages of supplements (增补申请)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.catalogue import actions, lookup, negative
from linli.foundations.catalogue.models import Supplement
from linli.foundations.catalogue.web import forms, words
from linli.kernel import hooks
from linli.ui import formats
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage, may_now

KEPT = (*actions.SUPPLEMENT_FIELDS, "price_from", "price_to", "served")


def way(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("指导性目录"), reverse("catalogue:clerk")),
        Crumb(_("增补申请"), reverse("catalogue:supplements")),
        *more,
    ]


def _seen(request: ActorRequest) -> QuerySet[Supplement]:
    return Supplement.objects.visible_to(request.actor).select_related("organisation", "item__batch")


@needs("catalogue.supplement:list")
def supplement(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    inside = request.actor.may("catalogue.supplement:view", found)
    panels = hooks.call("approvals.panel", found, request.actor) if inside else []
    context = {
        "crumbs": way(Crumb(found.name)),
        "head": {
            "title": found.name,
            "sub": [found.number, found.organisation.name],
            "actions": _buttons(request, found),
        },
        "supplement": found,
        "facts": _facts(found),
        "may_submit": may_now(actions.submit_supplement, request.actor, found),
        "may_withdraw": may_now(actions.withdraw, request.actor, found),
        "approval_panel": next((one for one in panels if one), None),
    }
    return render(request, "catalogue/supplement.html", context)


def _facts(found: Supplement) -> list[Fact]:
    judged = dict(negative.choices()).get(found.negative_mark, "")
    submitted = formats.day_full(found.submitted_at) if found.submitted_at else ""
    return [
        Fact(_("状态"), status=words.status(found)),
        Fact(_("建议列入"), dict(lookup.fields()).get(found.field_code, found.field_code)),
        Fact(_("服务内容"), found.content),
        Fact(_("增补理由"), found.why),
        Fact(_("服务对象"), words.joined(found.served_labels)),
        Fact(_("参考价"), words.price_words(found)),
        Fact(_("参考价依据"), found.basis),
        Fact(_("服务标准"), found.standard),
        Fact(_("负面清单认定"), judged),
        *([Fact(_("认定理由"), found.negative_reason)] if found.negative_reason else []),
        Fact(_("提交日期"), submitted),
        *([Fact(_("退回或不同意的理由"), found.answer)] if found.answer else []),
    ]


def _buttons(request: ActorRequest, found: Supplement) -> list[Action]:
    made = []
    for verb, label, name, icon, look in (
        (actions.revise, _("修改申请"), "supplement_revise", "pencil", "default"),
        (actions.judge_supplement, _("负面清单认定"), "supplement_judge", "scale", "default"),
        (actions.include, _("列入增补批次"), "supplement_include", "list-check", "primary"),
    ):
        if may_now(verb, request.actor, found):
            made.append(Action(label, reverse(f"catalogue:{name}", args=[found.pk]), icon, look))
    return made


@needs("catalogue.supplement:apply")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Apply for an item; `?name=` is what the purchaser was looking for."""
    form = forms.SupplementForm(posted(request), initial={"name": request.GET.get("name", "")[:80]})
    return form_page(
        request,
        form,
        lambda data: act(request, actions.apply, **data),
        title=_("申请增补目录"),
        sub=[_("先保存，核对后提交审批")],
        button=_("保存申请"),
        done=_("增补申请已保存"),
        cancel_url=reverse("catalogue:supplements"),
        crumbs=way(),
        template="ui/pages/verb.html",
    )


@needs("catalogue.supplement:list")
@require_POST
def send(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    return press(request, actions.submit_supplement, found, done=_("增补申请已提交审批"), then=found.get_absolute_url())


@needs("catalogue.supplement:list")
@require_POST
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    return press(request, actions.withdraw, found, done=_("增补申请已撤回"), then=found.get_absolute_url())


class _SupplementPage(VerbPage):
    def queryset(self) -> QuerySet[Supplement]:
        return _seen(self.request)

    def crumbs(self, record: Supplement) -> list[Crumb]:
        return way(Crumb(record.name, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        return _facts(record)[1:7]


class Revise(_SupplementPage):
    verb, form_class = actions.revise, forms.SupplementForm
    done = gettext_lazy("增补申请已修改")

    def initial(self, record: Supplement) -> dict[str, Any]:
        return {name: getattr(record, name) for name in KEPT}

    def facts(self, record: Any) -> list[Fact]:
        return [Fact(_("退回的理由"), record.answer)] if record.answer else []


class Judge(_SupplementPage):
    verb, form_class = actions.judge_supplement, forms.JudgedForm
    done = gettext_lazy("负面清单认定已记录")

    def initial(self, record: Supplement) -> dict[str, Any]:
        return {"negative_mark": record.negative_mark, "negative_reason": record.negative_reason}

    def do(self, record: Any, data: Any) -> Any:
        return act(self.request, self.verb, record, mark=data["negative_mark"], reason=data["negative_reason"])


class Include(_SupplementPage):
    verb, form_class = actions.include, forms.IncludeForm
    done = gettext_lazy("已列入增补批次")
    hint = gettext_lazy("列入后自动编批并公开，从施行日期起可以购买。")

    def initial(self, record: Supplement) -> dict[str, Any]:
        return {"code": lookup.next_code(record.field_code)}
