"""Who reads the files that hang on a version: whoever reads the version."""

from linli.foundations.rulebook.models import RuleVersion
from linli.kernel.actor import Actor
from linli.kernel.files import readable_by
from linli.kernel.models.files import StoredFile


def reads(actor: Actor, stored: StoredFile) -> bool:
    number = stored.subject_id
    return number is not None and RuleVersion.objects.visible_to(actor).filter(pk=number).exists()


readable_by("rulebook.ruleversion", reads)
