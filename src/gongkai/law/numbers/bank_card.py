"""银行卡号: the check digit of bank cards (ISO/IEC 7812-1)."""

from __future__ import annotations

__all__ = ["luhn"]


def luhn(digits: str) -> bool:
    """Whether the last of the digits is the check digit of the others."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
