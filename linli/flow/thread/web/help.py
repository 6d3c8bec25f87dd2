"""Help: what each step is for, who does what, and the keys of the interface."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.actions import registry
from linli.ui.steps import STEPS
from linli.ui.web.access import ActorRequest, signed_in_page

PURPOSES = {
    1: gettext_lazy("登记居民诉求，归并成需求，排序后公布需求清单；确认的需求成为项目。"),
    2: gettext_lazy("写清目标、指标和预算，经审批立项，公开采购意向满 30 日。"),
    3: gettext_lazy("发布公告，密封投标，到期开标，随机抽取评审专家，公布结果，签订并公告合同。"),
    4: gettext_lazy("按里程碑提交服务记录和进展报告，验收后凭发票付款。"),
    5: gettext_lazy("实地监测、专家评估、满意度测评、账目检查合成得分和等级，有问题的限期整改。"),
    6: gettext_lazy("完成后按期回访，看效果是否保持，问题处理完毕后办结。"),
}


@signed_in_page
def page(request: ActorRequest) -> HttpResponse:
    """The help page."""
    verbs: dict[int, list[str]] = {number: [] for number, _name in STEPS}
    for verb in registry.values():
        if verb.step in verbs and str(verb.label) not in verbs[verb.step]:
            verbs[verb.step].append(str(verb.label))
    steps = [(number, name, PURPOSES[number], verbs[number]) for number, name in STEPS]
    return render(request, "thread/help.html", {"head": {"title": _("帮助")}, "steps": steps})
