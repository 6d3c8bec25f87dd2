"""Addresses of step 1. What residents use without signing in lies under `/public/`."""

from django.urls import include, path

from linli.flow.s1_needs.campaigns.web.urls import public_patterns
from linli.flow.s1_needs.web import follow, hotline, lists, needs, public, published, voice_list, voice_verbs, voices
from linli.ui.web.access import needs as may

listed = may("needs.voice:list")
app_name = "needs"
urlpatterns = [
    path("needs/", may("needs.need:list")(lists.NeedListPage.as_view()), name="need_list"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<int:pk>/", needs.need_page, name="need"),
    path("needs/<int:pk>/revise/", needs.revise, name="need_revise"),
    path("needs/<int:pk>/rank/", needs.rank, name="need_rank"),
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
    path("public/say/", public.say, name="say"),
    path("public/follow/", follow.follow, name="follow"),
    path("public/follow/rate/", follow.rate, name="rate"),
    path("public/follow/reopen/", follow.reopen, name="reopen"),
    path("public/follow/withdraw/", follow.withdraw, name="withdraw"),
]
