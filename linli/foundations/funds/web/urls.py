"""Addresses of the funds."""

from django.urls import path

from linli.foundations.funds.web import (
    accounts,
    bank,
    budgets,
    ledger,
    lists,
    moving,
    overview,
    pools,
    statements,
    transfers,
    views,
    years,
)
from linli.ui.web.access import needs

app_name = "funds"

urlpatterns = [
    path("", needs("funds.source:list")(lists.SourceList.as_view()), name="list"),
    path("new/", views.new, name="create"),
    path("overview/", overview.overview, name="overview"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/new/", budgets.new, name="budget_new"),
    path("budgets/template/", budgets.template, name="budget_template"),
    path("budgets/<int:pk>/", budgets.budget, name="budget"),
    path("budgets/<int:pk>/amend/", budgets.amend, name="budget_amend"),
    path("accounts/", needs("funds.source:list")(accounts.AccountList.as_view()), name="accounts"),
    path("accounts/<int:pk>/", statements.account, name="account"),
    path("postings/<int:pk>/", statements.posting, name="posting"),
    path("ledger/beancount/", ledger.beancount, name="ledger_beancount"),
    path("ledger/table/", ledger.table, name="ledger_table"),
    path("<int:pk>/", views.source, name="source"),
    path("pools/", pools.pools, name="pools"),
    path("pools/new/", pools.new, name="pool_new"),
    path("pools/<int:pk>/put-in/", pools.put_in, name="put_in"),
    path("pools/<int:pk>/take-out/", pools.take_out, name="take_out"),
    path("transfers/", needs("funds.source:list")(transfers.TransferList.as_view()), name="transfers"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer_shown"),
    path("years/", years.years, name="years"),
    path("years/<int:year>/close/", years.close, name="close"),
    path("refunds/new/", years.refund, name="refund"),
    path("bank/", bank.accounts, name="bank"),
    path("bank/new/", bank.new, name="bank_new"),
    path("bank/<int:pk>/", bank.account, name="bank_account"),
    path("bank/<int:pk>/import/", bank.import_statement, name="bank_import"),
    path("bank/lines/<int:pk>/match/", bank.match, name="bank_match"),
    path("bank/matches/<int:pk>/undo/", bank.unmatch, name="bank_unmatch"),
    path("earmarks/<int:pk>/", moving.earmark, name="earmark"),
    path("<int:pk>/adjust/", views.change, name="adjust"),
    path("<int:pk>/attach/", views.attach, name="attach"),
    path("<int:pk>/set-aside/", moving.set_aside, name="set_aside"),
    path("<int:pk>/transfer/", moving.transfer, name="transfer"),
    path("<int:pk>/carry-over/", moving.carry_over, name="carry_over"),
    path("<int:pk>/take-back/", moving.take_back, name="take_back"),
]
