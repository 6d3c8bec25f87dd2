"""The verbs of campaigns."""

from linli.flow.s1_needs.campaigns.actions.areas import assign, finish, reassign, remind
from linli.flow.s1_needs.campaigns.actions.planning import Plan, import_list, plan, revise
from linli.flow.s1_needs.campaigns.actions.reviewing import VERBS as VERDICTS
from linli.flow.s1_needs.campaigns.actions.reviewing import reveal, review
from linli.flow.s1_needs.campaigns.actions.running import cancel, close, extend, publish, start

__all__ = [
    "VERDICTS", "Plan", "assign", "cancel", "close", "extend", "finish", "import_list", "plan", "publish", "reassign",
    "remind", "reveal", "review", "revise", "start",
]  # fmt: skip
