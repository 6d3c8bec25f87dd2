"""The verbs that write what a design promises."""

from linli.flow.s2_goals.results.actions.filling import fill
from linli.flow.s2_goals.results.actions.pages import set_chain, set_people, set_targets, set_team

__all__ = ["fill", "set_chain", "set_people", "set_targets", "set_team"]
