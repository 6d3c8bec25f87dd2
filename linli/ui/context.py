"""What the frame of every page needs: menu, person, search, marks. Computed only when a page shows a frame."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel import clock, hooks
from linli.ui import nav


@dataclass(frozen=True)
class Person:
    """Who is signed in and for whom he acts."""

    name: str
    organisation: str
    initial: str
    choices: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Shell:
    """The frame's data. Empty addresses mean that no room offers the page: the frame then leaves the control out."""

    main: list[nav.Entry]
    steps: list[nav.Entry]
    foundations: list[nav.Entry]
    governance: list[nav.Entry]
    person: Person | None
    inbox_count: int | None
    urls: dict[str, str]
    demo: bool
    platform: str
    district: str
    version: str
    rulebook_version: str
    calendar_state: str
    server_time: str
    language: str
    languages: list[tuple[str, str]]
    public_nav: list[Any] = field(default_factory=list)
    elder: bool = False

    @property
    def section(self) -> str:
        """The public menu's entry under which the page lies, by its address."""
        return next((tab.url for tab in self.public_nav if tab.active), "")


LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]

# short key -> url name; a room that offers the page makes the control appear
URLS = {
    "home": "inbox:index",
    "portal": "portal:home",
    "search": "search",
    "help": "help",
    "inbox": "inbox:index",
    "projects": "thread:list",
    "visits": "followup:visits",
    "profile": "parties:profile",
    "act_for": "parties:act_for",
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "set_language": "set_language",
    "accessibility": "portal:accessibility",
    "privacy": "portal:privacy",
    "sitemap": "portal:sitemap",
    "open_data": "portal:open-data",
    "choose": "portal:choose",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, evaluated at its first use."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    """Collect the frame's data. Facts of other rooms come through the hook `ui.shell`, which returns dictionaries:
    platform, district, rulebook_version, calendar_state, inbox_count, organisations, urls, public_nav, elder."""
    facts: dict[str, Any] = {}
    for answer in hooks.call("ui.shell", request):
        facts.update(answer)
    urls = {key: nav.resolve(name) for key, name in URLS.items()} | facts.get("urls", {})
    inside = getattr(getattr(request, "actor", None), "signed_in", False)
    sections = {section: nav.entries(request, section) if inside else [] for section in nav.SECTIONS}
    return Shell(
        **sections,
        person=_person(getattr(request, "actor", None), facts.get("organisations", [])),
        inbox_count=facts.get("inbox_count", _count(sections["main"], urls["inbox"])),
        urls=urls,
        demo=bool(getattr(settings, "DEMO", False)),
        platform=facts.get("platform") or _("政府购买社区服务平台"),
        district=facts.get("district", ""),
        version=getattr(settings, "VERSION", "0.1"),
        rulebook_version=facts.get("rulebook_version", ""),
        calendar_state=facts.get("calendar_state", ""),
        server_time=clock.now().isoformat(timespec="seconds"),
        language=get_language() or settings.LANGUAGE_CODE,
        languages=LANGUAGES,
        public_nav=facts.get("public_nav", []),
        elder=facts.get("elder", False),
    )


def _person(actor: Any, organisations: list[dict[str, Any]]) -> Person | None:
    if actor is None or actor.kind != "person":
        return None
    name = str(actor.person_name)
    return Person(name, str(actor.organisation_name or ""), name[:1], organisations)


def _count(entries: list[nav.Entry], url: str) -> int | None:
    return next((entry.count for entry in entries if entry.url == url), None) if url else None
