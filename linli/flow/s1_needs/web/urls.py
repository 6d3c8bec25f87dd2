"""Addresses of step 1. What residents use without signing in lies under `/public/`."""

from django.urls import include, path

from linli.flow.s1_needs.campaigns.web.urls import public_patterns
from linli.flow.s1_needs.web import (
    follow,
    hotline,
    lists,
    mapping,
    needs,
    public,
    published,
    rounds,
    runs,
    suggestions,
    voice_list,
    voice_verbs,
    voices,
)
from linli.ui.web.access import needs as may

listed = may("needs.voice:list")
app_name = "needs"
deciding = may("needs.suggestion:decline_many")
"""Whoever decides on suggestions; each page asks again about its own."""
urlpatterns = [
    path("needs/", may("needs.need:list")(lists.NeedListPage.as_view()), name="need_list"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<int:pk>/", needs.need_page, name="need"),
    path("needs/<int:pk>/revise/", needs.revise, name="need_revise"),
    path("needs/<int:pk>/rank/", needs.rank, name="need_rank"),
    path("needs/<int:pk>/classify/", needs.classify, name="need_classify"),
    path("needs/<int:pk>/drop/", needs.drop, name="need_drop"),
    path("needs/<int:pk>/adopt/", needs.adopt, name="need_adopt"),
    path("needs/voices/", listed(voice_list.VoiceListPage.as_view()), name="voice_list"),
    path("needs/voices/new/", voices.voice_new, name="voice_new"),
    path("needs/voices/gather/", voice_verbs.gather, name="voice_gather_chosen"),
    path("needs/voices/hotline/", hotline.import_page, name="hotline_import"),
    path("needs/voices/hotline/template/", hotline.template, name="hotline_template"),
    path("needs/voices/<int:pk>/", voices.voice_page, name="voice"),
    path("needs/voices/<int:pk>/answer/", voices.answer, name="voice_answer"),
    path("needs/voices/<int:pk>/merge/", voices.merge, name="voice_merge"),
    path("needs/voices/<int:pk>/close/", voices.close, name="voice_close"),
    path("needs/voices/<int:pk>/contact/", voices.reveal, name="voice_reveal"),
    path("needs/voices/<int:pk>/mask/", voices.mask, name="voice_mask"),
    path("needs/voices/<int:pk>/print/", voices.printed, name="voice_print"),
    path("needs/voices/<int:pk>/gather/", voice_verbs.gather_into, name="voice_gather"),
    path("needs/voices/<int:pk>/extend/", listed(voice_verbs.Extend.as_view()), name="voice_extend"),
    path("needs/voices/<int:pk>/transfer/", listed(voice_verbs.Transfer.as_view()), name="voice_transfer"),
    path("needs/voices/<int:pk>/unmerge/", listed(voice_verbs.Unmerge.as_view()), name="voice_unmerge"),
    path("needs/lists/", may("needs.need:list")(lists.ListListPage.as_view()), name="list_list"),
    path("needs/lists/publish/", published.publish, name="list_publish"),
    path("needs/lists/<int:pk>/", published.list_page, name="list"),
    path("needs/surveys/", include("linli.flow.s1_needs.campaigns.web.urls")),
    *public_patterns,
    path("needs/lists/<int:pk>/compare/", rounds.list_compare, name="list_compare"),
    path("needs/map/", rounds.need_map, name="map"),
    path("needs/index/", rounds.index_page, name="index"),
    path(
        "needs/suggestions/",
        may("needs.suggestion:list")(suggestions.SuggestionListPage.as_view()),
        name="suggestion_list",
    ),
    path("needs/suggestions/decline/", suggestions.decline_many, name="suggestion_decline_many"),
    path("needs/suggestions/<int:pk>/", suggestions.suggestion_page, name="suggestion"),
    path("needs/suggestions/<int:pk>/accept/", deciding(suggestions.AcceptPage.as_view()), name="suggestion_accept"),
    path("needs/suggestions/<int:pk>/attach/", deciding(suggestions.AttachPage.as_view()), name="suggestion_attach"),
    path("needs/suggestions/<int:pk>/decline/", deciding(suggestions.DeclinePage.as_view()), name="suggestion_decline"),
    path("needs/runs/new/", runs.run_new, name="run_new"),
    path("needs/runs/<int:pk>/", runs.run_page, name="run"),
    path("needs/deliberations/new/", runs.deliberation_new, name="deliberation_new"),
    path("needs/deliberations/<int:pk>/", runs.deliberation_page, name="deliberation"),
    path("needs/mapping/", mapping.mappings, name="mappings"),
    path("needs/mapping/<str:form_id>/", mapping.mapping_page, name="mapping"),
    path("needs/mapping/<str:form_id>/new/", mapping.mapping_new, name="mapping_new"),
    path("needs/mapping/<str:form_id>/<slug:key>/edit/", mapping.mapping_edit, name="mapping_edit"),
    path("public/say/", public.say, name="say"),
    path("public/follow/", follow.follow, name="follow"),
    path("public/follow/rate/", follow.rate, name="rate"),
    path("public/follow/reopen/", follow.reopen, name="reopen"),
    path("public/follow/withdraw/", follow.withdraw, name="withdraw"),
]
