"""Offices make forms for their places; whoever surveys there fills them in; the maker and those who serve the place read.

What a form marks as personal is shown masked; only those who review may have it shown, and each look is an action.
"""

from linli.foundations.forms.models import Download, Form, FormVersion, Submission, SurveyKey
from linli.foundations.forms.models.form import SURVEYING
from linli.foundations.forms.models.submission import SERVING
from linli.foundations.forms.reading import values_at
from linli.foundations.forms.states import ReviewState, Road
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind, Role
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.models.files import StoredFile
from linli.kernel.permissions import grant, kind, own, predicate, role, system

maker = kind(*PURCHASERS) & role(Role.CLERK)
surveyor = kind(*SURVEYING) & role(Role.CLERK, Role.LEADER, Role.MANAGER, Role.STAFF)
office = kind(*PURCHASERS) & role(Role.CLERK, Role.LEADER)


@predicate
def within(actor: Actor, version: FormVersion) -> bool:
    """The actor's place lies in the form's; a resident comes by the form's public page."""
    if actor.kind == "public":
        return version.form.page_token is not None
    return bool(actor.place_code) and actor.place_code.startswith(version.form.place_code)


@predicate
def is_public(actor: Actor) -> bool:
    return actor.kind == "public"


@predicate
def sees_form(actor: Actor, form: Form) -> bool:
    """The same rule as FormQuerySet.visible_to, for one form."""
    return Form.objects.visible_to(actor).filter(pk=form.pk).exists()


@predicate
def sees(actor: Actor, submission: Submission) -> bool:
    """The same rule as SubmissionQuerySet.visible_to, for one submission."""
    with rls.acting(actor):
        return Submission.objects.visible_to(actor).filter(pk=submission.pk).exists()


@predicate
def answers_for(actor: Actor, submission: Submission) -> bool:
    """The form's maker, or an office that serves the place that it came from."""
    if actor.organisation_id is None:
        return False
    serves = actor.organisation_kind in SERVING and actor.covers(submission.place_code)
    return serves or submission.form.organisation_id == actor.organisation_id


@predicate
def is_another(actor: Actor, submission: Submission) -> bool:
    """Nobody reviews what he sent himself."""
    return actor.person_id != submission.person_id


@predicate
def sent_it(actor: Actor, submission: Submission) -> bool:
    """The one who sent it brings its files, too."""
    return (actor.organisation_id, actor.person_id) == (submission.organisation_id, submission.person_id)


@predicate
def brought_by_link(actor: Actor, submission: Submission) -> bool:
    """A resident's submission by a public link that is still open, of which nobody has decided yet. Its files come with the
    same content under the same number again, which only he has who sent it (store.receive refuses another)."""
    nobody = submission.organisation_id is None and submission.person_id is None and submission.road == Road.PAGE
    waits = submission.state == ReviewState.RECEIVED
    return actor.kind == "public" and nobody and waits and submission.form.page_token is not None


@predicate
def runs_the_organisation(actor: Actor, key: SurveyKey) -> bool:
    """The person whose key it is, and whoever runs the organisation."""
    if actor.organisation_id is None or key.organisation_id != actor.organisation_id:
        return False
    return actor.role in (Role.CLERK, Role.LEADER, Role.MANAGER) or key.membership.person_id == actor.person_id


@predicate
def ordered_it(actor: Actor, download: Download) -> bool:
    """A file is there for the one who ordered it, in the role in which he did."""
    asked = (download.person_id, download.organisation_id, download.role)
    return actor.signed_in and (actor.person_id, actor.organisation_id, actor.role) == asked


def reads_workbook(actor: Actor, stored: StoredFile) -> bool:
    """A version's workbook and media are read by whoever sees the form and may open the list of forms."""
    if not actor.may("xforms.form:list"):
        return False
    versions = FormVersion.objects.filter(pk=stored.subject_id or 0)
    return Form.objects.visible_to(actor).filter(pk__in=versions.values("form")).exists()


def reads_attachment(actor: Actor, stored: StoredFile) -> bool:
    """Attachments of questions marked as personal are read by those who may have personal data shown."""
    seen = Submission.objects.visible_to(actor).select_related("form_version", "form")
    with rls.acting(actor):
        found = seen.filter(pk=stored.subject_id or 0).first()
        if found is None:
            return False
        named = set(found.attachments.filter(stored=stored).values_list("name", flat=True))
    guarded = {text for path in found.form_version.schema["personal"] for text in values_at(found.answers, path)}
    return not named & guarded or actor.may("xforms.submission:reveal", found)


reviewer = office & answers_for

grant("xforms.form:list", kind(*SURVEYING, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR))
grant("xforms.form:view", sees_form)
grant("xforms.form:upload", maker)
grant("xforms.form:open_page", maker & own("organisation_id"))
grant("xforms.form:close_page", maker & own("organisation_id"))
grant("xforms.form:revise", maker & own("organisation_id"))
for _verb in ("attach", "publish", "retire"):
    grant(f"xforms.version:{_verb}", maker & own("organisation_id"))
grant("xforms.key:list", surveyor)
grant("xforms.key:issue", surveyor)
grant("xforms.key:revoke", surveyor & runs_the_organisation)
grant("xforms.submission:receive", (surveyor | is_public) & within)
grant("xforms.submission:attach", (surveyor & own("organisation_id") & sent_it) | brought_by_link)
grant("xforms.submission:amend", surveyor & own("organisation_id") & sent_it)
grant("xforms.submission:list", kind(*SURVEYING, OrganisationKind.SUPERVISOR))
grant("xforms.submission:view", sees)
for _verb in ("approve", "doubt", "reject"):
    grant(f"xforms.submission:{_verb}", reviewer & is_another)
grant("xforms.submission:reveal", reviewer)
grant("xforms.form:export", kind(*SURVEYING, OrganisationKind.SUPERVISOR) & sees_form)
grant("xforms.download:order", kind(*SURVEYING, OrganisationKind.SUPERVISOR) & sees_form)
grant("xforms.download:fetch", ordered_it)
for _verb in ("finish", "fail", "expire"):
    grant(f"xforms.download:{_verb}", system)
grant("xforms.form:export_personal", office & own("organisation_id"))
