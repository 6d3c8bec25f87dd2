"""The whole ledger (资金总账) for other programs, for those who see every source: as a beancount journal, as a table."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.foundations.funds import export
from linli.kernel import clock
from linli.ui import excel
from linli.ui.web.access import ActorRequest, needs


def _name() -> str:
    return f"{_('资金总账')} {clock.today().isoformat()}"


@needs("funds.ledger:export")
def beancount(request: ActorRequest) -> HttpResponse:
    """Every account opened, every posting, every balance asserted; the same as `linli funds export`."""
    text = "".join(f"{line}\n" for line in export.lines())
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{_name()}.beancount") or "attachment"
    return answer


@needs("funds.ledger:export")
def table(request: ActorRequest) -> HttpResponse:
    """One line an entry, in the order of posting."""
    return excel.response(export.rows(), _name())
