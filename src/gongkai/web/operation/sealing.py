"""A stream sealed with a pass phrase: scrypt makes the key, AES-256-GCM each piece of 1 MiB.

Layout: MAGIC, salt (16), nonce prefix (7), then the pieces, each with its tag. The nonce of a piece
is the prefix, its number (4 bytes) and 1 for the last piece: pieces that were changed, put in
another order or left out at the end do not open.
"""

from __future__ import annotations

import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gongkai.errors import BadInput

__all__ = ["MAGIC", "Opener", "Sealer"]

MAGIC = b"gongkai-sealed-1\n"
PIECE = 2**20
_TAG, _SALT, _PREFIX = 16, 16, 7
_COST = 2**17  # 128 MiB for a fifth of a second


def _key(phrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(phrase.encode()))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Sealer(io.RawIOBase):
    """Write into it; `close` writes the last piece, and leaves the target open."""

    def __init__(self, target: IO[bytes], phrase: str) -> None:
        super().__init__()
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._target, self._cipher = target, _key(phrase, salt)
        self._number, self._waiting = 0, bytearray()
        self._head = MAGIC + salt + self._prefix
        target.write(self._head)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Seal what is whole; the last piece is known only at the end."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._target.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1

    def close(self) -> None:
        """The last piece."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()


class Opener(io.RawIOBase):
    """Read the plain stream; BadInput for a wrong pass phrase or a file that was changed."""

    def __init__(self, source: IO[bytes], phrase: str) -> None:
        super().__init__()
        self._head = source.read(len(MAGIC) + _SALT + _PREFIX)
        salt, self._prefix = self._head[len(MAGIC) : -_PREFIX], self._head[-_PREFIX:]
        if not self._head.startswith(MAGIC) or len(salt) != _SALT:
            raise BadInput("备份文件不完整，或者不是用口令加密的备份")
        self._source, self._cipher = source, _key(phrase, salt)
        self._number, self._plain = 0, b""
        self._next = source.read(PIECE + _TAG)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Open the next piece when the last is used up."""
        if not self._plain and self._next:
            piece, self._next = self._next, self._source.read(PIECE + _TAG)
            nonce = _nonce(self._prefix, self._number, not self._next)
            try:
                self._plain = self._cipher.decrypt(nonce, piece, self._head)
            except InvalidTag:
                where = "口令不对，或者文件被改动过" if not self._number else "文件被改动或者截短过"
                raise BadInput(f"备份打不开：{where}") from None
            self._number += 1
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count
