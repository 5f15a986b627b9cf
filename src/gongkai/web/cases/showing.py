"""凭编号和查询码查询: the one case of which a visitor knows number and query code.

Wrong ones are counted by number and by address, whether or not the number exists; the answer is the
same for whatever is not right.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from gongkai.web.accounts import locks
from gongkai.web.cases import public
from gongkai.web.cases.models import Case

__all__ = ["MOST_WRONG", "Locked", "show"]

MOST_WRONG = 20  # in a quarter of an hour, of one address or for one number


class Locked(Exception):
    """Too many wrong ones; until when nothing more is tried."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def show(
    number: str, code: str, address: str, now: datetime, most: int = MOST_WRONG
) -> Case | None:
    """The case; None when either is wrong. Raises Locked."""
    plain = unicodedata.normalize("NFKC", number).strip().upper()[:100]
    counted = (f"application number {plain}", f"application address {address}")
    until = max(filter(None, (locks.locked_until(one, now) for one in counted)), default=None)
    if until is not None:
        raise Locked(until)
    found = public.find(number, code)
    if found is None:
        for one in counted:
            locks.failed(one, now, most)
        return None
    locks.open_again(counted[0])
    return found
