"""What the journal's page does not show yet: who bid or asked before the opening, who sits on a panel before the result.

Asked outside `rls.acting`, the guarded tables answer only with what is public; everything else about them is withheld.
"""

from django.db.models import Q

from linli.flow.s3_tenders.models import Bid, Question, Seat, Sheet, Tender
from linli.kernel import hooks


@hooks.on("journal.withheld")
def before_the_opening() -> Q:
    """Bids, refused attempts to bid, and questions, which would all name a bidder."""
    sealed = Tender.objects.filter(opened_at__isnull=True)
    bids = Q(subject_type="tenders.bid") & ~Q(subject_id__in=Bid.objects.values("pk"))
    attempts = Q(verb__in=["tenders.bid:submit", "tenders.question:ask"], subject_type="tenders.tender")
    asked = Q(verb="tenders.question:ask", subject_type="tenders.question")
    questions = asked & Q(subject_id__in=Question.objects.filter(tender__in=sealed).values("pk"))
    return bids | (attempts & Q(subject_id__in=sealed.values("pk"))) | questions


@hooks.on("journal.withheld")
def before_the_result() -> Q:
    """Seats and score sheets, which would name a member of the panel."""
    known = Seat.objects.values("pk")
    seats = Q(subject_type="tenders.seat") & ~Q(subject_id__in=known)
    sheets = Q(subject_type="tenders.sheet") & ~Q(subject_id__in=Sheet.objects.filter(seat_id__in=known).values("pk"))
    announced = Bid.objects.filter(tender__announced_at__isnull=False).values("pk")
    refused = Q(verb="tenders.bid:score", subject_type="tenders.bid") & ~Q(subject_id__in=announced)
    return seats | sheets | refused
