"""The house's code holds none of what makes holes; each search is tried on an example of it first."""

import pytest

from tests.security import source

HTML = {
    ("ui/templatetags/linli.py", "mark_safe('aria-hidden=\"true\"')"),
}
"""Where a text is declared to be HTML: nothing that a person wrote is in it."""
SPLATS = {
    ("flow/s2_goals/plans/actions/rows.py", "create"),
    ("flow/s2_goals/plans/actions/rows.py", "update"),
    ("flow/s3_tenders/web/lists.py", "get"),
    ("flow/s4_delivery/web/pages.py", "get"),
    ("flow/s6_followup/web/pages.py", "get"),
    ("flow/thread/spine.py", "create"),
    ("foundations/forms/web/submissions.py", "get"),
    ("foundations/funds/ledger.py", "aggregate"),
    ("foundations/funds/models/source.py", "annotate"),
    ("foundations/funds/queries/trial.py", "filter"),
    ("foundations/rulebook/actions/notices.py", "filter"),
    ("foundations/rulebook/actions/notices.py", "update"),
    ("foundations/rulebook/actions/proposals.py", "create"),
    ("foundations/rulebook/actions/proposals.py", "filter"),
    ("ui/lists.py", "annotate"),
    ("ui/lists.py", "filter"),
}
"""Where field names come from elsewhere, and that is the program: other functions' keywords, a list's own tab, stages of the ledger."""
QUICK = {("cli/postgres.py", r"\) (\d+(?:\.\d+)*)")}
"""A dot stands between the repetitions, so that there is one way only to divide the text."""


@pytest.mark.parametrize("bad", ["mark_safe(name)", "format_html(f'<b>{name}</b>')", "SafeString(name)"])
def test_unescaped_html_is_found(bad: str) -> None:
    assert list(source.unescaped(bad))


def test_html_is_written_in_templates_alone() -> None:
    found = {(name, call) for name, text in source.modules() for call in source.unescaped(text)}
    assert found == HTML


@pytest.mark.parametrize("bad", ["{{ name|safe }}", "{% autoescape off %}", "{{ names | safeseq }}"])
def test_an_unescaped_variable_is_found(bad: str) -> None:
    assert source.UNSAFE_TEMPLATE.search(bad)


def test_no_template_switches_escaping_off() -> None:
    files = list(source.templates())
    assert len(files) > 100
    assert [name for name, text in files if source.UNSAFE_TEMPLATE.search(text)] == []


BAD_QUERIES = [
    "Person.objects.filter(**request.GET.dict())",
    "rows.order_by(self.request.GET['sort'])",
    "rows.exclude(**form.cleaned_data)",
    "rows.values(*request.POST.getlist('columns'))",
]


@pytest.mark.parametrize("bad", BAD_QUERIES)
def test_a_dictionary_of_a_user_is_found(bad: str) -> None:
    assert list(source.dictionaries(bad))


def test_no_request_names_the_fields_of_a_query() -> None:
    assert [(name, call) for name, text in source.modules() for call in source.dictionaries(text)] == []


def test_whoever_hands_over_field_names_is_known() -> None:
    found = {(name, method) for name, text in source.modules() for method in source.splats(text)}
    assert found == SPLATS


@pytest.mark.parametrize("bad", [r"^(a+)+$", r"(\w*\s?)*!", r"\s*\s*x", r"((ab)*c*)*", r"(?:[^>]+)+>"])
def test_a_slow_expression_is_found(bad: str) -> None:
    assert source.slow(bad)


@pytest.mark.parametrize("good", [r"^1[3-9][0-9]{9}$", r"a+b+", r"(\d{1,3},?){1,5}", r"\d+(?:\.\d+)?"])
def test_a_quick_expression_is_not(good: str) -> None:
    assert not source.slow(good)


def test_no_expression_is_slow() -> None:
    found = {(name, pattern) for name, text in source.modules() for pattern in source.patterns(text)}
    assert len(found) > 15
    assert {one for one in found if source.slow(one[1])} == QUICK


REACHING = {("cli", "socket"), ("cli", "http.client"), ("flow", "urllib.request"), ("flow", "http.client")}
"""The command line asks its own server, on this machine, whether it is there. The gateway for text messages
(s1_needs/gateways.py) posts to the one address that the environment names, and follows no redirect."""


@pytest.mark.parametrize("bad", ["import requests", "from urllib import request", "from urllib.request import urlopen"])
def test_a_program_that_fetches_is_found(bad: str) -> None:
    assert list(source.fetches(bad))


def test_no_page_makes_the_server_fetch_anything() -> None:
    """Who comes to fetch something by an address that somebody typed finds this, and says where it may lead."""
    found = {(name.split("/")[0], module) for name, text in source.modules() for module in source.fetches(text)}
    assert found <= REACHING


def test_no_field_holds_an_address_to_follow() -> None:
    """Who adds one finds this, and sees to it that `javascript:` is none."""
    assert list(source.address_fields("models.URLField()"))
    assert [(name, call) for name, text in source.modules() for call in source.address_fields(text)] == []
