"""Who reads the files that hang on a version: whoever reads the version."""

from linli.foundations.rulebook.models import RuleVersion
from linli.kernel.actor import Actor
from linli.kernel.files import readable_by
from linli.kernel.models.files import StoredFile


def reads(actor: Actor, stored: StoredFile) -> bool:
    return RuleVersion.objects.visible_to(actor).filter(pk=stored.subject_id).exists()


readable_by("rulebook.ruleversion", reads)
