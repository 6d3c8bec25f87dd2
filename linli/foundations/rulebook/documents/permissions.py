"""Who may do what with documents: the bureau for the district's, a street office for its own, everybody may comment."""

from linli.foundations.rulebook.models import RuleComment, RuleVersion
from linli.kernel.actor import Actor
from linli.kernel.permissions import grant, kind, own, predicate, reach, role, signed_in, system

OFFICES = ("civil_affairs", "finance", "department", "town", "community")
KEEPERS = ("civil_affairs", "town")
"""Kinds of office that keep documents of their own."""


@predicate
def sees(actor: Actor, version: RuleVersion) -> bool:
    """The same rule as VersionQuerySet.visible_to, for one version."""
    return RuleVersion.objects.visible_to(actor).filter(pk=version.pk).exists()


@predicate
def at_home(actor: Actor, place: object) -> bool:
    """The place is the actor's own: the district the bureau's, a street its office's, never one below."""
    return bool(actor.place_code) and reach(place, "code") == actor.place_code


@predicate
def hears(actor: Actor, comment: RuleComment) -> bool:
    """The office that keeps the document takes its comments."""
    return actor.organisation_id == comment.draft.document.organisation_id


@predicate
def speaks(actor: Actor, draft: object) -> bool:
    """A visitor, or somebody for an office; whoever is signed in for a provider speaks as a visitor on the public page."""
    return actor.kind == "public" or actor.organisation_kind in OFFICES


clerk = role("clerk") & kind(*KEEPERS)
leader = role("leader") & kind(*KEEPERS)
keeps = own("document.organisation_id")
keeps_document = own("organisation_id")
keeping_clerk = clerk & keeps
keeping_leader = leader & keeps

grant("rulebook.document:list", signed_in)
grant("rulebook.document:prepare", clerk)
grant("rulebook.document:draft", clerk & at_home)
grant("rulebook.document:revise", clerk & keeps_document)
grant("rulebook.version:view", sees)
for _verb in ("edit", "attach", "detach", "consult", "conclude", "submit", "issue", "withdraw"):
    grant(f"rulebook.version:{_verb}", keeping_clerk)
grant("rulebook.version:enter", kind("civil_affairs") & keeping_clerk)
grant("rulebook.version:extend", keeping_leader)
grant("rulebook.version:repeal", keeping_leader)
for _verb in ("approve", "return", "refuse", "remind"):
    grant(f"rulebook.version:{_verb}", system)
grant("rulebook.comment:record", speaks)
grant("rulebook.comment:list", kind("civil_affairs", "supervisor") | keeps)
for _verb in ("show", "answer", "set_aside"):
    grant(f"rulebook.comment:{_verb}", clerk & hears)
