"""Writing rules from answers to needs: the condition must be one that can be read, over questions that the form has."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.actions.needs import known_item
from linli.flow.s1_needs.models import MappingRule
from linli.foundations.forms.light.expression import Unknown, compiled
from linli.foundations.forms.models import Form
from linli.foundations.forms.spoken import walk
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

_NAMED = re.compile(r"\$\{([^}]*)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@action(
    "needs.mapping:write",
    gettext_lazy("编写问卷转换规则"),
    tells=gettext_lazy("%(form)s %(key)s：%(title)s"),
)
def write_rule(
    *,
    actor: Actor,
    form: Form,
    key: str,
    title: str,
    topic: str,
    condition: str,
    urgency: int,
    vulnerability: int,
    each: str = "",
    people: str = "",
    catalogue_code: str = "",
    active: bool = True,
) -> MappingRule:
    """Write a rule of a form, or write it anew; a rule of the house under the same key gives way to it."""
    if not _KEY.fullmatch(key):
        raise Refusal(
            _("规则编号“%(key)s”不合规则。") % {"key": key[:40]},
            remedy=_("用小写字母开头，只含小写字母、数字和下划线，最多 40 个字符。"),
            field="key",
        )
    _check(form, condition.strip(), each, people)
    rule = MappingRule.objects.select_for_update().filter(form_id=form.form_id, key=key).first()
    if rule is None:
        rule = MappingRule(form_id=form.form_id, key=key)
    else:
        rule.version += 1
    rule.title, rule.topic, rule.condition = title.strip(), topic, condition.strip()
    rule.each, rule.people, rule.catalogue_code = each, people, known_item(catalogue_code)
    rule.urgency, rule.vulnerability, rule.active = urgency, vulnerability, active
    rule.save()
    record(form=form.form_id, key=key, title=rule.title, active=active)
    return rule


def _check(form: Form, condition: str, each: str, people: str) -> None:
    """Raises a Refusal for a condition that cannot be read, or for a question or group that the form does not have."""
    try:
        compiled(condition)
    except Unknown as wrong:
        raise Refusal(
            _("读不懂条件中的“%(part)s”。") % {"part": str(wrong)[:60]},
            remedy=_("可以用 = != < <= > >= and or not() selected() count-selected() 和 + -，题目写成 ${题名}。"),
            field="condition",
        ) from wrong
    nodes = _nodes(form)
    for name in map(str.strip, _NAMED.findall(condition)):
        _needs(nodes, name, {*nodes} - _repeats(nodes), "condition")
    if each:
        _needs(nodes, each, _repeats(nodes), "each")
    if people:
        _needs(nodes, people, {*nodes} - _repeats(nodes), "people")


def _nodes(form: Form) -> dict[str, Any]:
    """The questions and groups of the form's published version by name, or of its newest."""
    version = form.published or form.versions.first()
    return {node["name"]: node for node in walk(version.nodes())} if version else {}


def _repeats(nodes: dict[str, Any]) -> set[str]:
    return {name for name, node in nodes.items() if node["kind"] == "repeat"}


def _needs(nodes: dict[str, Any], name: str, allowed: set[str], field: str) -> None:
    if name not in allowed:
        raise Refusal(
            _("这份表单没有“%(name)s”。") % {"name": name[:60]},
            remedy=_("可以用的有：%(names)s。") % {"names": "、".join(sorted(allowed)[:30]) or "—"},
            field=field,
        )
