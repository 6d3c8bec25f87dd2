"""One process that bids, opens or asks at a tender, with whatever clock it was started with; says what came of it.

    python -m tests.faults.bidder TENDER bid|open|ask PERSON [--believe]

`--believe` takes the check away: the process decides by its own clock.
"""

import os
import sys
from decimal import Decimal
from typing import Any
from unittest import mock


def attempt(tender: Any, verb: str, actor: Any) -> str:
    from linli.flow.s3_tenders import actions
    from linli.kernel.errors import Refusal

    deeds: dict[str, Any] = {
        "bid": lambda: actions.submit(actor=actor, tender=tender, offer=actions.Offer(Decimal(280_000), "方案")),
        "open": lambda: actions.open_bids(tender, actor=actor),
        "ask": lambda: actions.ask(actor=actor, tender=tender, text="第三条怎样理解？"),
    }
    try:
        deeds[verb]()
    except Refusal as refusal:
        return f"{refusal.code}\t{refusal.message}"
    return "done\t"


def main(key: str, verb: str, person: str, *flags: str) -> None:
    import django

    django.setup()
    from linli.flow.s3_tenders.models import Tender
    from linli.foundations.parties.actors import actor_for
    from linli.foundations.parties.models import Membership
    from linli.kernel import clock

    actor = actor_for(Membership.objects.select_related("person", "organisation__place").get(person_id=person))
    if "--believe" in flags:
        mock.patch("linli.kernel.moment.decisive", lambda row: clock.now()).start()  # noqa: PT008
    sys.stdout.write(f"{os.environ.get('FAKETIME', '')}\t{attempt(Tender.objects.get(pk=key), verb, actor)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
