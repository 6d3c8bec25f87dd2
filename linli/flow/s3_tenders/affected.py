"""How many tenders run on under their own day's law when a parameter changes."""

from django.utils.translation import gettext as _

from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.states import TenderState
from linli.foundations.rulebook.uses import uses
from linli.kernel import hooks

OVER = (TenderState.DRAFT, TenderState.AWARDED, TenderState.FAILED, TenderState.CANCELLED)


@hooks.on("rulebook.affected")
def running_tenders(*, parameter: str, place: str) -> list[str]:
    """Those whose notice is out and whose result is not final, where the room uses the parameter; drafts follow the new law."""
    if not any(use.room == "tenders" for use in uses(parameter)):
        return []
    here = Tender.objects.filter(project__place_code__startswith=place)
    running, drafts = here.exclude(state__in=OVER).count(), here.filter(state=TenderState.DRAFT).count()
    made = [_("已公告、仍按公告当日规定办理的采购 %(n)s 件") % {"n": running}] if running else []
    return [*made, *([_("尚未公告、届时按新规定办理的采购 %(n)s 件") % {"n": drafts}] if drafts else [])]
