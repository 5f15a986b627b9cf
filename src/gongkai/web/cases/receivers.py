"""告知谁: who works on cases, found for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Delegation, Post, on
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Assignment, Case

__all__ = ["at_work_on", "of_roles", "of_sections", "workers_of"]

_IN_SECTIONS = (Role.HANDLER, Role.SECTION_HEAD)


def _holders(day: date, which: Q) -> list[tuple[Post, list[User]]]:
    """Each post with its holder and who stands in for him; three queries."""
    posts = Post.objects.filter(on(day), which, user__is_active=True).select_related("user")
    lent: dict[int, list[User]] = defaultdict(list)
    found = list(posts)
    for one in Delegation.objects.filter(
        on(day), post__in=[post.pk for post in found], to__is_active=True
    ).select_related("to"):
        lent[one.post_id].append(one.to)
    return [(post, [post.user, *lent[post.pk]]) for post in found]


def workers_of(cases: Iterable[Case], day: date) -> Mapping[int, list[User]]:
    """Handlers and heads of the sections that have each case, by its key; three queries."""
    keys = [case.pk for case in cases]
    sections: dict[int, set[int]] = defaultdict(set)
    for case, section in Assignment.objects.filter(case__in=keys, recalled=None).values_list(
        "case", "section"
    ):
        sections[section].add(case)
    people: dict[int, list[User]] = {key: [] for key in keys}
    for post, users in _holders(day, _of_sections(sections)) if sections else ():
        for key in sections[post.section_id or 0]:
            people[key] += users
    return people


def _of_sections(sections: Iterable[int]) -> Q:
    return Q(section__in=sections, role__in=[role.value for role in _IN_SECTIONS])


def of_sections(sections: Iterable[int], day: date) -> list[User]:
    """Handlers and heads of these sections, and who stands in for them; two queries."""
    return [user for _, users in _holders(day, _of_sections(sections)) for user in users]


def at_work_on(case: Case, day: date, author: int | None) -> list[User]:
    """The desk, the sections that have the case, and who wrote what is to be put right or sent.

    Not whoever else holds such a post in the body: the case is none of his business. Seven queries.
    """
    roles = [role.value for role in (Role.INTAKE, *_IN_SECTIONS)]
    wrote = Q(agency=case.agency_id, role__in=roles, user=author)
    return [
        *of_roles(case.agency_id, [Role.INTAKE], day), *workers_of([case], day)[case.pk],
        *(post.user for post, _ in (_holders(day, wrote) if author is not None else ())),
    ]  # fmt: skip


def of_roles(agency: int, roles: Iterable[Role], day: date) -> list[User]:
    """Who holds one of the roles in a body, or stands in; two queries."""
    which = Q(agency=agency, role__in=[role.value for role in roles])
    return [user for _, users in _holders(day, which) for user in users]
