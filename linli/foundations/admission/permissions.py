"""Departments apply, communities give opinions and report, the bureau issues and decides; the list is public."""

from linli.foundations.admission.models import Admission, Report
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.actor import Actor
from linli.kernel.models.files import StoredFile
from linli.kernel.permissions import grant, kind, own, predicate, role, signed_in, system

READERS = (
    OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.DEPARTMENT, OrganisationKind.TOWN,
    OrganisationKind.COMMUNITY, OrganisationKind.SUPERVISOR,
)  # fmt: skip
department_clerk = kind(OrganisationKind.DEPARTMENT) & role(Role.CLERK)
bureau = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK, Role.LEADER)
bureau_clerk = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK)
bureau_leader = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.LEADER)
office = role(Role.CLERK, Role.LEADER)


@predicate
def sees(actor: Actor, admission: Admission) -> bool:
    """The same rule as AdmissionQuerySet.visible_to, for one record."""
    return Admission.objects.visible_to(actor).filter(pk=admission.pk).exists()


@predicate
def sees_report(actor: Actor, report: Report) -> bool:
    """The same rule as ReportQuerySet.visible_to, for one record."""
    return Report.objects.visible_to(actor).filter(pk=report.pk).exists()


def reads_report_file(actor: Actor, stored: StoredFile) -> bool:
    """Evidence is read by whoever sees the report."""
    return Report.objects.visible_to(actor).filter(pk=stored.subject_id or 0).exists()


def reads_admission_file(actor: Actor, stored: StoredFile) -> bool:
    """What an application rests on is read by whoever works with it, not by everybody who signs in."""
    return (
        actor.organisation_kind in READERS
        and Admission.objects.visible_to(actor).filter(pk=stored.subject_id or 0).exists()
    )


grant("admission.admission:list", signed_in)
grant("admission.admission:view", sees)
grant("admission.admission:apply", department_clerk)
for _verb in ("describe", "attach", "submit", "withdraw", "renew", "acknowledge"):
    grant(f"admission.admission:{_verb}", department_clerk & own("organisation_id"))
for _verb in ("close_consultation", "approve", "return", "refuse", "remind", "expire"):
    grant(f"admission.admission:{_verb}", system)
grant("admission.admission:issue", bureau_clerk)
grant("admission.admission:revoke", bureau_leader)
grant(
    "admission.opinion:give", kind(OrganisationKind.COMMUNITY, OrganisationKind.TOWN) & office & own("organisation_id")
)
grant("admission.report:list", kind(*READERS))
grant("admission.report:view", sees_report)
grant("admission.report:file", kind(OrganisationKind.COMMUNITY) & role(Role.CLERK))
grant("admission.report:answer", kind(OrganisationKind.DEPARTMENT) & office & own("department_id"))
grant("admission.report:decide", bureau)
grant("admission.report:close", bureau_clerk)
grant("admission.report:acknowledge", kind(OrganisationKind.COMMUNITY) & role(Role.CLERK) & own("organisation_id"))
grant("admission.report:escalate", system)
