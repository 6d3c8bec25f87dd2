"""What the room adds to the menu and to the project page; called when the house is ready."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.models import Delivery
from linli.flow.s4_delivery.scope import insider
from linli.flow.s4_delivery.states import DeliveryState
from linli.flow.s4_delivery.web import tabs
from linli.flow.thread.tabs import Tab, register, register_money
from linli.ui import nav


def open_deliveries(request: Any) -> int:
    """Projects under way that the actor sees."""
    return Delivery.objects.filter(insider(request.actor)).exclude(state=DeliveryState.FINISHED).count()


def setup() -> None:
    nav.register(
        nav.NavItem(
            "steps",
            4,
            _("组织实施"),
            "delivery:list",
            step=4,
            permission="delivery.delivery:list",
            count=open_deliveries,
        )
    )
    register(Tab("delivery", _("实施记录"), 40, "delivery/tab_delivery.html", tabs.delivery, tabs.count_records))
    register(Tab("payments", _("资金支付"), 50, "delivery/tab_payments.html", tabs.payments, tabs.count_payments))
    register_money(tabs.money)
