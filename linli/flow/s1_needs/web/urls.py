"""Addresses of step 1. What residents use without signing in lies under `/public/`."""

from django.urls import path

from linli.flow.s1_needs.web import adopting, lists, needs, public, published, voices
from linli.ui.web.access import needs as may

app_name = "needs"
urlpatterns = [
    path("needs/", may("needs.need:list")(lists.NeedListPage.as_view()), name="need_list"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<int:pk>/", needs.need_page, name="need"),
    path("needs/<int:pk>/revise/", needs.revise, name="need_revise"),
    path("needs/<int:pk>/rank/", needs.rank, name="need_rank"),
    path("needs/<int:pk>/drop/", needs.drop, name="need_drop"),
    path("needs/<int:pk>/adopt/", needs.adopt, name="need_adopt"),
    path("needs/<int:pk>/adopt-further/", adopting.adopt_further, name="need_adopt_further"),
    path("needs/projects/<int:pk>/join/", adopting.join, name="need_join"),
    path("needs/projects/<int:pk>/leave/<int:need>/", adopting.leave, name="need_leave"),
    path("needs/voices/", may("needs.voice:list")(lists.VoiceListPage.as_view()), name="voice_list"),
    path("needs/voices/new/", voices.voice_new, name="voice_new"),
    path("needs/voices/<int:pk>/", voices.voice_page, name="voice"),
    path("needs/voices/<int:pk>/answer/", voices.answer, name="voice_answer"),
    path("needs/voices/<int:pk>/merge/", voices.merge, name="voice_merge"),
    path("needs/voices/<int:pk>/close/", voices.close, name="voice_close"),
    path("needs/voices/<int:pk>/contact/", voices.reveal, name="voice_reveal"),
    path("needs/lists/", may("needs.need:list")(lists.ListListPage.as_view()), name="list_list"),
    path("needs/lists/publish/", published.publish, name="list_publish"),
    path("needs/lists/<int:pk>/", published.list_page, name="list"),
    path("public/say/", public.say, name="say"),
    path("public/follow/", public.follow, name="follow"),
    path("public/follow/withdraw/", public.withdraw, name="withdraw"),
]
