"""Put a result into a file: whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from gongkai.errors import WriteError, why

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Write through a neighbour that takes the name only when complete.

    A link is followed; a device or a pipe (/dev/stdout, /dev/null) is written to as it is.
    """
    target = Path(os.path.realpath(path))
    partial = target.with_name(f".{target.name}.partial")
    try:
        if _is_device(path):
            path.write_bytes(data)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(target)
    except OSError as problem:
        with suppress(OSError):  # the directory itself may be what is wrong
            partial.unlink(missing_ok=True)
        raise WriteError(
            f"无法写入 {path}（{why(problem)}）；请检查目录是否存在、可写，磁盘是否已满"
        ) from None


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
