"""Who may do what in step 1. Residents speak and follow; those who serve the place answer, confirm, rank and publish."""

from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.flow.s1_needs.campaigns.states import AreaState
from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s1_needs.models.needs import PUBLIC_STATES
from linli.flow.s1_needs.models.suggestions import OfPlace
from linli.flow.s1_needs.models.voices import LISTENERS
from linli.flow.thread.models import LOCALS, OVERSEERS
from linli.foundations.forms.models.form import SURVEYING
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.permissions import anyone, covered, grant, kind, own, predicate, role, signed_in, system


@predicate
def is_public(actor: Actor) -> bool:
    """A resident without an account."""
    return actor.kind == "public"


@predicate
def hears(actor: Actor, voice: Voice) -> bool:
    """The same rule as VoiceQuerySet.visible_to, for one voice."""
    if actor.organisation_kind == OrganisationKind.SUPERVISOR:
        return True
    if actor.organisation_id is None:
        return False
    involved = actor.organisation_id in (voice.recorded_by_id, voice.organisation_id)
    return involved or (actor.organisation_kind in LISTENERS and actor.covers(voice.place_code))


@predicate
def recorded(actor: Actor, voice: Voice) -> bool:
    """The organisation that took it down: it knows what was said."""
    return actor.organisation_id is not None and actor.organisation_id == voice.recorded_by_id


@predicate
def sees(actor: Actor, need: Need) -> bool:
    """The same rule as NeedQuerySet.visible_to, for one need."""
    if need.state in PUBLIC_STATES or actor.organisation_kind in (*OVERSEERS, OrganisationKind.DEPARTMENT):
        return True
    return actor.organisation_kind in LOCALS and actor.covers(need.place_code)


@predicate
def sees_campaign(actor: Actor, campaign: Campaign) -> bool:
    """The same rule as CampaignQuerySet.visible_to, for one campaign."""
    return Campaign.objects.visible_to(actor).filter(pk=campaign.pk).exists()


@predicate
def asks_for(actor: Actor, campaign: Campaign) -> bool:
    """A surveyor with an area of the campaign that he still works in."""
    if actor.person_id is None:
        return False
    mine = campaign.areas.filter(person_id=actor.person_id, organisation_id=actor.organisation_id or 0)
    return mine.exclude(state=AreaState.ENDED).exists()


@predicate
def is_surveyor_of(actor: Actor, area: Area) -> bool:
    """The person whom the area was given to, acting for the same organisation."""
    return (actor.person_id, actor.organisation_id) == (area.person_id, area.organisation_id)


@predicate
def serves(actor: Actor, record: OfPlace) -> bool:
    """The same rule as SeenWhereServed.visible_to, for one record."""
    if actor.organisation_kind == OrganisationKind.SUPERVISOR:
        return True
    return actor.organisation_kind in LISTENERS and actor.covers(record.place_code)


listening_clerk = kind(*LISTENERS) & role("clerk")
listeners = kind(*LISTENERS, OrganisationKind.SUPERVISOR)
clerk_of_the_place = listening_clerk & covered("place_code")
answering_clerk = clerk_of_the_place | (kind(OrganisationKind.DEPARTMENT) & role("clerk") & own())

grant("needs.voice:list", kind(*LISTENERS, OrganisationKind.DEPARTMENT, OrganisationKind.SUPERVISOR))
grant("needs.voice:view", hears)
grant("needs.voice:read", (kind(*LISTENERS) & covered("place_code")) | recorded)
grant("needs.voice:record", is_public | (listening_clerk & covered("code")))
grant("needs.voice:answer", answering_clerk)
grant("needs.voice:transfer", answering_clerk)
grant("needs.voice:extend", answering_clerk)
grant("needs.voice:merge", clerk_of_the_place)
grant("needs.voice:gather", clerk_of_the_place)
grant("needs.voice:unmerge", clerk_of_the_place)
grant("needs.voice:close", clerk_of_the_place)
grant("needs.voice:mask", clerk_of_the_place)
grant("needs.voice:link", clerk_of_the_place)
grant("needs.voice:urge", system)
grant("needs.voice:part", system)
grant("needs.voice:withdraw", is_public)
grant("needs.voice:reopen", is_public)
grant("needs.voice:rate", is_public)
grant("needs.voice:follow", anyone)
grant("needs.contact:reveal", clerk_of_the_place)
grant("needs.hotline:import", listening_clerk)
grant("needs.phone:send", is_public)
grant("needs.phone:fail", is_public)
grant("needs.phone:check", is_public)

grant("needs.need:list", signed_in)
grant("needs.need:view", sees)
grant("needs.need:enter", listening_clerk)
grant("needs.need:confirm", listening_clerk & covered("code"))
grant("needs.need:revise", clerk_of_the_place)
grant("needs.need:rank", clerk_of_the_place)
grant("needs.need:classify", clerk_of_the_place)
grant("needs.need:drop", clerk_of_the_place)
grant("needs.need:adopt", kind(*PURCHASERS) & role("clerk") & covered("place_code"))
grant("needs.need:adopt_further", kind(*PURCHASERS) & role("clerk") & covered("place_code"))
grant("needs.need:join", kind(*PURCHASERS) & role("clerk") & own("purchaser_id"))
grant("needs.need:leave", kind(*PURCHASERS) & role("clerk") & own("purchaser_id"))
grant("needs.need:attach", system)
grant("needs.need:release", system)
grant("needs.need:meet", system)

grant("needs.list:view", anyone)
grant("needs.list:prepare", listening_clerk)
grant("needs.list:publish", listening_clerk & covered("code"))

office_of_campaign = listening_clerk & own("organisation_id")

grant("needs.campaign:list", kind(*SURVEYING, OrganisationKind.SUPERVISOR))
grant("needs.campaign:view", sees_campaign)
grant("needs.campaign:plan", listening_clerk)
for _verb in ("revise", "import_list", "start", "assign", "remind", "extend", "publish", "cancel"):
    grant(f"needs.campaign:{_verb}", office_of_campaign)
grant("needs.campaign:close", office_of_campaign | system)
grant("needs.campaign:review", kind(*LISTENERS) & role("clerk", "leader") & own("organisation_id"))
grant("needs.campaign:reveal", office_of_campaign | asks_for)
grant("needs.area:reassign", listening_clerk & own("campaign.organisation_id"))
grant("needs.area:finish", is_surveyor_of)
grant("needs.suggestion:list", listeners)
grant("needs.suggestion:view", serves)
grant("needs.suggestion:accept", clerk_of_the_place)
grant("needs.suggestion:attach", clerk_of_the_place)
grant("needs.suggestion:decline", clerk_of_the_place)
grant("needs.suggestion:decline_many", listening_clerk)
grant("needs.run:prepare", listening_clerk)
grant("needs.run:view", serves)
grant("needs.run:order", listening_clerk & covered("code"))
grant("needs.run:carry_out", system)
grant("needs.deliberation:view", serves)
grant("needs.deliberation:record", listening_clerk & covered("code"))
grant("needs.mapping:list", listeners)
grant("needs.mapping:write", kind(OrganisationKind.CIVIL_AFFAIRS) & role("clerk"))
