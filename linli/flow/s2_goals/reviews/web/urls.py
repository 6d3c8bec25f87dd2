"""Addresses of the review; `pk` is the project's, below opinions/ the opinion's."""

from django.urls import path

from linli.flow.s2_goals.reviews.web import intentions, opinion, opinions, papers, rounds
from linli.ui.web.access import needs

LIST, OPINIONS = "goals.design:list", "goals.opinion:list"
urlpatterns = [
    path("goals/<int:pk>/opinions/", opinions.desk, name="opinions"),
    path("goals/<int:pk>/opinions/paper/<slug:form>/", papers.opinions, name="opinions_paper"),
    path("goals/opinions/<int:pk>/", opinion.page, name="opinion"),
    path("goals/opinions/<int:pk>/decline/", needs(OPINIONS)(opinion.Decline.as_view()), name="opinion_decline"),
    path("goals/opinions/<int:pk>/cancel/", needs(OPINIONS)(opinion.Cancel.as_view()), name="opinion_cancel"),
    path("goals/opinions/<int:pk>/remind/", opinion.remind, name="opinion_remind"),
    path("goals/opinions/<int:pk>/answer/", needs(OPINIONS)(opinion.Answer.as_view()), name="opinion_answer"),
    path("goals/<int:pk>/compare/", rounds.compare, name="compare"),
    path("goals/<int:pk>/compare/paper/<slug:form>/", papers.rounds, name="compare_paper"),
    path("goals/<int:pk>/returned/", needs(LIST)(rounds.Settle.as_view()), name="returned"),
    path("goals/<int:pk>/withdraw/", needs(LIST)(rounds.Withdraw.as_view()), name="withdraw"),
    path("goals/<int:pk>/intention/", needs(LIST)(intentions.Publish.as_view()), name="intention"),
    path("goals/<int:pk>/intention/correct/", needs(LIST)(intentions.Correct.as_view()), name="intention_correct"),
    path("goals/<int:pk>/intention/withdraw/", needs(LIST)(intentions.Withdraw.as_view()), name="intention_withdraw"),
    path("goals/<int:pk>/intention/shorten/", needs(LIST)(intentions.Shorten.as_view()), name="intention_shorten"),
]
