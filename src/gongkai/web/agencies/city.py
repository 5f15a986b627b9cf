"""The sample city: loaded from `samples/city` through the actions, as often as one likes.

Days given as numbers count from today, so that the city always looks alive.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.accounts.models import User
from gongkai.web.acting import perform
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
    on,
)
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM

__all__ = ["FOLDER", "PASSWORD", "Login", "add", "load", "load_trades", "logins", "print_logins"]

FOLDER = Path(__file__).resolve().parents[4] / "samples" / "city"
PASSWORD = "Sample-City-1"  # noqa: S105
Table = dict[str, Any]
Part = Callable[[datetime, Path], None]
_parts: list[Part] = []  # what the trades above this app add


def add(part: Part) -> None:
    """Have that loaded too, after bodies and people; called again it changes nothing."""
    if part not in _parts:
        _parts.append(part)


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the table of log-ins."""

    agency: str
    role: str
    username: str
    name: str


def load(now: datetime, folder: Path = FOLDER) -> None:
    """Add whatever is not there yet, all or nothing; BadInput outside development and tests."""
    if not getattr(settings, "SAMPLE_CITY", False):
        raise BadInput("样例城市的口令人人知道，生产环境不能装入；请用开发环境的设置")
    with transaction.atomic():
        loader = _Loader(now)
        for body in _tables(folder, "bodies")["body"]:
            loader.body(body)
        for body in _tables(folder, "bodies")["body"]:
            loader.merger(body)
        loader.people(_tables(folder, "people")["person"])
        events = _tables(folder, "events")
        for kind, enter in loader.events.items():
            for entry in events[kind]:
                enter(entry)


def load_trades(now: datetime, folder: Path = FOLDER) -> None:
    """After `load`: what the trades add to the city, all or nothing; it takes some seconds."""
    with transaction.atomic():
        for part in _parts:
            part(now, folder)


