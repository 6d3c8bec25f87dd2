"""Addresses of campaigns, within those of step 1."""

from django.urls import path

from linli.flow.s1_needs.campaigns.web import answers, lists, pages, planning, results, verbs
from linli.ui.web.access import needs, signed_in_page

urlpatterns = [
    path("", needs("needs.campaign:list")(lists.CampaignListPage.as_view()), name="campaigns"),
    path("new/", planning.new, name="campaign_new"),
    path("size/", planning.size, name="campaign_size"),
    path("<int:pk>/", pages.page, name="campaign"),
    path("<int:pk>/progress/", pages.moving, name="campaign_progress"),
    path("<int:pk>/revise/", planning.revise, name="campaign_revise"),
    path("<int:pk>/import/", planning.import_list, name="campaign_import"),
    path("<int:pk>/template/", planning.template, name="campaign_template"),
    path("<int:pk>/assign/", signed_in_page(verbs.Assign.as_view()), name="campaign_assign"),
    path("<int:pk>/extend/", signed_in_page(verbs.Extend.as_view()), name="campaign_extend"),
    path("<int:pk>/cancel/", signed_in_page(verbs.Cancel.as_view()), name="campaign_cancel"),
    path("<int:pk>/publish/", signed_in_page(verbs.Publish.as_view()), name="campaign_publish"),
    *(
        path(f"<int:pk>/{verb}/", verbs.pressed, {"verb": verb}, name=f"campaign_{verb}")
        for verb in ("start", "remind", "close")
    ),
    path("<int:pk>/households/", pages.reveal, name="campaign_households"),
    path("<int:pk>/answers/", needs("needs.campaign:list")(answers.AnswerListPage.as_view()), name="campaign_answers"),
    path("<int:pk>/answers/review/", answers.review, name="campaign_review"),
    path("<int:pk>/results/", results.page, name="campaign_results"),
    path("areas/<int:pk>/reassign/", signed_in_page(verbs.Reassign.as_view()), name="area_reassign"),
    path("areas/<int:pk>/finish/", signed_in_page(verbs.Finish.as_view()), name="area_finish"),
]
public_patterns = [
    path("public/surveys/", results.public_list, name="surveys"),
    path("public/surveys/<int:pk>/", results.public, name="survey"),
]
