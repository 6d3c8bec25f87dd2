"""The few words that scripts write into a page; they travel as JSON, so that scripts hold no language."""

from django.utils.translation import gettext as _

from linli.kernel import clock


def for_scripts(with_clock: bool = True) -> dict[str, str]:
    """Keys as the scripts in static/ui/js know them; `{n}`, `{h}`, `{m}` and `{d}` are filled in there. `now` lets them
    count by the server's clock; a page that counts nothing leaves it out and stays the same from second to second."""
    return {
        **({"now": clock.now().isoformat(timespec="seconds")} if with_clock else {}),
        "busy": _("正在提交"),
        "left_hours": _("剩 {h} 小时 {m} 分"),
        "left_minutes": _("剩 {m} 分钟"),
        "past": _("已到期，请刷新页面"),
        "minutes": _("分"),
        "seconds": _("秒"),
        "selected": _("已选 {n} 项"),
        "unsaved": _("有未保存的修改，离开将丢失。"),
        "loaded": _("内容已更新"),
        "failed": _("没有连上服务器，刚才的操作没有生效。请检查网络后重试。"),
        "show_password": _("显示密码"),
        "hide_password": _("隐藏密码"),
        "saved_at": _("草稿已于 {t} 自动保存"),
    }
