"""The rule book's parameters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock
from linli.openness.portal.api.answers import answer
from linli.openness.portal.api.shapes import RuleList

router = Router(tags=["rules"])


@router.get("", response=RuleList, summary="Parameters of the rule book in force today")
def list_rules(request: HttpRequest) -> HttpResponse:
    """Each parameter with today's value, the clause it rests on, and whether that clause was verified or is assumed."""
    today = clock.today()
    found = sorted(book.law().parameters.values(), key=lambda parameter: parameter.name)
    known = [parameter for parameter in found if parameter.first_day <= today]
    return answer({"items": [_row(parameter) for parameter in known]})


def _row(parameter: Any) -> dict[str, Any]:
    entry = parameter.entry(clock.today())
    return {
        "name": parameter.name,
        "title": parameter.title,
        "value": book.jsonable(entry.value),
        "value_text": in_words(parameter, entry.value),
        "unit": parameter.unit,
        "document": entry.clause.document.short,
        "clause": entry.clause.label,
        "level": entry.level,
        "since": entry.since,
        "verified": entry.verified,
        "assumed": entry.assumed,
    }
