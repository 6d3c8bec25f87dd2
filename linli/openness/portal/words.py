"""The plain words of the public pages: what a state means to somebody who never heard of it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.flow.thread.states import State, Step

Text = str | Promise

PLAIN: dict[str, tuple[str, Text]] = {
    State.ADOPTED: ("active", _("需求已确认")),
    State.DESIGNING: ("active", _("正在设计")),
    State.IN_APPROVAL: ("active", _("正在审批")),
    State.RETURNED: ("active", _("正在修改")),
    State.APPROVED: ("active", _("准备采购")),
    State.INTENTION: ("waiting", _("准备采购")),
    State.TENDER_DRAFT: ("waiting", _("准备采购")),
    State.TENDERING: ("waiting", _("正在招标")),
    State.REVIEWING: ("active", _("正在评审")),
    State.CONFIRMING: ("active", _("正在评审")),
    State.PUBLICITY: ("waiting", _("结果公示中")),
    State.CONTRACTING: ("active", _("正在签合同")),
    State.FAILED: ("none", _("没有招成")),
    State.DELIVERING: ("active", _("正在服务")),
    State.DELIVERED: ("active", _("服务已完成，等待检查")),
    State.EVALUATING: ("active", _("正在检查效果")),
    State.RECTIFYING: ("attention", _("正在整改")),
    State.FOLLOWING: ("active", _("回访中")),
    State.CLOSED: ("done", _("已经办完")),
    State.STOPPED: ("none", _("已经终止")),
}
"""Badge family and word of each state."""

AHEAD: dict[int, Text] = {
    Step.NEEDS: _("听居民说需要什么"),
    Step.GOALS: _("定下要做到的事和预算"),
    Step.TENDER: _("公开选服务单位"),
    Step.DELIVERY: _("签合同，提供服务，分期付款"),
    Step.EVALUATION: _("实地查看、专家评审、居民打分、查账"),
    Step.FOLLOW_UP: _("半年后回访，看效果是否还在"),
}
"""What will happen in a step that lies ahead."""


def state_word(state: str) -> Any:
    """The plain word of a state."""
    return PLAIN[state][1]


def state_family(state: str) -> str:
    """The badge family of a state on public pages."""
    return PLAIN[state][0]
