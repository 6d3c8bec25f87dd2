"""Which public events are notices, and under which name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. `verbs` are the actions whose public events are such notices; `heading` names the document."""

    key: str
    label: str | Promise
    verbs: tuple[str, ...]
    heading: str | Promise


KINDS: tuple[Kind, ...] = (
    Kind("needs", _("需求清单"), ("needs.list:publish",), _("%(what)s")),
    Kind("plan", _("购买计划"), ("goals.plan:publish",), _("%(what)s")),
    Kind(
        "intention",
        _("采购意向"),
        ("goals.intention:publish", "goals.intention:correct"),
        _("%(what)s采购意向公开"),
    ),
    Kind(
        "intention_changed",
        _("意向变更"),
        ("goals.intention:withdraw", "goals.short_notice:approve"),
        _("%(what)s采购意向变更公告"),
    ),
    Kind("tender", _("采购公告"), ("tenders.tender:publish",), _("%(what)s采购公告")),
    Kind("award", _("中标结果"), ("tenders.award:announce",), _("%(what)s中标结果公告")),
    Kind("contract", _("合同公告"), ("tenders.contract:publish",), _("%(what)s合同公告")),
    Kind("evaluation", _("评估结果"), ("evaluation.evaluation:publish",), _("%(what)s绩效评估结果公告")),
    Kind(
        "ended",
        _("废标终止"),
        ("tenders.tender:fail", "tenders.tender:cancel", "thread.project:stop"),
        _("%(what)s废标（终止）公告"),
    ),
    Kind(
        "consultation",
        _("征求意见"),
        ("rulebook.version:consult",),
        _("关于《%(what)s》公开征求意见的公告"),
    ),
    Kind("rules", _("政策文件"), ("rulebook.version:issue",), _("关于发布《%(what)s》的公告")),
    Kind("repeal", _("文件废止"), ("rulebook.version:repeal",), _("关于废止《%(what)s》的公告")),
)
BY_KEY = {kind.key: kind for kind in KINDS}
BY_VERB = {verb: kind for kind in KINDS for verb in kind.verbs}
