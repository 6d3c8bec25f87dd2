"""Addresses of the catalogue."""

from django.urls import path

from linli.foundations.catalogue.web import batches, chosen, items, lists, public, supplements
from linli.ui.web.access import needs, signed_in_page

app_name = "catalogue"

urlpatterns = [
    path("catalogue/", needs("catalogue.item:list")(lists.ItemList.as_view()), name="clerk"),
    path("catalogue/chosen/", chosen.chosen, name="chosen"),
    path("catalogue/batches/", needs("catalogue.batch:list")(lists.BatchList.as_view()), name="batches"),
    path("catalogue/batches/new/", batches.new, name="batch_new"),
    path("catalogue/batches/compare/", items.compare_batches, name="compare"),
    path("catalogue/batches/template/", items.template, name="template"),
    path("catalogue/batches/<int:pk>/", batches.batch, name="batch"),
    path("catalogue/batches/<int:pk>/describe/", signed_in_page(batches.Describe.as_view()), name="batch_describe"),
    path("catalogue/batches/<int:pk>/import/", items.import_sheet, name="batch_import"),
    path("catalogue/batches/<int:pk>/submit/", batches.send, name="batch_submit"),
    path("catalogue/batches/<int:pk>/issue/", signed_in_page(batches.Issue.as_view()), name="batch_issue"),
    path("catalogue/batches/<int:pk>/end/", signed_in_page(batches.End.as_view()), name="batch_end"),
    path("catalogue/batches/<int:pk>/items/new/", items.item, name="batch_item_new"),
    path("catalogue/batches/<int:pk>/items/<slug:code>/", items.item, name="batch_item"),
    path("catalogue/batches/<int:pk>/items/<slug:code>/drop/", items.drop, name="batch_item_drop"),
    path(
        "catalogue/supplements/", needs("catalogue.supplement:list")(lists.SupplementList.as_view()), name="supplements"
    ),
    path("catalogue/supplements/new/", supplements.new, name="supplement_new"),
    path("catalogue/supplements/<int:pk>/", supplements.supplement, name="supplement"),
    path(
        "catalogue/supplements/<int:pk>/revise/", signed_in_page(supplements.Revise.as_view()), name="supplement_revise"
    ),
    path("catalogue/supplements/<int:pk>/submit/", supplements.send, name="supplement_submit"),
    path("catalogue/supplements/<int:pk>/withdraw/", supplements.take_back, name="supplement_withdraw"),
    path("catalogue/supplements/<int:pk>/judge/", signed_in_page(supplements.Judge.as_view()), name="supplement_judge"),
    path(
        "catalogue/supplements/<int:pk>/include/",
        signed_in_page(supplements.Include.as_view()),
        name="supplement_include",
    ),
    path("public/catalogue/", public.items, name="list"),
    path("public/catalogue/negative/", public.negative_list, name="negative"),
    path("public/catalogue/<str:code>/", public.item, name="item"),
]
