"""What the page's script and the engine say, in the reader's language."""

from typing import Any

from django.utils import dates
from django.utils.translation import gettext as _


def engine() -> dict[str, str]:
    """The engine's own sentences (linli/ui/vendor/webforms/patches.mjs) and ours for them."""
    return {
        "Condition not satisfied: constraint": _("填写的内容不符合要求。"),
        "Condition not satisfied: required": _("这一题必须回答。"),
        "Send": _("提交"), "Add": _("添加"), "Remove": _("移除"), "More": _("更多操作"), "Cancel": _("取消"), "Okay": _("知道了"),
        "Repeat Item": _("一组"), "Change language": _("切换语言"), "Powered by": _("填写引擎"),
        "1 question with error.": _("有 1 题需要改正。"), "{n} questions with errors.": _("有 {n} 题需要改正。"),
        "Take picture": _("拍照"), "Choose image": _("选择图片"), "Captured image preview": _("所选图片的预览"),
        "Rank items": _("开始排序"), "Get location": _("获取位置"), "Try again": _("再试一次"),
        "Finding your location": _("正在定位"), "Save location": _("保存位置"), "Cannot access location": _("不能获取位置"),
        "Grant location permission in the browser settings and make sure location is turned on.":
            _("请在浏览器设置里允许定位，并打开设备的定位功能。"),
        "Location unavailable. Enable GPS and browser permissions, then restart the form to try again.":
            _("没有取得位置。请打开定位并允许浏览器使用，然后重新打开表单。"),
        "Time taken to capture location:": _("定位用时："), "Location will be saved at": _("精度达到后自动保存："),
        "Previous saved location at": _("先前保存的位置，精度："), "Accuracy:": _("精度："), "Latitude:": _("纬度："),
        "Longitude:": _("经度："), "Good accuracy": _("精度较好"), "Poor accuracy": _("精度较差"),
        "Unknown accuracy": _("精度不明"), "Unable to load map": _("这里没有地图，请用手机采集。"),
    }  # fmt: skip


def page() -> dict[str, str]:
    """What the page says; `{}` is a time."""
    return {
        "kept": _("已存草稿 {}"),
        "unkept": _("草稿没有存下：浏览器的存储空间已满或被禁用，请不要关闭本页。"),
        "restored": _("已恢复 {} 的草稿，只存在这台设备的浏览器里。"),
        "offline": _("现在没有网络：可以继续填写，草稿存在这台设备里，提交的内容会排队。"),
        "sending": _("正在提交"),
        "waiting": _("没有网络，已排队，恢复后自动提交。"),
        "queued": _("等待提交"),
        "away": _("登录已失效：内容还在这台设备里，请刷新页面重新登录，随后自动提交。"),
        "reopen": _("改好再提交"),
        "drop": _("删除"),
        "surely": _("删除后不能恢复，确定删除这份没有提交的填报吗？"),
    }


def locale() -> dict[str, Any]:
    """Names of days and months, and what the engine's controls are called for those who hear the page."""
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dayNames": [str(dates.WEEKDAYS[n]) for n in sunday_first],
        "dayNamesShort": [str(dates.WEEKDAYS_ABBR[n]) for n in sunday_first],
        "dayNamesMin": [str(dates.WEEKDAYS_ABBR[n]) for n in sunday_first],
        "monthNames": [str(dates.MONTHS[n]) for n in range(1, 13)],
        "monthNamesShort": [str(dates.MONTHS_3[n]) for n in range(1, 13)],
        "firstDayOfWeek": 1,
        "dateFormat": "yy-mm-dd",
        "today": _("今天"),
        "clear": _("清空"),
        "chooseDate": _("选择日期"),
        "emptyMessage": _("没有选项"),
        "emptyFilterMessage": _("没有找到"),
        "aria": {"close": _("关闭"), "previousMonth": _("上个月"), "nextMonth": _("下个月")},
    }
