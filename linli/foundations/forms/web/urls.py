"""Addresses of forms. What phones use lies under `/openrosa/`."""

from django.urls import path

from linli.foundations.forms.browser import public
from linli.foundations.forms.browser import views as browser
from linli.foundations.forms.openrosa import views as phone
from linli.foundations.forms.web import exports, keys, light, lists, pages, submissions
from linli.ui.web.access import needs as may

app_name = "xforms"
urlpatterns = [
    path("openrosa/key/<str:token>/", phone.form_list, name="openrosa"),
    path("openrosa/", phone.form_list, name="openrosa_plain"),
    *(
        path(f"openrosa/{key}{route}", view, name=f"{name}{plain}")
        for key, plain in (("key/<str:token>/", ""), ("", "_plain"))
        for route, view, name in (
            ("submission", phone.submission, "send"),
            ("formList", phone.form_list, "form_list"),
            ("forms/<int:pk>/form.xml", phone.form_xml, "form_xml"),
            ("forms/<int:pk>/manifest", phone.manifest, "manifest"),
            ("forms/<int:pk>/media/<int:file>", phone.media, "media"),
        )
    ),
    path("forms/", may("xforms.form:list")(lists.FormListPage.as_view()), name="forms"),
    path("forms/new/", pages.new, name="new"),
    path("forms/samples/<str:name>.xlsx", pages.sample, name="sample"),
    path("forms/<int:pk>/", pages.form_page, name="form"),
    path("forms/<int:pk>/revise/", may("xforms.form:upload")(pages.Revise.as_view()), name="revise"),
    path("forms/<int:pk>/page/open/", may("xforms.form:upload")(pages.OpenPage.as_view()), name="open_page"),
    path("forms/<int:pk>/page/close/", pages.close_page, name="close_page"),
    path("public/forms/<str:token>/", light.fill, name="fill"),
    path("public/forms/<str:token>/form.xml", public.form_xml, name="open_form"),
    path("public/forms/<str:token>/media/<str:name>", public.media, name="open_media"),
    path("public/forms/<str:token>/send/", public.send, name="open_send"),
    path("forms/versions/<int:pk>/fill/", browser.fill, name="fill_in"),
    path("forms/versions/<int:pk>/fill/form.xml", browser.form_xml, name="fill_form"),
    path("forms/versions/<int:pk>/fill/media/<str:name>", browser.media, name="fill_media"),
    path("forms/fill/send/", browser.send, name="fill_send"),
    path("forms/submissions/<int:pk>/amend/", browser.amend, name="amend"),
    path("forms/submissions/<int:pk>/amend/answers.xml", browser.amend_xml, name="amend_xml"),
    path("forms/submissions/<int:pk>/amend/files/<str:name>", browser.amend_file, name="amend_file"),
    path("forms/versions/<int:pk>/", pages.version_page, name="version"),
    path("forms/versions/<int:pk>/publish/", pages.publish, name="publish"),
    path("forms/versions/<int:pk>/retire/", pages.retire, name="retire"),
    path("forms/versions/<int:pk>/attach/", may("xforms.form:upload")(pages.Attach.as_view()), name="attach"),
    path(
        "forms/<int:pk>/submissions/",
        may("xforms.submission:list")(submissions.SubmissionListPage.as_view()),
        name="submissions",
    ),
    path("forms/<int:pk>/submissions/export/", exports.export, name="export"),
    path("forms/downloads/", exports.downloads, name="downloads"),
    path("forms/downloads/<int:pk>/fetch/", exports.fetch, name="fetch"),
    path("forms/submissions/<int:pk>/", submissions.submission_page, name="submission"),
    path("forms/submissions/<int:pk>/reveal/", submissions.reveal, name="reveal"),
    *(
        path(f"forms/submissions/<int:pk>/{verb}/", submissions.review, {"verb": verb}, name=verb)
        for verb in submissions.VERBS
    ),
    path("forms/keys/", keys.keys, name="keys"),
    path("forms/keys/<int:pk>/revoke/", keys.revoke, name="revoke"),
]