def _tables(folder: Path, name: str) -> dict[str, list[Table]]:
    path = folder / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"找不到样例城市的文件 {path}；请在源代码目录里运行") from None


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        self.bodies: dict[str, Agency] = {}
        self.sections: dict[tuple[str, str], Section] = {}
        self.events: Mapping[str, Callable[[Table], None]] = {
            "leader": self.leader, "member": self.member, "meeting": self.meeting,
            "delegation": self.delegation, "overlay": self.overlay,
        }  # fmt: skip

    def do(self, action: Any, row: Any, **facts: Any) -> Any:
        return perform(action, SYSTEM, row, now=self.now, **facts)

    def day(self, value: date | int) -> date:
        return self.today + timedelta(days=value) if isinstance(value, int) else value

    def body(self, entry: Table) -> None:
        key, parent = entry["key"], self.bodies.get(entry.get("parent", ""))
        agency = Agency.objects.filter(credit_code=entry["credit_code"]).first()
        if agency is None:
            agency = self.new_body(entry, parent)
        self.bodies[key] = agency
        for section in Section.objects.filter(agency=agency):
            self.sections[key, section.name] = section

    def new_body(self, entry: Table, parent: Agency | None) -> Agency:
        key, former = entry["key"], entry.get("former_name")
        described = {
            name: entry.get(name, "")
            for name in ("kind", "short_name", "document_word", "credit_code", "since", "competent")
        }
        agency: Agency = self.do(
            actions.Found(), Agency(parent=parent), **described,
            name=former["name"] if former else entry["name"],
        )  # fmt: skip
        if former:
            since = former["until"] + timedelta(days=1)
            agency = self.do(actions.Rename(), agency, name=entry["name"], since=since)
        for name in entry.get("sections", ()):
            section = Section(agency=agency)
            self.sections[key, name] = self.do(
                actions.OpenSection(), section, name=name, since=agency.since
            )
        if office := entry.get("disclosure_office"):
            agency = self.do(actions.NameOffice(), agency, section=self.sections[key, office])
        if contact := entry.get("contact"):
            self.do(actions.SetContact(), ContactBlock(agency=agency), **contact)
        return agency

    def merger(self, entry: Table) -> None:
        agency = self.bodies[entry["key"]]
        if (merged := entry.get("merged")) and agency.until is None:
            self.do(
                actions.Merge(), agency, successor=self.bodies[merged["into"]],
                day=merged["day"], document=merged["document"],
            )  # fmt: skip

    def people(self, entries: list[Table]) -> None:
        known = {
            user.username: user
            for user in User.objects.filter(username__in=[e["username"] for e in entries])
        }
        opened = []
        for entry in entries:
            if entry["username"] in known:
                continue
            home = self.bodies[entry["posts"][0]["body"]]
            user = self.do(
                actions.OpenAccount(), User(kept_by=home.pk),
                username=entry["username"], name=entry["name"],
            )  # fmt: skip
            opened.append(user.pk)
            for post in entry["posts"]:
                self.do(
                    actions.GivePost(), Post(agency=self.bodies[post["body"]]),
                    user=user, role=post["role"], since=post["since"],
                    section=self.sections.get((post["body"], post.get("section", ""))),
                    full_time=post.get("full_time", False), trained=self.day(-90),
                )  # fmt: skip
        # one hash for all, which is slow to make: these log-ins guard nothing
        User.objects.filter(pk__in=opened).update(
            password=make_password(PASSWORD), password_set=self.now
        )

    def leader(self, entry: Table) -> None:
        agency = self.bodies[entry["body"]]
        if not agency.leaders.filter(name=entry["name"], title=entry["title"]).exists():
            self.do(actions.AppointLeader(), Leader(agency=agency), **entry)

    def member(self, entry: Table) -> None:
        agency = self.bodies[entry["body"]]
        if not agency.group.filter(name=entry["name"], title=entry["title"]).exists():
            self.do(actions.JoinGroup(), GroupMember(agency=agency), **entry)

    def meeting(self, entry: Table) -> None:
        agency = self.bodies[entry["body"]]
        if not agency.meetings.filter(topic=entry["topic"]).exists():
            facts = {**entry, "day": self.day(entry["day"])}
            self.do(actions.RecordMeeting(), Meeting(agency=agency), **facts)

    def delegation(self, entry: Table) -> None:
        post = Post.objects.get(user__username=entry["person"], role=entry["role"])
        if not post.delegations.filter(until__gte=self.today).exists():
            self.do(
                actions.Delegate(), Delegation(post=post),
                to=User.objects.get(username=entry["to"]), reason=entry["reason"],
                since=self.day(entry["since"]), until=self.day(entry["until"]),
            )  # fmt: skip

    def overlay(self, entry: Table) -> None:
        agency, year = self.bodies[entry["body"]], str(self.today.year)
        number, text = (entry[key].replace("{year}", year) for key in ("number", "text"))
        if not agency.overlays.filter(number=number).exists():
            self.do(actions.AddOverlay(), CalendarOverlay(agency=agency), text=text)


def logins(day: date, folder: Path = FOLDER) -> list[Login]:
    """Who can log in as what, in the order of the files and of the roles; one query."""
    roles = {role.value: number for number, role in enumerate(Role)}
    names = [entry["username"] for entry in _tables(folder, "people")["person"]]
    posts = (
        Post.objects.filter(on(day), user__username__in=names)
        .select_related("agency", "section", "user")
        .order_by("agency__path", "id")
    )
    found = sorted(posts, key=lambda post: (post.agency_id, roles[post.role]))
    return [Login(p.agency.name, p.title, p.user.username, p.user.name) for p in found]


def print_logins(write: Callable[[str], object], day: date, folder: Path = FOLDER) -> None:
    """The table, line by line, in columns of Chinese width."""
    lines = [("机关", "岗位", "登录名", "姓名")]
    lines += [(one.agency, one.role, one.username, one.name) for one in logins(day, folder)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in _rows(lines, widths):
        write(line)
    write(f"口令都是 {PASSWORD}")


def _rows(lines: list[tuple[str, str, str, str]], widths: list[int]) -> Iterator[str]:
    for line in lines:
        cells = (c + " " * (w - _width(c)) for c, w in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)
