"""Put a result into a file, whole or not at all; and say in words why the system refused."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from gongkai.errors import WriteError

__all__ = ["why", "write_whole"]


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


def why(problem: OSError) -> str:
    """In words, why the system refused."""
    code = problem.errno or 0
    return _REASONS.get(code, f"系统错误 {code}" if code else type(problem).__name__)


_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已有同名文件，不是目录",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接互相指向，没有尽头",
    errno.EIO: "磁盘读写出错",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件过大",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被占用",
    errno.EPIPE: "接收的程序已退出",
    errno.EBADF: "输出已关闭",
}
