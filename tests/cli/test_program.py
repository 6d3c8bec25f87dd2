"""A command of Django's that fails is one sentence; its traceback is in the log."""

from pathlib import Path

import pytest

from linli.cli.house import House
from linli.cli.program import environment, manage
from linli.cli.words import Refusal


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    found = House(tmp_path / "var")
    found.prepare()
    return found


def test_a_failure_is_one_sentence_and_the_log_has_the_rest(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refusal, match="failed: ValueError: a bad thing") as caught:
        manage(house, None, "shell", "-v", "0", "-c", "raise ValueError('a bad thing')")
    assert "未能完成：ValueError: a bad thing" in caught.value.zh
    assert "Traceback" not in capfd.readouterr().err
    assert "Traceback" in (house.logs / "manage.log").read_text()


def test_what_a_quiet_command_prints_is_returned(house: House) -> None:
    assert manage(house, None, "shell", "-v", "0", "-c", "print(6 * 7)", quiet=True).strip().endswith("42")


def test_a_deployment_with_the_demo_district_says_so_everywhere(house: House) -> None:
    assert "LINLI_DEMO" not in environment(house, None)
    house.remember(demo=True)
    assert environment(house, None)["LINLI_DEMO"] == "1"
    assert environment(house, "postgresql://a@/b?host=/c&port=1")["LINLI_SECRET_KEY"]
