"""令牌和钩子的密钥: shown once; of a token only a keyed hash is kept, of a hook only a seed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["hook_secret", "matches", "new_seed", "new_token", "prefix_of"]

_TOKEN = re.compile(r"gk_([0-9a-f]{8})_[0-9a-f]{64}")
_SALT, _HOOK_SALT = "gongkai.api.token", "gongkai.api.hook"


def new_token() -> tuple[str, str, str]:
    """(the token, its prefix for finding it, its hash)."""
    prefix = secrets.token_hex(4)
    text = f"gk_{prefix}_{secrets.token_hex(32)}"
    return text, prefix, _digest(text, settings.SECRET_KEY)


def prefix_of(text: str) -> str:
    """The prefix of what looks like a token, else ""."""
    match = _TOKEN.fullmatch(text)
    return match[1] if match else ""


def matches(text: str, digest: str) -> bool:
    """Whether it is that token; also under an earlier signing key that is still accepted."""
    found = [constant_time_compare(_digest(text, key), digest) for key in _keys()]
    return any(found)


def new_seed() -> str:
    """What the secret of a web-hook is made from."""
    return secrets.token_hex(16)


def hook_secret(seed: str) -> str:
    """The secret with which the messages of a web-hook are signed."""
    made = salted_hmac(_HOOK_SALT, seed, algorithm="sha256")
    return f"gkh_{made.hexdigest()}"


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from (str(key) for key in settings.SECRET_KEY_FALLBACKS)


def _digest(text: str, key: str) -> str:
    return salted_hmac(_SALT, text, secret=key, algorithm="sha256").hexdigest()
