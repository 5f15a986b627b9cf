"""A file on the disk → its bytes, or in one sentence why not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gongkai.errors import DamagedFile, UnsupportedFormat
from gongkai.files import why
from gongkai.report.read.limits import check_size

__all__ = ["load"]

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def load(path: Path, most: int | None = None) -> bytes:
    """What is in a file, or its first `most` bytes; ReadError when it is no file or too large.

    Pipes and devices are refused, because reading them may never end.
    """
    try:
        with open(path, "rb", opener=_open) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnsupportedFormat("这不是普通文件，而是管道或设备", "请给出文件本身")
            if most is not None:
                return file.read(most)
            check_size(status.st_size, file.peek(2))
            return file.read()
    except IsADirectoryError:
        raise UnsupportedFormat("目录中没有文件", "请把年度报告放入该目录") from None
    except OSError as problem:
        raise DamagedFile(f"无法打开文件（{why(problem)}）", "请检查路径和读取权限") from None


def _open(name: str, flags: int) -> int:
    # not blocking: to open a pipe that nobody writes to would wait for ever
    return os.open(name, flags | _NO_WAIT)
