"""What the command answers to good and bad input, in both languages and without a traceback."""

import socket
from pathlib import Path

import pytest

from linli.cli import house as houses
from linli.cli import main, up, words
from linli.cli.help import OPTIONS, UP, VERBS, text
from linli.cli.house import House
from linli.cli.keys import load
from linli.cli.main import split
from linli.cli.words import Refusal


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_help_shows_both_languages(capsys: pytest.CaptureFixture[str], tongue: str) -> None:
    assert main.main(["--help", "--lang", tongue]) == 0
    shown = capsys.readouterr().out
    for rows in (VERBS, OPTIONS, UP):
        for name, said in rows.items():
            assert name in shown
            assert said["zh"] in shown
            assert said["en"] in shown
    assert shown.startswith("邻里" if tongue == "zh" else "Linli")


def test_every_verb_has_help_and_every_help_a_verb() -> None:
    subparsers = next(a for a in main.parser()._actions if a.dest == "verb")
    assert subparsers.choices is not None
    assert {name.split()[0] for name in VERBS} == set(subparsers.choices) | {"manage"}
    assert "--port" in text("up")
    assert "--port" not in text("status")


@pytest.mark.parametrize(
    ("argv", "own", "rest"),
    [
        (["up", "--port", "1"], ["up", "--port", "1"], None),
        (["--var", "up", "manage", "journal", "--var", "x"], ["--var", "up"], ["journal", "--var", "x"]),
        (["places", "import", "a.csv"], [], ["places", "import", "a.csv"]),
        (["--help"], ["--help"], None),
    ],
)
def test_what_is_ours_and_what_is_djangos(argv: list[str], own: list[str], rest: list[str] | None) -> None:
    assert split(argv) == (own, rest)


@pytest.mark.parametrize(
    "argv", [["up", "--port", "x"], ["up", "--port", "70000"], ["up", "--por", "1"], ["backup"], ["--lang", "fr", "up"]]
)
def test_a_mistyped_command_is_one_sentence_in_each_language(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(argv) == 2
    told = capsys.readouterr().err
    assert "命令写法有误" in told
    assert "The command is not written right" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) == 2


def test_the_language_follows_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LINLI_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    words.choose(None)
    assert words.language() == "zh"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    words.choose(None)
    assert words.language() == "en"
    words.choose("zh")
    assert words.pick("是", "yes") == "是"


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} cannot be used") as caught:
            up.check_port("127.0.0.1", port)
    assert "--port" in caught.value.zh
    up.check_port("127.0.0.1", port)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be written to"):
        House(tmp_path / "file" / "var").prepare()


def test_a_full_disk_is_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    House(tmp_path).prepare()
    monkeypatch.setattr(houses, "ROOM_NEEDED", 1 << 62)
    with pytest.raises(Refusal, match="The disk is full") as caught:
        House(tmp_path).prepare()
    assert "磁盘空间不足" in caught.value.zh
    assert not (tmp_path / ".writable").exists()


def test_lost_keys_are_not_made_anew_under_a_database(tmp_path: Path) -> None:
    house = House(tmp_path)
    first = load(house, cluster_exists=False)
    assert load(house, cluster_exists=True) == first
    house.secrets.write_text("{")
    with pytest.raises(Refusal, match="missing or damaged"):
        load(house, cluster_exists=True)
