"""Rows of table 3 that both forms have, as paths of term identifiers."""

from __future__ import annotations

__all__ = ["FIRST_ROWS", "LAST_ROWS"]


def _group(name: str, *leaves: str) -> list[tuple[str, ...]]:
    return [("outcomes", name, leaf) for leaf in leaves]


FIRST_ROWS: list[tuple[str, ...]] = [
    ("new_applications",),
    ("carried_in",),
    ("outcomes", "granted"),
    ("outcomes", "partly_granted"),
    *_group(
        "withheld",
        "withheld_state_secret",
        "withheld_prohibited_by_law",
        "withheld_safety_and_stability",
        "withheld_third_party",
        "withheld_internal_affairs",
        "withheld_deliberative",
        "withheld_enforcement_file",
        "withheld_administrative_inquiry",
    ),
    *_group(
        "unavailable",
        "unavailable_not_held",
        "unavailable_would_need_creating",
        "unavailable_still_unclear",
    ),
    *_group(
        "declined",
        "declined_petition",
        "declined_repeat",
        "declined_published_material",
        "declined_excessive",
        "declined_reissue",
    ),
]

LAST_ROWS: list[tuple[str, ...]] = [("outcomes", "handled_total"), ("carried_out",)]
