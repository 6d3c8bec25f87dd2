"""Status words and how they look: a family (tint) and an icon. Colour alone never tells a state."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Text

# family -> icon when a word has none of its own
FAMILIES = {
    "none": "circle-dashed",
    "active": "progress",
    "waiting": "clock-pause",
    "attention": "alert-triangle",
    "danger": "alert-octagon",
    "done": "circle-check-filled",
}


@dataclass(frozen=True)
class Status:
    """A state as a badge shows it; `icon` empty takes the family's."""

    family: str
    word: Text
    icon: str = ""

    @property
    def sign(self) -> str:
        return self.icon or FAMILIES[self.family]


# The words that every room shares; a room's own words are Status values of its own.
WORDS: dict[str, Status] = {
    "not_started": Status("none", _("未开始")),
    "draft": Status("none", _("草稿"), "pencil"),
    "void": Status("none", _("已废标"), "ban"),
    "withdrawn": Status("none", _("已撤回"), "arrow-back-up"),
    "archived": Status("none", _("已归档"), "archive"),
    "active": Status("active", _("进行中")),
    "approving": Status("active", _("审批中")),
    "to_approve": Status("active", _("待审批")),
    "delivering": Status("active", _("实施中")),
    "voting": Status("active", _("投票中")),
    "published": Status("waiting", _("公示中"), "speakerphone"),
    "to_open": Status("waiting", _("待开标"), "lock"),
    "paused": Status("waiting", _("暂停"), "clock-pause"),
    "due_today": Status("attention", _("今天到期")),
    "returned": Status("attention", _("退回补正"), "arrow-back-up"),
    "rectifying": Status("attention", _("整改中"), "arrow-back-up"),
    "yellow": Status("attention", _("黄灯")),
    "overdue": Status("danger", _("已逾期")),
    "failed": Status("danger", _("不通过")),
    "red": Status("danger", _("红灯")),
    "closed": Status("done", _("已办结")),
    "passed": Status("done", _("已通过")),
    "green": Status("done", _("绿灯")),
}
