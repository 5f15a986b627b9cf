"""病毒检查: asks clamd over its socket (INSTREAM); without an answer nothing is let through."""

from __future__ import annotations

import socket  # noqa: TID251
import struct
from pathlib import Path

from gongkai.errors import UnsupportedFormat

__all__ = ["Unavailable", "scan"]

_PIECE = 1 << 17


class Unavailable(Exception):
    """The service gave no verdict; the file stays where nobody can read it."""


def scan(path: Path, address: str, seconds: float) -> None:
    """Raise UnsupportedFormat for an infected file, Unavailable without a clear verdict.

    address: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310; "" checks nothing.
    """
    if not address:
        return
    try:
        with _connect(address, seconds) as clamd, path.open("rb") as file:
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                clamd.sendall(struct.pack(">I", len(piece)) + piece)
            clamd.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < 4096:
                if not (piece := clamd.recv(4096)):
                    break
                answer += piece
    except (OSError, ValueError) as problem:
        raise Unavailable(str(problem)) from problem
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if said.endswith(" FOUND"):
        virus = said.removeprefix("stream: ").removesuffix(" FOUND")
        raise UnsupportedFormat(f"文件含有病毒（{virus[:80]}）", "请杀毒或换一台电脑重新制作")
    if said != "stream: OK":
        raise Unavailable(said or "no answer")


def _connect(address: str, seconds: float) -> socket.socket:
    kind, _, rest = address.partition(":")
    if kind == "unix":
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(seconds)
        try:
            clamd.connect(rest)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), seconds)
