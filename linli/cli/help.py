"""The help of `linli`, in both languages side by side."""

from linli.cli.words import language

_HEAD = {
    "zh": "邻里：政府购买社区服务平台。\n用法：linli <命令> [选项]",
    "en": "Linli: the platform with which a district buys community services.\nUsage: linli <command> [options]",
}
_PART = {"zh": ("命令：", "选项："), "en": ("Commands:", "Options:")}

VERBS: dict[str, dict[str, str]] = {
    "up": {
        "zh": "启动数据库、网页服务和任务进程，按 Ctrl-C 全部停止",
        "en": "start the database, the web server and the job worker; Ctrl-C stops all of it",
    },
    "setup": {
        "zh": "只做准备，不启动（--tests：连同测试所需）",
        "en": "prepare without starting (--tests: for the tests as well)",
    },
    "status": {"zh": "查看运行状态", "en": "say what is running"},
    "stop": {"zh": "停止正在运行的服务", "en": "stop the running service"},
    "migrate": {"zh": "迁移数据库并设置权限", "en": "migrate the database and set its rights"},
    "demo": {"zh": "建立演示区县", "en": "build the demo district"},
    "backup FILE": {
        "zh": "备份到一个文件，运行中也可执行",
        "en": "write a backup to one file, also while running",
    },
    "restore FILE": {
        "zh": "从备份恢复（--replace：替换现有数据）",
        "en": "restore a backup (--replace: in place of the present data)",
    },
    "base FOLDER": {
        "zh": "整体复制运行中的数据库并校验，供恢复到任一时刻",
        "en": "copy the running cluster and verify the copy, for going back to any moment",
    },
    "rewind COPY MOMENT": {
        "zh": "用复制和归档把数据库恢复到某一时刻",
        "en": "put the database as of a moment, from a copy and the archive",
    },
    "manage …": {
        "zh": "执行 Django 管理命令；其他命令名同样转交",
        "en": "run one of Django's commands; any other command name goes there too",
    },
}
OPTIONS: dict[str, dict[str, str]] = {
    "--var DIR": {"zh": "数据目录（默认 var）", "en": "the data folder (default: var)"},
    "--lang zh|en": {"zh": "提示语言", "en": "language of the messages"},
    "--version": {"zh": "显示版本", "en": "show the version"},
    "-h, --help": {"zh": "显示本帮助", "en": "show this help"},
}
UP: dict[str, dict[str, str]] = {
    "--port N": {"zh": "up：端口（默认 8000）", "en": "up: the port (default: 8000)"},
    "--host ADDR": {"zh": "up：监听地址（默认 127.0.0.1）", "en": "up: the address to listen on (default: 127.0.0.1)"},
    "--workers N": {"zh": "up：网页服务进程数（默认不超过 2）", "en": "up: web processes (default: at most 2)"},
    "--demo, --no-demo": {
        "zh": "up：新数据库是否建立演示区县",
        "en": "up: whether a new database gets the demo district",
    },
}


def _table(rows: dict[str, dict[str, str]], tongue: str) -> list[str]:
    return [f"  {name:<19} {said[tongue]}" for name, said in rows.items()]


def _page(tongue: str, verb: str | None) -> str:
    shown = {name: said for name, said in VERBS.items() if verb is None or name.split()[0] == verb}
    options = (UP if verb in {None, "up"} else {}) | OPTIONS
    commands, choices = _PART[tongue]
    return "\n".join([_HEAD[tongue], "", commands, *_table(shown, tongue), "", choices, *_table(options, tongue)])


def text(verb: str | None) -> str:
    """The help for one verb or all of them, the chosen language first."""
    order = ("en", "zh") if language() == "en" else ("zh", "en")
    return "\n\n".join(_page(tongue, verb) for tongue in order)
