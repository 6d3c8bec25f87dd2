"""Addresses of documents. Those below `/public/rules/documents/` are cited: they stay."""

from django.urls import path

from linli.foundations.rulebook.web import (
    consultations,
    document,
    document_desk,
    document_editor,
    document_verbs,
    documents,
    documents_compare,
    documents_public,
    documents_search,
)

urlpatterns = [
    path("rules/documents/", documents.document_list, name="doc-list"),
    path("rules/documents/new/", document_editor.new, name="doc-new"),
    path("rules/documents/search/", documents_search.clerks, name="doc-search"),
    path("rules/documents/<slug:key>/", document.page, name="doc"),
    path("rules/documents/<slug:key>/edit/", document_editor.edit, name="doc-edit"),
    path("rules/documents/<slug:key>/import/", document_editor.import_text, name="doc-import"),
    path("rules/documents/<slug:key>/attach/", document_verbs.attach, name="doc-attach"),
    path("rules/documents/<slug:key>/compare/", documents_compare.clerks, name="doc-compare"),
    path("rules/documents/<slug:key>/comments/", document_desk.desk, name="doc-desk"),
    path("rules/documents/<slug:key>/do/<slug:verb>/", document_verbs.do, name="doc-do"),
    path("rules/comments/<int:pk>/<slug:verb>/", document_desk.do, name="comment-do"),
    path("public/rules/search/", documents_search.public, name="search"),
    path("public/rules/documents/", documents_public.documents, name="documents"),
    path("public/rules/documents/<slug:key>/", documents_public.document, name="document"),
    path("public/rules/documents/<slug:key>/compare/", documents_compare.public, name="compare"),
    path("public/rules/documents/<slug:key>/print/", documents_public.for_paper, name="print"),
    path("public/rules/documents/<slug:key>/<slug:clause>/", documents_public.document, name="clause"),
    path("public/rules/consultations/<slug:key>/<int:ordinal>/", consultations.consultation, name="consultation"),
    path("public/rules/consultations/<slug:key>/<int:ordinal>/comment/", consultations.comment, name="comment"),
]
