"""The verbs of step 2."""

from linli.flow.s2_goals.actions.decision import approve, refuse, send_back, stop
from linli.flow.s2_goals.actions.design import describe, draft, save_budget
from linli.flow.s2_goals.actions.intention import publish_intention
from linli.flow.s2_goals.actions.submission import submit
from linli.flow.s2_goals.results.actions import fill, set_chain, set_people, set_targets, set_team

__all__ = [
    "approve",
    "describe",
    "draft",
    "fill",
    "publish_intention",
    "refuse",
    "save_budget",
    "send_back",
    "set_chain",
    "set_people",
    "set_targets",
    "set_team",
    "stop",
    "submit",
]
