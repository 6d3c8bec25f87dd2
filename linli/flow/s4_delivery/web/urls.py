"""Addresses of the implementation."""

from django.urls import path

from linli.flow.s4_delivery.web import batch, lists, pages, papers, records
from linli.foundations.parties.signin.sensitive import sensitive
from linli.ui.web.access import needs

listed = needs("delivery.delivery:list")
app_name = "delivery"
urlpatterns = [
    path("delivery/", listed(lists.DeliveryList.as_view()), name="list"),
    path("delivery/payments/", listed(lists.PaymentList.as_view()), name="payments"),
    path("delivery/payments/batch/", batch.pick, name="batch"),
    path("delivery/payments/batch/pay/", sensitive(batch.pay), name="batch_pay"),
    path("delivery/payments/batches/<int:pk>/", batch.paid, name="batch_paid"),
    path("delivery/records/", listed(lists.RecordList.as_view()), name="records"),
    path("delivery/<int:pk>/plan/", listed(pages.Plan.as_view()), name="plan"),
    path("delivery/<int:pk>/finish/", listed(pages.Finish.as_view()), name="finish"),
    path("delivery/milestones/<int:pk>/", records.milestone, name="milestone"),
    path("delivery/milestones/<int:pk>/report/", listed(pages.Report.as_view()), name="report"),
    path("delivery/milestones/<int:pk>/accept/", listed(pages.Accept.as_view()), name="accept"),
    path("delivery/milestones/<int:pk>/return/", listed(pages.ReturnReport.as_view()), name="return_report"),
    path("delivery/milestones/<int:pk>/request/", listed(pages.Request.as_view()), name="request"),
    path("delivery/projects/<int:pk>/records/add/", listed(pages.AddRecord.as_view()), name="add_record"),
    path("delivery/records/<int:pk>/", records.record, name="record"),
    path("delivery/records/<int:pk>/correct/", listed(pages.CorrectRecord.as_view()), name="correct_record"),
    path("delivery/payments/<int:pk>/", records.payment, name="payment"),
    path("delivery/payments/<int:pk>/voucher/<slug:form>/", papers.voucher, name="voucher"),
    path("delivery/payments/<int:pk>/resubmit/", listed(pages.Resubmit.as_view()), name="resubmit"),
    path("delivery/payments/<int:pk>/check/", listed(pages.Check.as_view()), name="check"),
    path("delivery/payments/<int:pk>/return/", listed(pages.ReturnPayment.as_view()), name="return_payment"),
    path("delivery/payments/<int:pk>/pay/", listed(sensitive(pages.Pay.as_view())), name="pay"),
    path("delivery/payments/<int:pk>/reverse/", listed(sensitive(pages.Reverse.as_view())), name="reverse"),
]
