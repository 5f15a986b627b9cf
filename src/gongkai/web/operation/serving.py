"""Pages and background work together on one machine, for development and for looking around."""

from __future__ import annotations

import shutil
import signal
import socket  # noqa: TID251 - is the port free?
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.agencies import city
from gongkai.web.operation.actions import note_upgrade

__all__ = ["HOST", "begin_anew", "check_port", "prepare", "serve"]

HOST = "127.0.0.1"
_START = 60  # seconds until pages must answer
_END = 15  # seconds in which processes may end by themselves
_ENDS = (signal.SIGTERM, signal.SIGHUP)  # besides Ctrl-C; the second is a closed terminal


def check_port(port: int) -> None:
    """BadInput when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise BadInput(
                f"端口 {port} 不能用，多半已被别的程序占用；"
                f"请先关闭它，或者另选：gongkai serve --port {port + 1}（make run PORT={port + 1}）"
            ) from None


def begin_anew() -> None:
    """Delete the database and files of development; BadInput for any other."""
    name = connection.settings_dict["NAME"]
    ours = connection.vendor == "sqlite" and Path(name).parent == settings.DATA
    if not (settings.SAMPLE_CITY and ours):
        raise BadInput("只有开发环境数据目录里的 SQLite 数据库可以重新开始；其他数据库请自行清空")
    connection.close()
    for path in (Path(name), Path(f"{name}-wal"), Path(f"{name}-shm")):
        path.unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def prepare(write: Callable[[str], object]) -> None:
    """Database, sample city, and the table of log-ins; what is there already is kept."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    call_command("migrate", interactive=False, verbosity=0)
    note_upgrade(now)
    if settings.SAMPLE_CITY and city.FOLDER.is_dir():
        city.load(now)
        city.load_trades(now)
        city.print_logins(write, timezone.localdate(now))
    connection.close()


def serve(port: int, write: Callable[[str], object]) -> None:
    """Until Ctrl-C, a polite kill or a closed terminal; BadInput when a process ends by itself."""
    commands = {
        "网页": [
            "gunicorn", "gongkai.web.wsgi", f"--bind={HOST}:{port}", "--workers=1", "--threads=8",
            "--log-level=warning", "--no-control-socket",
        ],
        "后台任务": ["django", "work"],
    }  # fmt: skip
    started: dict[str, subprocess.Popen[bytes]] = {}
    before = {number: signal.signal(number, _interrupt) for number in _ENDS}
    try:
        for name, words in commands.items():
            started[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *words],
                # Ctrl-C comes to this process alone, which then asks each once: gunicorn hangs, and
                # a letter is broken off, when asked twice
                start_new_session=True,
            )
        _wait_until_open(port, list(started.values()))
        write(f"请在浏览器中打开 http://{HOST}:{port}/ ；按 Ctrl+C 结束")
        while True:
            for name, process in started.items():
                if process.poll() is not None:
                    raise BadInput(
                        f"{name}的进程意外结束（退出码 {process.returncode}），已全部停止；"
                        "原因见上面的输出"
                    )
            time.sleep(0.3)
    except KeyboardInterrupt:
        write("正在结束……")
    finally:
        _end(list(started.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_open(port: int, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    limit = time.monotonic() + _START
    while time.monotonic() < limit and all(process.poll() is None for process in processes):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise BadInput("网页没有启动起来；原因见上面的输出")


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask politely, then not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + _END
    for process in processes:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
