"""Everything that can be said of a workbook before it is converted, all at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.foundations.forms.xlsform import logic, words
from linli.foundations.forms.xlsform.book import Sheet
from linli.foundations.forms.xlsform.outline import XML_NAME, Node, Outline
from linli.foundations.forms.xlsform.problems import Problem, refused

SHOWN = 100
LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook without known faults."""

    root: Node
    choices: dict[str, list[dict[str, str]]]
    settings: dict[str, str]


def checked(sheets: dict[str, Sheet]) -> Checked:
    """The workbook as a tree. Raises BadForm with up to a hundred problems."""
    survey = sheets.get("survey")
    if survey is None:
        raise refused([Problem(_("没有名为 survey 的工作表。"), _("请把题目所在的工作表命名为 survey。"))])
    problems = [*_heads(survey, ("type", "name")), *_merged(sheets)]
    if problems:
        raise refused(problems)
    choices, faults = _choices(sheets.get("choices"))
    outline = Outline(survey, set(choices))
    problems = [*outline.problems, *faults, *logic.problems(outline.root), *_settings(sheets.get("settings"))]
    if not outline.root.children:
        problems.append(Problem(_("没有题目。"), _("请从第 2 行起填写题目。"), "survey"))
    if problems:
        raise refused(problems[:SHOWN])
    return Checked(outline.root, choices, settings_of(sheets.get("settings")))


def settings_of(sheet: Sheet | None) -> dict[str, str]:
    """The first row of the settings sheet."""
    cells = sheet.rows[0].cells if sheet is not None and sheet.rows else {}
    usual = {"id_string": "form_id", "set_form_id": "form_id", "title": "form_title", "set_form_title": "form_title"}
    return {usual.get(key.strip().lower(), key.strip().lower()): text for key, text in cells.items()}


def _heads(sheet: Sheet, wanted: tuple[str, ...]) -> Iterator[Problem]:
    heads = [words.head(text) for text in sheet.heads if text]
    for name in wanted:
        if name not in heads:
            yield Problem(_("第 1 行没有列名“%s”。") % name, _("请在第 1 行写列名，不要加标题行。"), sheet.name, 1)
    for name in sorted({head for head in heads if heads.count(head) > 1}):
        yield Problem(_("列名“%s”出现不止一次。") % name, _("请删去或改名其中一列。"), sheet.name, 1, name)


def _merged(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for sheet in sheets.values():
        for area in sheet.merged:
            what = _("单元格 %s 是合并的，只有第一格的内容算数。") % area
            yield Problem(what, _("请取消合并，并在每一行填写内容。"), sheet.name)


def _settings(sheet: Sheet | None) -> Iterator[Problem]:
    found = settings_of(sheet)
    identity = found.get("form_id", "")
    if not identity:
        yield Problem(
            _("没有写 form_id。"),
            _("请在 settings 表第 1 行写 form_id，第 2 行写这份表单的英文编号。"),
            "settings",
            2,
            "form_id",
        )
    elif not XML_NAME.fullmatch(identity) or len(identity) > LONGEST_ID:
        yield Problem(
            _("“%s”不能作 form_id。") % identity,
            _("请用不超过 60 位的英文字母、数字、下划线，以字母开头。"),
            "settings",
            2,
            "form_id",
        )


def _choices(sheet: Sheet | None) -> tuple[dict[str, list[dict[str, str]]], list[Problem]]:
    """The lists by name, each choice with its cells by usual heading."""
    lists: dict[str, list[dict[str, str]]] = {}
    if sheet is None:
        return lists, []
    problems = list(_heads(sheet, ("list_name", "name")))
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        cells = {words.head(head): text for head, text in row.cells.items()}
        name, key = cells.get("list_name", ""), cells.get("name", "")
        if not name and not key:
            continue
        if not name or not key:
            missing = "name" if name else "list_name"
            problems.append(Problem(_("没有填写。"), _("每个选项都要写列表名和值。"), "choices", row.number, missing))
            continue
        if len(key.split()) > 1:
            what = _("选项值“%s”里有空格。") % key
            problems.append(
                Problem(what, _("请用下划线代替空格：多选题的答案以空格分隔。"), "choices", row.number, "name")
            )
        if (name, key) in seen:
            what = _("列表“%(list)s”的选项值“%(name)s”与第 %(row)s 行重复。") % {
                "list": name,
                "name": key,
                "row": seen[name, key],
            }
            problems.append(Problem(what, _("同一列表里选项值不能重复。"), "choices", row.number, "name"))
        seen.setdefault((name, key), row.number)
        lists.setdefault(name, []).append(cells)
    return lists, problems
