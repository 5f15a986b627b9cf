"""A small world of bodies, and for each verb a row and facts with which it succeeds.

X                 another province, with its own department
R   the city      O its office (competent), S a department of it
└ M the district  C, D its departments: M is where the actors stand
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor, perform
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import (
    Agency,
    CalendarOverlay,
    ContactBlock,
    Delegation,
    GroupMember,
    Leader,
    Meeting,
    Post,
    Section,
)
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 10:00 in Beijing
TODAY = date(2026, 11, 22)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "Correct-horse-9"  # noqa: S105

_count = 0


def unique(word: str) -> str:
    """A word that is not used twice."""
    global _count
    _count += 1
    return f"{word}{_count}"


def overlay() -> str:
    """A notice with a number of its own."""
    number = unique("临政发〔2026〕")
    return f'number = "{number}号"\nissued = 2026-01-10\nholidays = [2026-09-17]\n'


def do(action: Any, row: Any, actor: Actor = SYSTEM, **facts: Any) -> Any:
    """Perform, as the system unless another is named."""
    return perform(action, actor, row, now=NOW, **facts)


def found(
    name: str, parent: Agency | None = None, kind: BodyKind = BodyKind.DEPARTMENT, **more: Any
) -> Agency:
    """A body since 2020."""
    body: Agency = do(
        actions.Found(), Agency(parent=parent), name=name, kind=kind, since=LONG_AGO, **more
    )
    return body


def person(body: Agency, name: str = "") -> User:
    """Somebody with an account that the body keeps."""
    name = name or unique("人员")
    user: User = do(
        actions.OpenAccount(), User(kept_by=body.pk), username=unique("user"), name=name
    )
    return user


def give(user: User, body: Agency, role: Role, **more: Any) -> Post:
    """A post since 2020."""
    post: Post = do(
        actions.GivePost(), Post(agency=body), user=user, role=role,
        **{"since": LONG_AGO, **more},
    )  # fmt: skip
    return post


def enter(user: User, client: Client | None = None) -> Any:
    """A browser in which that person is logged in, who need not change a first password."""
    user.password_set = timezone.now()
    user.save()
    client = client or Client()
    client.force_login(user)
    return client


def sit(body: Agency, role: Role, section: Section | None = None, **more: Any) -> Any:
    """A browser in which somebody with that post is logged in; `held` is the post."""
    post = give(person(body), body, role, section=section, **more)
    client = enter(post.user)
    client.held, client.holder = post, post.user
    return client


def section(body: Agency, name: str = "办公室") -> Section:
    """A section since 2020."""
    row: Section = do(actions.OpenSection(), Section(agency=body), name=name, since=LONG_AGO)
    return row


def actor(post: Post) -> Actor:
    """Its holder."""
    return Actor(post.user_id, post.user.name, post.role, post.agency_id, post.agency.name)


class World:
    """The bodies above, each with a section."""

    def __init__(self) -> None:
        city, district = BodyKind.CITY_GOVERNMENT, BodyKind.COUNTY_GOVERNMENT
        self.x = found("外省某市人民政府", kind=city)
        self.y = found("外省某局", self.x)
        self.r = found("云州市人民政府", kind=city)
        self.o = found("云州市人民政府办公室", self.r, competent=True)
        self.s = found("云州市财政局", self.r)
        self.m = found("临江区人民政府", self.r, district)
        self.c = found("临江区教育局", self.m)
        self.d = found("临江区财政局", self.m)
        self.all = [self.x, self.y, self.r, self.o, self.s, self.m, self.c, self.d]
        for body in self.all:
            section(body)


Case = tuple[Any, Any, dict[str, Any]]  # action, row, facts


def case(verb: Verb, world: World, body: Agency) -> Case:
    """What succeeds in that body when the system does it."""
    row, facts = _CASES[verb](world, body)
    return actions.ACTIONS[verb](), row, facts


def _other(world: World, body: Agency) -> Agency:
    return world.d if body.pk != world.d.pk else world.c


def _post(body: Agency, role: Role = Role.ADMINISTRATOR) -> Post:
    return give(person(body), body, role)


def _officer(body: Agency) -> User:
    user = person(body)
    give(user, body, Role.HANDLER)
    return user


def _delegation(body: Agency) -> Delegation:
    row: Delegation = do(
        actions.Delegate(), Delegation(post=_post(body, Role.HANDLER)), to=_officer(body),
        until=date(2026, 12, 1),
    )  # fmt: skip
    return row


def _leader(body: Agency) -> Leader:
    row: Leader = do(
        actions.AppointLeader(), Leader(agency=body), name="某甲", title="局长", since=LONG_AGO
    )
    return row


def _member(body: Agency) -> GroupMember:
    row: GroupMember = do(
        actions.JoinGroup(), GroupMember(agency=body), name="某乙", title="科长", part="member",
        since=LONG_AGO,
    )  # fmt: skip
    return row


def _meeting(body: Agency) -> Meeting:
    row: Meeting = do(
        actions.RecordMeeting(), Meeting(agency=body), day=date(2026, 3, 1), topic=unique("议题")
    )
    return row


def _overlay(body: Agency) -> CalendarOverlay:
    row: CalendarOverlay = do(actions.AddOverlay(), CalendarOverlay(agency=body), text=overlay())
    return row


def _disabled(body: Agency) -> User:
    row: User = do(actions.DisableAccount(), _officer(body))
    return row


CONTACT = {
    "office": "办公室", "address": "样例路1号", "hours": "工作日", "phone": "0000-5550001",
    "fax": "0000-5560001", "postcode": "000000", "email": "office@city.example",
}  # fmt: skip
_Make = Callable[[World, Agency], tuple[Any, dict[str, Any]]]
_CASES: dict[Verb, _Make] = {
    Verb.FOUND: lambda w, b: (
        Agency(parent=b),
        {"name": unique("新局"), "kind": BodyKind.DEPARTMENT, "since": LONG_AGO},
    ),
    Verb.RENAME: lambda w, b: (b, {"name": unique("新名"), "since": date(2026, 1, 1)}),
    Verb.DESCRIBE: lambda w, b: (b, {"short_name": "简称", "document_word": "临政"}),
    Verb.MOVE: lambda w, b: (b, {"parent": _other(w, b)}),
    Verb.MERGE: lambda w, b: (b, {"successor": _other(w, b)}),
    Verb.SPLIT: lambda w, b: (b, {"successors": [_other(w, b), w.m]}),
    Verb.HAND_ON: lambda w, b: (b, {"successor": _other(w, b), "functions": "招生"}),
    Verb.CLOSE: lambda w, b: (b, {"document": "临编〔2026〕1号"}),
    Verb.NAME_OFFICE: lambda w, b: (b, {"section": b.sections.get(name="办公室")}),
    Verb.OPEN_SECTION: lambda w, b: (Section(agency=b), {"name": unique("科室")}),
    Verb.RENAME_SECTION: lambda w, b: (section(b, unique("科")), {"name": unique("新科")}),
    Verb.CLOSE_SECTION: lambda w, b: (section(b, unique("科")), {}),
    Verb.GIVE_POST: lambda w, b: (
        Post(agency=b), {"user": person(b), "role": Role.ADMINISTRATOR},
    ),
    Verb.RECORD_TRAINING: lambda w, b: (
        _post(b), {"trained": date(2026, 5, 1), "full_time": True},
    ),
    Verb.END_POST: lambda w, b: (_post(b), {}),
    Verb.DELEGATE: lambda w, b: (
        Delegation(post=_post(b, Role.HANDLER)),
        {"to": _officer(b), "until": date(2026, 12, 1)},
    ),
    Verb.END_DELEGATION: lambda w, b: (_delegation(b), {}),
    Verb.APPOINT_LEADER: lambda w, b: (Leader(agency=b), {"name": "某丙", "title": "局长"}),
    Verb.DESCRIBE_LEADER: lambda w, b: (_leader(b), {"duties": "全面工作", "order": 2}),
    Verb.END_LEADER: lambda w, b: (_leader(b), {}),
    Verb.JOIN_GROUP: lambda w, b: (
        GroupMember(agency=b), {"name": "某丁", "title": "副局长", "part": "deputy"},
    ),
    Verb.LEAVE_GROUP: lambda w, b: (_member(b), {}),
    Verb.RECORD_MEETING: lambda w, b: (
        Meeting(agency=b), {"day": date(2026, 4, 1), "topic": unique("议题")},
    ),
    Verb.CORRECT_MEETING: lambda w, b: (
        _meeting(b), {"day": date(2026, 4, 2), "topic": unique("议题")},
    ),
    Verb.SET_CONTACT: lambda w, b: (ContactBlock(agency=b), CONTACT),
    Verb.ADD_OVERLAY: lambda w, b: (CalendarOverlay(agency=b), {"text": overlay()}),
    Verb.WITHDRAW_OVERLAY: lambda w, b: (_overlay(b), {}),
    Verb.OPEN_ACCOUNT: lambda w, b: (
        User(kept_by=b.pk), {"username": unique("user"), "name": "某戊", "password": PASSWORD},
    ),
    Verb.CHANGE_PERSON: lambda w, b: (_officer(b), {"name": "某己", "email": "a@city.example"}),
    Verb.RESET_PASSWORD: lambda w, b: (_officer(b), {"password": PASSWORD}),
    Verb.RESET_FACTOR: lambda w, b: (_officer(b), {}),
    Verb.DISABLE_ACCOUNT: lambda w, b: (_officer(b), {}),
    Verb.ENABLE_ACCOUNT: lambda w, b: (_disabled(b), {}),
}  # fmt: skip
