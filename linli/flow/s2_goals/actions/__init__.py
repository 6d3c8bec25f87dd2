"""The verbs of step 2."""

from linli.flow.s2_goals.actions.decision import approve, refuse, send_back, stop
from linli.flow.s2_goals.actions.design import describe, draft, save_budget, set_targets
from linli.flow.s2_goals.actions.intention import publish_intention
from linli.flow.s2_goals.actions.submission import submit

__all__ = [
    "approve",
    "describe",
    "draft",
    "publish_intention",
    "refuse",
    "save_budget",
    "send_back",
    "set_targets",
    "stop",
    "submit",
]
