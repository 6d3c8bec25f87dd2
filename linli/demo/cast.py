"""Who plays: the organisations and people of the demo district, entered by actions on its first day."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.demo import names
from linli.foundations.parties.actions import invitations, organisations, people
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import OrganisationKind as Kind
from linli.foundations.parties.rules import Secret
from linli.foundations.parties.tokens import password_link
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor

PASSWORD = "linli-yanshi-2026"  # noqa: S105
EXPERTS = 24
ACCOUNTS: dict[str, tuple[str, str]] = {
    "minzheng": (Kind.CIVIL_AFFAIRS, "clerk"),
    "minzheng-ld": (Kind.CIVIL_AFFAIRS, "leader"),
    "caizheng": (Kind.FINANCE, "clerk"),
    "caizheng-ld": (Kind.FINANCE, "leader"),
    "bumen": (Kind.DEPARTMENT, "clerk"),
    "jiedao": (Kind.TOWN, "clerk"),
    "jiedao-ld": (Kind.TOWN, "leader"),
    "shequ": (Kind.COMMUNITY, "clerk"),
    "shequ-ld": (Kind.COMMUNITY, "leader"),
    "chengjie": (Kind.SOCIAL_ORGANISATION, "manager"),
    "shuniu": (Kind.HUB, "manager"),
    "zhuanjia": (Kind.EXPERT_BODY, "expert"),
    "jiandu": (Kind.SUPERVISOR, "supervisor"),
    "yunwei": (Kind.OPERATOR, "operator"),
}
"""User name of the account that is shown for each role; the first person of that kind and role gets it."""
SHOWN_TOWN = "320117004"
"""The street whose people get the shown accounts: Shiqiu, which covers all of its communities by open tender."""


@dataclass
class Cast:
    """Everybody on stage, findable by organisation and role."""

    actors: dict[tuple[int, str], list[Actor]] = field(default_factory=dict)
    towns: dict[str, Organisation] = field(default_factory=dict)
    communities: dict[str, Organisation] = field(default_factory=dict)
    providers: list[Organisation] = field(default_factory=list)
    departments: list[Organisation] = field(default_factory=list)
    single: dict[str, Organisation] = field(default_factory=dict)

    def who(self, organisation: Organisation | int, role: str, turn: int = 0) -> Actor:
        """Somebody with this role in this organisation; `turn` picks among several."""
        key = organisation if isinstance(organisation, int) else organisation.pk
        found = self.actors[key, role]
        return found[turn % len(found)]

    def one(self, kind: str, role: str) -> Actor:
        """Somebody of the only organisation of a kind, e.g. the civil-affairs bureau's clerk."""
        return self.who(self.single[kind], role)


class Casting:
    """Enters organisations and people one by one."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.free_names: Iterator[str] = iter(names.people())
        self.free_accounts = dict(ACCOUNTS)
        self.serial = 0
        self.people = 0

    def organisation(self, name: str, kind: str, place: Place, *, short: str = "", grade: str = "") -> Organisation:
        """Enter an organisation with a made-up credit code."""
        self.serial += 1
        code = names.credit_code(self.serial) if kind != Kind.EXPERT_BODY else ""
        return organisations.create(
            name=name, kind=kind, place=place, short_name=short, grade=grade, credit_code=code, actor=Actor.system()
        )

    def person(self, organisation: Organisation, role: str) -> Actor:
        """Enter the next fictional person with a role."""
        name = next(self.free_names)
        self.people += 1
        username = self._account(organisation, role)
        shown = username is not None
        membership = invitations.invite(
            organisation=organisation,
            username=username or f"yanshi{self.people:04d}",
            name=name,
            role=role,
            actor=Actor.system(),
        )
        if shown:
            self._let_in(membership.person)
        loaded = Membership.objects.select_related("person", "organisation__place").get(pk=membership.pk)
        actor = actor_for(loaded)
        self.cast.actors.setdefault((organisation.pk, role), []).append(actor)
        return actor

    def _account(self, organisation: Organisation, role: str) -> str | None:
        local = organisation.kind in (Kind.TOWN, Kind.COMMUNITY)
        if local and not organisation.place.code.startswith(SHOWN_TOWN):
            return None
        for username, wanted in self.free_accounts.items():
            if wanted == (organisation.kind, role):
                del self.free_accounts[username]
                return username
        return None

    def _let_in(self, person: Person) -> None:
        token = password_link(person).token
        people.set_password(person, token=token, password=Secret(PASSWORD), actor=Actor.public())


def assemble(served: dict[str, list[Place]]) -> Cast:
    """Enter everybody. `served` are the communities with a committee of their own, by town code."""
    casting = Casting()
    district = Place.objects.get(level="district", code__in=[code[:6] for code in served][:1])
    _bureaus(casting, district)
    _locals(casting, served)
    _providers(casting, district)
    _experts(casting, district)
    return casting.cast


def _bureaus(casting: Casting, district: Place) -> None:
    for name, kind, roles in (
        ("溧水区民政局（演示）", Kind.CIVIL_AFFAIRS, ("clerk", "clerk", "leader")),
        ("溧水区财政局（演示）", Kind.FINANCE, ("clerk", "clerk", "leader")),
        ("溧水区购买服务监督组（演示）", Kind.SUPERVISOR, ("supervisor",)),
        ("平台运维单位（演示）", Kind.OPERATOR, ("operator",)),
    ):
        organisation = casting.organisation(name, kind, district)
        casting.cast.single[kind] = organisation
        for role in roles:
            casting.person(organisation, role)
    for name in names.DEPARTMENTS:
        organisation = casting.organisation(name, Kind.DEPARTMENT, district)
        casting.cast.departments.append(organisation)
        for role in ("clerk", "leader"):
            casting.person(organisation, role)


def _locals(casting: Casting, served: dict[str, list[Place]]) -> None:
    for code, communities in served.items():
        town = Place.objects.get(code=code)
        office = f"{town.name}办事处（演示）" if town.name.endswith("街道") else f"{town.name}人民政府（演示）"
        organisation = casting.organisation(
            office if town.level == "town" else f"{town.name}管委会（演示）", Kind.TOWN, town, short=town.name
        )
        casting.cast.towns[code] = organisation
        for role in ("clerk", "clerk", "leader"):
            casting.person(organisation, role)
        for place in communities:
            committee = casting.organisation(
                f"{place}居委会（演示）" if str(place).endswith("社区") else f"{place}村委会（演示）",
                Kind.COMMUNITY,
                place,
            )
            casting.cast.communities[place.code] = committee
            for role in ("clerk", "leader"):
                casting.person(committee, role)


def _providers(casting: Casting, district: Place) -> None:
    for name, kind, grade in names.PROVIDERS:
        organisation = casting.organisation(name, kind, district, grade=grade)
        casting.cast.providers.append(organisation)
        for role in ("manager", "staff"):
            casting.person(organisation, role)
    hub = casting.organisation("示例区社会组织发展中心（演示）", Kind.HUB, district, grade="5A")
    casting.cast.single[Kind.HUB] = hub
    casting.person(hub, "manager")


def _experts(casting: Casting, district: Place) -> None:
    bodies = [casting.organisation(name, Kind.EXPERT_BODY, district) for name in names.UNIVERSITIES]
    for turn in range(EXPERTS):
        casting.person(bodies[turn % len(bodies)], "expert")
