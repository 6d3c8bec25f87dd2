"""A notice as an official document: heading, body in numbered sections, signature, and the line that verifies it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.flow.thread.timeline import told
from linli.kernel.models import Event
from linli.openness.portal.notices.kinds import BY_VERB, Kind
from linli.openness.portal.notices.section import Section
from linli.openness.portal.notices.writers import WRITERS
from linli.openness.portal.timeline import clause_text, fingerprint
from linli.ui.formats import day_full, yuan_unit


@dataclass(frozen=True, slots=True)
class Document:
    """What the notice page shows. `fingerprint` is the SHA-256 of the event's exact record, `position` its place."""

    kind: Kind
    title: str
    organisation: str
    at: datetime
    opening: str
    sections: list[Section]
    clauses: list[str]
    project: Project | None
    position: int
    fingerprint: str

    @property
    def short_fingerprint(self) -> str:
        """Begin and end of the fingerprint in groups of four, as printed."""
        return f"{self.fingerprint[:4]} {self.fingerprint[4:8]} … {self.fingerprint[-4:]}"


def of(event: Event, position: int) -> Document:
    """Write the notice of a public event."""
    kind = BY_VERB[event.verb]
    project = _project(event)
    what = project.title if project else event.subject_text
    writer = WRITERS.get(kind.key)
    sections = writer(event) if writer else []
    if project is not None:
        sections = [_facts(project), *sections]
    return Document(
        kind=kind,
        title=str(kind.heading) % {"what": what},
        organisation=str(event.organisation or _("系统")),
        at=event.at,
        opening=_opening(event, what, told(event)),
        sections=sections,
        clauses=list(dict.fromkeys(clause_text(law) for law in event.law if law.get("clause"))),
        project=project,
        position=position,
        fingerprint=fingerprint(event),
    )


def _project(event: Event) -> Project | None:
    if event.thread_key is None:
        return None
    rows = Project.objects.published().select_related("place", "purchaser", "provider")
    return rows.filter(pk=event.thread_key).first()


def _opening(event: Event, what: str, sentence: str) -> str:
    words = {"who": event.organisation or _("系统"), "day": day_full(event.at), "what": what}
    begun = _("%(who)s于%(day)s就“%(what)s”发布本公告") % words
    return _("%(begun)s：%(sentence)s。") % {"begun": begun, "sentence": sentence} if sentence else _("%s。") % begun


def _facts(project: Project) -> Section:
    pairs = [
        (_("项目编号"), project.number),
        (_("项目名称"), project.title),
        (_("采购人"), str(project.purchaser)),
        (_("服务区域"), str(project.place)),
        (_("采购内容"), project.catalogue_name),
        (_("采购方式"), str(project.get_method_display())),
        (_("预算金额"), yuan_unit(project.budget) if project.budget is not None else ""),
    ]
    return Section(_("项目基本情况"), pairs=tuple((label, value) for label, value in pairs if value))
