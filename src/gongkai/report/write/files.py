"""Put a result into a file: whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from gongkai.errors import WriteError

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Write through a neighbour that takes the name only when complete."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as problem:
        with suppress(OSError):  # the directory itself may be what is wrong
            partial.unlink(missing_ok=True)
        reason = problem.strerror or type(problem).__name__
        raise WriteError(
            f"无法写入 {path}（{reason}）；请检查目录是否存在、可写，磁盘是否已满"
        ) from None
