"""个人信息加密: fields that stand sealed in the database, and keyed prints to find equal ones.

AES-256-GCM under a key derived from GONGKAI_PERSONAL_KEY; the first of several keys seals, all of
them open, so that a key can be replaced. The print of a value (HMAC-SHA-256) tells equal values
apart from others and nothing else.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models import lookups

from gongkai.errors import BadInput

__all__ = ["SealedData", "SealedText", "fingerprint", "open_text", "seal_text", "sealed_of"]

_MARK = "s1:"
_NONCE = 12


@lru_cache(maxsize=8)
def _derived(secret: str, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, b"gongkai", use).derive(secret.encode())


def _keys() -> list[str]:
    keys = [key.strip() for key in settings.PERSONAL_KEYS.split(",")]
    return [key for key in keys if key] or [settings.SECRET_KEY]


def seal_text(text: str) -> str:
    """The sealed form of a text; an empty text stays empty."""
    if not text:
        return ""
    nonce = os.urandom(_NONCE)
    box = AESGCM(_derived(_keys()[0], b"seal")).encrypt(nonce, text.encode(), b"gongkai")
    return _MARK + base64.b64encode(nonce + box).decode()


def open_text(sealed: str) -> str:
    """The text; BadInput when no present key opens it."""
    if not sealed:
        return ""
    for key in _keys():
        try:
            raw = base64.b64decode(sealed.removeprefix(_MARK))
            box = AESGCM(_derived(key, b"seal"))
            return box.decrypt(raw[:_NONCE], raw[_NONCE:], b"gongkai").decode()
        except (InvalidTag, ValueError):  # another key, or a text that was damaged
            continue
    raise BadInput("加密保存的个人信息打不开；请管理员核对环境变量 GONGKAI_PERSONAL_KEY")


def fingerprint(text: str) -> str:
    """The keyed print of a value without differences of width, case and blanks; "" of nothing."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if not plain:
        return ""
    # the last key: prints of old rows stay comparable when a new sealing key is put before it
    return hmac.new(_derived(_keys()[-1], b"print"), plain.encode(), sha256).hexdigest()


class _IsEmpty(lookups.Exact[Any]):
    """Whether there is nothing: all that the database can be asked of a sealed field."""

    def get_prep_lookup(self) -> str:
        """Equal texts are sealed differently: to look for one would find nothing, in silence."""
        if self.rhs:
            raise TypeError("a sealed field cannot be searched; ask whether it is empty")
        return ""


class _Sealed:
    """What both kinds of field share."""

    def get_lookup(self, lookup_name: str) -> Any:
        """None for all other lookups, which Django then refuses."""
        return {"exact": _IsEmpty, "isnull": lookups.IsNull}.get(lookup_name)


class SealedText(_Sealed, models.TextField[str, str]):
    """A text that is sealed in the database and plain in Python; it cannot be searched."""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        """Open it."""
        return open_text(value or "")

    def get_prep_value(self, value: Any) -> Any:
        """Seal it."""
        return seal_text(str(value or ""))


class SealedData(_Sealed, models.TextField[Any, Any]):
    """A list or dictionary, sealed as JSON; what is empty stays empty, as `default` says."""

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Open it."""
        return json.loads(open_text(value)) if value else self.get_default()

    def get_prep_value(self, value: Any) -> Any:
        """Seal it."""
        return seal_text(json.dumps(value, ensure_ascii=False)) if value else ""


def sealed_of(model: type[models.Model]) -> tuple[str, ...]:
    """The names of its sealed fields: lists defer them, opened only where they are read."""
    return tuple(field.name for field in model._meta.local_fields if isinstance(field, _Sealed))
