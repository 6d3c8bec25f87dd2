"""The tables of the follow-up (服务跟踪)."""

from linli.flow.s6_followup.models.followup import FollowUp, Visit
from linli.flow.s6_followup.models.issue import Issue

__all__ = ["FollowUp", "Issue", "Visit"]
