"""The verbs of parties."""

from linli.foundations.parties.actions.invitations import invite, reset_factors, reset_password
from linli.foundations.parties.actions.memberships import end, grant_role
from linli.foundations.parties.actions.organisations import create, resume, suspend, update, update_contact
from linli.foundations.parties.actions.people import change_password, set_password, update_profile
from linli.foundations.parties.actions.registration import approve, reapply, refuse, register

__all__ = [
    "approve",
    "change_password",
    "create",
    "end",
    "grant_role",
    "invite",
    "reapply",
    "refuse",
    "register",
    "reset_factors",
    "reset_password",
    "resume",
    "set_password",
    "suspend",
    "update",
    "update_contact",
    "update_profile",
]
