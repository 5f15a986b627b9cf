"""The sample city with something on every page, who opens which page, and a browser to look at it.

A new address needs a line in `places` or, with the reason, in `NO_PAGE`.
"""

from __future__ import annotations

import io
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from gongkai.notices.template import source
from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor, perform
from gongkai.web.agencies import city
from gongkai.web.agencies.actions import AddOverlay, Found, Merge
from gongkai.web.agencies.active import actor_in
from gongkai.web.agencies.models import Agency, CalendarOverlay, Post, Section
from gongkai.web.agencies.moves import Verb
from gongkai.web.api import actions as api
from gongkai.web.api.models import Hook, Token
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import city as sample_cases
from gongkai.web.cases import redaction_tasks
from gongkai.web.cases.actions import (
    ACTIONS,
    BeginRedaction,
    KeepTemplate,
    OpenDispute,
    submit,
)
from gongkai.web.cases.models import (
    Case,
    Complaint,
    Dispute,
    Package,
    Redaction,
    Service,
    Template,
)
from gongkai.web.cases.moves import Verb as CaseVerb
from gongkai.web.cases.staff.acting import ASKED
from gongkai.web.cases.staff.next_moves import act_url, offered
from gongkai.web.cases.staff.opened import Opened, open_case
from gongkai.web.files import checking, owners, tasks
from gongkai.web.messages.actions import OpenFeed, new_token
from gongkai.web.messages.kinds import kind_of
from gongkai.web.messages.models import Channel, Delivery, FeedToken, Message
from gongkai.web.messages.moves import State
from gongkai.web.messages.telling import post_to
from gongkai.web.workbench.models import Export
from gongkai.web.workbench.setup.kinds import KINDS
from gongkai.web.workbench.setup.shown import agency_of
from gongkai.web.workbench.styleguide.samples import CLOCKS
from gongkai.web.workbench.things import NextMove
from gongkai.web.workbench.views.failures import FAILURES
from tests.web.files.samples import pdf

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.base", reason="axe-playwright-python is not installed"
)

MODES = ("", "large", "kiosk")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=zh-CN",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KEEPER = "city-administrator"
DESK_PEOPLE = [
    "licensing-intake", "licensing-handler", "licensing-legal-reviewer",
    "licensing-secrecy-reviewer", "licensing-approver",
]  # fmt: skip
# of the sample applications those that show something of every page
SAMPLES = (
    "unconfirmed-late", "arrived", "registered", "assigned-second", "correcting", "corrected",
    "consulting", "fee", "extension", "opined", "drafted", "law", "secrecy", "signing", "signed",
    "answered", "archived", "disputed", "lapsed", "extended",
)  # fmt: skip
LONG = "云州市人民政府办公室关于做好政府信息公开工作年度报告编制公布和数据核对有关工作的通知"

# addresses that show no page, and what is there instead; each is asked whether that is so
FORM_ONLY = "only takes a form"
FILE = "gives a file"
REDIRECT = "leads elsewhere"
CLOSED = "is closed"
NO_PAGE = {
    **dict.fromkeys(
        ("account_signup", "account_email", "account_email_verification_sent",
         "account_set_password", "account_reset_password", "account_confirm_email",
         "account_reset_password_from_key", "account_reset_password_from_key_done",
         "account_reset_password_done", "socialaccount_login_cancelled",
         "socialaccount_login_error", "socialaccount_signup", "socialaccount_connections",
         "openid_connect_login", "openid_connect_callback"), CLOSED,
    ),
    **dict.fromkeys(
        ("switch_post", "save_view", "restore_view", "forget_view", "read_messages", "display",
         "file_upload", "file_announce", "file_finish", "file_remove", "file_restore",
         "apply_discard", "apply_leave", "apply_upload", "apply_announce", "case_find_person",
         "begin_redaction", "act_on_package"), FORM_ONLY,
    ),
    **dict.fromkeys(
        ("feed", "file_download", "file_picture", "file_page", "file_pieces", "healthz", "samples",
         "export_file", "mfa_download_recovery_codes", "case_receipt_pdf", "case_draft",
         "case_paper", "redaction_page", "redaction_result", "redaction_result_page",
         "template_sample", "package_file", "print_sheet"), FILE,
    ),
    **dict.fromkeys(
        ("setup", "account_confirm_login_code", "samples_home", "redact", "apply_released",
         "apply_pieces", "apply_finish"), REDIRECT,
    ),
}  # fmt: skip
# pages of the security key are looked at while one is registered and used
OF_THE_KEY = {
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}  # fmt: skip
# pages of applying that are looked at in portal/test_applying_in_browser.py, as the story comes by
OF_THE_APPLICANT = {
    "apply_review", "apply_claim_review", "apply_receipt", "apply_correct", "apply_rate",
    "apply_letter", "apply_explain", "apply_propose",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A page: the name of its address, who opens it, where it is, what is filled in and sent."""

    name: str
    who: str
    path: str
    fill: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.path} ({self.who or 'nobody'}{', sent' if self.fill else ''})"


# what is there ------------------------------------------------------------------------------------


class City:
    """The rows that pages show."""

    def __init__(self) -> None:
        now = timezone.now()
        city.load(now)
        User.objects.update(password_set=now)
        self.agency = Agency.objects.get(parent=None, until=None)
        self.administrator = User.objects.get(username="city-administrator")
        self.officer = User.objects.get(username="office-intake")
        self.body = self.officer.posts.get(role="intake").agency
        self.token = Token(agency=self.body)
        self.clients: dict[str, Client] = {}
        self._registered(now)
        self._told(now)
        self._factors()
        self.export = Export.objects.create(
            user=self.administrator, path="/work/trail/", zh="留痕", unit="条", done=9_000,
            total=9_000, made=now, finished=now, name="留痕.csv",
        )  # fmt: skip
        self._applied(now)
        sample_cases.load(now, only=SAMPLES)
        made = {sample_cases.token_of(key): key for key in SAMPLES}
        rows = Case.objects.filter(token__in=made)
        self.cases = {made[case.token]: case for case in rows.order_by("-pk")}
        # asked by post: reasons are awaited, and word that the letter came
        facts = {"counts": "一年内申请36件", "method": "post", "tracking": "XA00000000001"}
        asked = self.cases["registered"]
        perform(ACTIONS[CaseVerb.ASK_REASONS](), SYSTEM, asked, now=now, **facts)
        self._claimed(asked.agency, now)
        self._lettered(now)

    def _claimed(self, agency: Agency, now: Any) -> None:
        """A claim for correction under way; one proposal to be examined, one to be published."""
        person = {"kind": "person", "name": "林测试", "phone": "00000000001"}
        facts: dict[str, Any] = {
            "matter": "rectification", "channel": "in-person", "people": [person], "way": "post",
            "features": "2022年住房补贴登记表", "description": LONG, "proof": "户口簿复印件",
        }  # fmt: skip
        row = Case(agency=agency)
        claim = perform(ACTIONS[CaseVerb.TAKE_IN](), SYSTEM, row, now=now, **facts)
        perform(ACTIONS[CaseVerb.REGISTER](), SYSTEM, claim, now=now, title="更正住房补贴登记")
        self.cases["claim"] = claim
        day = timezone.localdate(now)
        facts = {"name": "云州市审批中心", "kind": "department", "since": day}
        self.ended = Agency(parent=agency.parent)
        perform(Found(), SYSTEM, self.ended, now=now, **facts)
        facts = {"channel": "in-person", "people": [person], "description": LONG,
                 "wanted_form": "paper", "way": "post"}  # fmt: skip
        row = Case(agency=self.ended)
        self.left = perform(ACTIONS[CaseVerb.TAKE_IN](), SYSTEM, row, now=now, **facts)
        facts = {"successor": agency, "day": day}
        perform(Merge(), SYSTEM, self.ended, now=now, **facts)
        for key in ("answered", "archived"):
            facts = {"origin": "applicant", "grounds": ["known"], "text": LONG}
            perform(ACTIONS[CaseVerb.PROPOSE](), SYSTEM, self.cases[key], now=now, **facts)
        facts = {"accepted": True, "reason": LONG}
        perform(ACTIONS[CaseVerb.EXAMINE_PROPOSAL](), SYSTEM, self.cases[key], now=now, **facts)

    def _lettered(self, now: Any) -> None:
        """Letters to be signed, to be sent, to be sent again; a reply to be given anew."""
        wanted: dict[str, Any] = {
            "letter": CaseVerb.NOTIFY_FEE.value, "method_of_fee": "charge_per_page",
            "manner": "copies", "pages": 230,
        }  # fmt: skip
        for key in ("opined", "assigned-second"):
            case = self.cases[key]
            perform(ACTIONS[CaseVerb.PROPOSE_LETTER](), SYSTEM, case, now=now, **wanted)
        perform(ACTIONS[CaseVerb.SIGN_LETTER](), SYSTEM, case, now=now, comment="同意收取")
        day = timezone.localdate(now)
        case = self.cases["extended"]
        service = Service.objects.filter(paper__case=case).latest("pk")
        facts = {"service": service, "returned": day}
        perform(ACTIONS[CaseVerb.RECORD_SERVICE](), SYSTEM, case, now=now, **facts)
        case = self.cases["archived"]
        facts = {
            "forum": "reconsideration", "numbers": [f"云政复〔{day.year}〕21号"], "opened": day,
            "body": "云州市人民政府", "outcomes": ["review_annulled"], "effective": day,
        }  # fmt: skip
        row = Dispute(agency=case.agency, case=case)
        perform(OpenDispute(), SYSTEM, row, now=now, **facts)

    def client(self, name: str) -> Client:
        """A browser without a face, logged in a moment ago; "" is nobody."""
        if name not in self.clients:
            made = self.clients[name] = Client()
            if name == "half-way":
                made.post("/accounts/login/", {"login": "city-auditor", "password": city.PASSWORD})
            elif name == "applicant":
                made.post(reverse("apply_track"), {"number": self.case.number, "code": self.code})
            elif name:
                user = User.objects.get(username=name)
                made.force_login(user, BACKEND)
                kept = made.session
                kept["account_authentication_methods"] = [
                    {"method": "password", "at": time.time() + 3_600, "reauthenticated": True}
                ]
                kept["account_authentication_methods_user"] = str(user.pk)
                kept.save()
        return self.clients[name]

    def session(self, name: str) -> str:
        """The value of its cookie."""
        return str(self.client(name).cookies[settings.SESSION_COOKIE_NAME].value) if name else ""

    def _registered(self, now: Any) -> None:
        agency = self.administrator.posts.get(role="administrator").agency
        facts: dict[str, Any] = {"name": LONG[:60], "scopes": ["read:agencies", "write:agencies"]}
        self.token = perform(api.MakeToken(), SYSTEM, Token(agency=agency), now=now, **facts)
        wanted = {"url": "https://oa.example.com/hooks/" + "in" * 20, "events": ["section.changed"]}
        self.hook = perform(api.SetHook(), SYSTEM, Hook(agency=agency), now=now, **wanted)
        perform(api.PingHook(), SYSTEM, self.hook, now=now)
        facts = {"feed": "due", "name": "办公室电脑", "token": new_token()}
        self.feed = perform(
            OpenFeed(), SYSTEM, FeedToken(user=self.administrator), now=now, **facts
        )
        text = CalendarOverlay.objects.latest("id").text
        perform(AddOverlay(), SYSTEM, CalendarOverlay(agency=agency), now=now, text=text)
        section = Section.objects.filter(agency=self.body).latest("id")
        self.file = checking.attach_whole(
            SYSTEM, "agencies.section", str(section.pk), f"{LONG}.pdf", len(PDF), io.BytesIO(PDF),
            now,
        )  # fmt: skip
        tasks.make_preview.call(self.file.content_id)

    def _told(self, now: Any) -> None:
        agency = self.administrator.posts.get(role="administrator").agency
        User.objects.filter(pk=self.administrator.pk).update(email="office@city.example")
        user = User.objects.get(pk=self.administrator.pk)
        for subject in (LONG, "科室调整"):
            fields = {
                "subject": subject, "text": f"{LONG}。\n\n请于月底前办理。", "body": agency.name,
            }  # fmt: skip
            post_to(
                [user], "announcement", uuid.uuid4(), now, agency=agency, url="/work/", **fields
            )
        self.message = Message.objects.filter(user=user).latest("id")
        self.delivery = Delivery.objects.filter(user=user, channel=Channel.MAIL).latest("id")
        Delivery.objects.filter(pk=self.delivery.pk).update(state=State.DOUBTFUL)
        own = kind_of("doubtful")
        words = {"subject": own.subject, "text": own.text, "version": 0}
        self.client(KEEPER).post(reverse("wording", args=[own.slug]), words)

    def _applied(self, now: Any) -> None:
        """An application that somebody sent from the portal."""
        person = {"kind": "person", "name": "林测试", "identity_kind": "passport",
                  "identity": "X0000001", "phone": "00000000001"}  # fmt: skip
        self.case, self.code = submit(
            self.body, Actor(None, "访客"), now, uuid.uuid4(), people=[person], description=LONG,
            wanted_form="electronic", way="online",
        )  # fmt: skip
        self._redacted(now)

    def _redacted(self, now: Any) -> None:
        """A file of it, opened to be marked; and a template of the keeper's own."""
        file = checking.attach_whole(
            SYSTEM, "cases.case", str(self.case.pk), f"{LONG}.pdf", len(PDF), io.BytesIO(PDF), now
        )
        row = Redaction(case=self.case, source=file)
        self.redaction = perform(BeginRedaction(), SYSTEM, row, now=now)
        redaction_tasks.prepare.call(self.redaction.pk)
        text = source("T04") + "# 本机关的模板\n"
        own = Template(agency=self.administrator.posts.get(role="administrator").agency)
        own.notice = "T04"
        perform(KeepTemplate(), SYSTEM, own, now=now, text=text)

    def _factors(self) -> None:
        TOTP.activate(User.objects.get(username="city-auditor"), "JBSWY3DPEHPK3PXP" * 2)
        RecoveryCodes.activate(User.objects.get(username="city-auditor"))


PDF = pdf(pages=2)


@contextmanager
def owned() -> Iterator[None]:
    """Sections have files here, as the objects of a trade have."""
    kind = Section._meta.label_lower
    owners.register(
        owners.Owner(Section, lambda a, r: None, lambda a, r: None, url=lambda row: "/work/")
    )
    yield
    owners._owners.pop(kind)


# where it is shown --------------------------------------------------------------------------------


def patterns() -> dict[str, str]:
    """Every named address that the resolver knows, without those of the API's version 1.

    What has no name is shut or leads to another address.
    """

    def walk(rows: list[Any], before: str) -> Iterator[tuple[str, str]]:
        for row in rows:
            where = before + str(row.pattern)
            if isinstance(row, URLResolver):
                yield from walk(row.url_patterns, where)
            elif isinstance(row, URLPattern) and not re.match(r"api/\^?v1/", where):
                yield row.name, where

    return dict(one for one in walk(get_resolver().url_patterns, "") if one[0])


def places(there: City) -> list[Place]:
    """Every page, with something on it."""
    keeper, auditor, officer = KEEPER, "city-auditor", "office-intake"
    found: list[Place] = []

    def add(who: str, page: str, /, *args: object, query: str = "", **fill: str) -> None:
        path = reverse(page, args=args) + query
        found.append(Place(page, who, path, tuple(fill.items())))

    # the portal
    for name in ("home", "guide", "rules", "disclosure", "reports", "apply", "bodies", "search"):
        add("", name)
    add("", "search", query="?q=局")
    add("", "search", query="?q=没有")
    add("", "body", there.agency.pk)
    add("", "api_documentation")
    add("", "apply_bodies")
    add("", "apply_bodies", query="?q=没有")
    add("", "apply_form", there.body.pk)
    add("", "apply_claim", there.body.pk)
    add("", "apply_privacy")
    add("", "apply_track")
    add("", "apply_track", number="1", code="1")
    for name in ("apply_case", "apply_withdraw"):
        add("applicant", name, there.case.key)
    add("applicant", "apply_track")
    # the application desk
    found += _desk(there)
    add(officer, "redactions", there.case.pk)
    add(officer, "redaction", there.redaction.key)
    add(keeper, "templates")
    for name in ("template", "template_history", "drop_template"):
        add(keeper, name, "T04")
    add(keeper, "template", "T14", text="code")  # a mistake
    add(keeper, "desk")
    # log-in and what is one's own
    add("", "account_login")
    add("", "account_login", login="nobody", password="wrong")  # noqa: S106
    add("", "account_inactive")
    add("half-way", "mfa_authenticate")
    add(keeper, "account_logout")
    add(keeper, "account_change_password")
    add(keeper, "account_change_password", oldpassword="", password1="1")  # noqa: S106
    add(keeper, "account_reauthenticate")
    add(keeper, "mfa_index")
    add(keeper, "mfa_activate_totp")
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes",
                 "mfa_generate_recovery_codes", "mfa_reauthenticate"):  # fmt: skip
        add(auditor, name)
    # the workbench
    for who in (keeper, auditor, officer):
        add(who, "work_home")
    add(keeper, "work_search", query="?q=局")
    add(keeper, "work_search")
    add(keeper, "export", there.export.key)
    for name in ("work_publications", "work_reports", "work_statistics"):
        add(keeper, name)
    add(auditor, "trail")
    add(officer, "trail")
    add(auditor, "trail_entry", Entry.objects.latest("id").id)
    add(keeper, "health")
    # messages
    add(keeper, "work_messages")
    add(officer, "work_messages")  # none
    add(keeper, "work_message", there.message.pk)
    add(keeper, "message_preference")
    add(keeper, "calendar_feeds")
    add(officer, "calendar_feeds")  # none
    add(keeper, "open_feed")
    add(keeper, "open_feed", name="手机")  # the address, once
    add(keeper, "revoke_feed", there.feed.pk)
    add(keeper, "deliveries")
    add(keeper, "delivery", there.delivery.pk)
    add(keeper, "resend_delivery", there.delivery.pk)
    add(keeper, "settle_delivery", there.delivery.pk)
    add(keeper, "announce")
    for name in ("wording", "reset_wording"):
        add(keeper, name, "doubtful")
    add(keeper, "wordings")
    # the API
    for name in ("api_tokens", "api_new_token", "api_hooks", "api_new_hook", "api_deliveries"):
        add(keeper, name)
    add(keeper, "api_new_token", name="")
    add(keeper, "api_token", there.token.pk)
    add(keeper, "api_revoke", there.token.pk)
    add(keeper, "api_hook", there.hook.pk)
    add(keeper, "api_hook_act", there.hook.pk, "change")
    add(keeper, "api_hook_act", there.hook.pk, "stop")
    # files
    add(officer, "file", there.file.key)
    add(keeper, "styleguide_files")
    # settings: every list, a row of it, every verb
    found += _settings(there)
    # errors
    add(officer, "announce")  # 403
    found.append(Place("404", "", "/no-such-page/"))
    for status in FAILURES:
        add("", "styleguide_failure", status)
    # the style guide
    add(keeper, "styleguide")
    for query in ("", "?empty=1", "?q=没有这个", "?kind=wrong", "?format=print"):
        add(keeper, "styleguide_list", query=query)
    for state in CLOCKS:
        add(keeper, "styleguide_thing", query=f"?state={state}")
    add(keeper, "styleguide_form")
    add(keeper, "styleguide_form", name="")
    add(keeper, "styleguide_confirm")
    add(keeper, "styleguide_progress", query="?still=1")
    add(keeper, "styleguide_progress", query="?done=1")
    add("", "styleguide_paper")
    return found


def _desk(there: City) -> Iterator[Place]:
    """The list, cases of every stage, the registers, and the form of every verb on offer."""
    clerk, above = DESK_PEOPLE[0], "licensing-overseer"
    for query in ("", "?clock=paused", "?q=没有", "?format=print"):
        yield Place("cases", clerk, reverse("cases") + query)
    yield Place("cases", above, reverse("cases"))
    yield Place("cases", "licensing-secrecy-reviewer", reverse("cases"))
    for name in ("case_new", "cases_moved", "cases_statistics", "disputes", "dispute_new",
                 "complaints", "complaint_new", "packages", "proposals", "handovers",
                 "work_home"):  # fmt: skip
        yield Place(name, clerk, reverse(name))
    dispute, complaint = Dispute.objects.latest("pk"), Complaint.objects.latest("pk")
    for name, row in (("dispute", dispute), ("dispute_edit", dispute), ("complaint", complaint),
                      ("package", Package.objects.latest("pk"))):  # fmt: skip
        yield Place(name, clerk, reverse(name, args=[row.pk]))
    for key in ("answered", "consulting", "disputed", "archived", "arrived", "correcting", "fee",
                "opined", "extended"):  # fmt: skip
        yield Place("case", clerk, there.cases[key].get_absolute_url())
    yield Place("case", above, there.cases["answered"].get_absolute_url())
    yield Place("case", "licensing-approver", there.cases["signing"].get_absolute_url())
    yield Place("take_over", clerk, reverse("take_over", args=[there.left.pk]))
    yield Place("case_receipt", clerk, reverse("case_receipt", args=[there.cases["signed"].pk]))
    yield Place("case_sheet", clerk, reverse("case_sheet", args=[there.cases["signed"].pk, "t02"]))
    forms = {}
    for key, does in (("fee", CaseVerb.UNMASK), ("arrived", CaseVerb.SPLIT),
                      ("signed", CaseVerb.TELL_THIRD_PARTY),
                      ("answered", CaseVerb.PROPOSE),
                      ("arrived", CaseVerb.HAND_OVER)):  # fmt: skip
        path = act_url(there.cases[key].pk, does)
        forms[path.rstrip("/").rpartition("/")[2]] = Place("case_act", clerk, path)
    today = timezone.localdate()
    for post in Post.objects.filter(user__username__in=DESK_PEOPLE).select_related("user"):
        for case in there.cases.values():
            opened = open_case(actor_in(post.user, post), case.pk, today)
            for move in _offered(opened) if opened else ():
                verb = move.url.rstrip("/").rpartition("/")[2]
                forms.setdefault(verb, Place("case_act", post.user.username, move.url))
    # a letter that was signed
    signed = act_url(there.cases["assigned-second"].pk, CaseVerb.NOTIFY_FEE)
    yield Place("case_act", clerk, signed)
    # the second page of a decision: what is needed for granting a part
    yield Place("case_act", forms["decide"].who, f"{forms['decide'].path}?c1=D20")
    yield from forms.values()
    missing = {verb.value.removeprefix("cases.") for verb in ASKED} - set(forms)
    assert not missing, f"no case offers {missing}"


def _offered(opened: Opened) -> Iterator[NextMove]:
    found = offered(opened)
    if found.first is not None and not found.first.refusal:
        yield found.first
    for _, moves in found.groups:
        yield from moves


def _settings(there: City) -> Iterator[Place]:
    """Lists, one row of each kind, and the form of every verb that some row offers its keeper."""
    held = Post.objects.filter(role="administrator").select_related("user")
    keepers = {post.agency_id: post.user.username for post in held}
    forms = dict[str, Place]()
    for kind, shown in KINDS.items():
        yield Place("setup_list", KEEPER, reverse("setup_list", args=[kind]))
        opened = 0
        rows = list(shown.model.objects.order_by("-pk")[:99])
        found = [(row, _keeper(row, keepers)) for row in rows]
        tried = [*found[:3], *((row, KEEPER) for row, _ in (*found[:1], *found[-3:]))]
        for row, who in (one for one in tried if one[1]):
            path = reverse("setup_detail", args=[kind, row.pk])
            page = there.client(who).get(path).content.decode()
            if who == KEEPER and not opened:
                yield Place("setup_detail", who, path)
                opened += 1
            for verb in re.findall(rf'href="{path}([a-z_]+)/"', page):
                forms.setdefault(verb, Place("setup_act", who, f"{path}{verb}/"))
            for verb, query in re.findall(r'href="/work/settings/new/([a-z_]+)/(\?for=\d+)"', page):
                new = reverse("setup_begin", args=[verb]) + query
                forms.setdefault(verb, Place("setup_begin", who, new))
        if shown.new:
            new = reverse("setup_begin", args=[shown.new.value])
            forms.setdefault(shown.new.value, Place("setup_begin", KEEPER, new))
    yield from forms.values()
    missing = {verb.value for verb in Verb} - set(forms) - {Verb.ENABLE_ACCOUNT.value}
    assert not missing, f"no row offers {missing}"


def _keeper(row: Any, keepers: dict[int, str]) -> str:
    agency = agency_of(row)
    return keepers.get(agency.pk, "") if agency else ""


# a browser ----------------------------------------------------------------------------------------


@contextmanager
def chromium() -> Iterator[Any]:
    """One browser for all tests of a module."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield launched
        launched.close()


@contextmanager
def opened(browser: Any, base: str, session: str = "", **options: Any) -> Iterator[Any]:
    """A page with that session; whatever it asks of anybody else fails the test."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", **options)
    context.set_default_timeout(10_000)
    if session:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}
        context.add_cookies([cookie])
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((base, "data:", "blob:"))] == []


def visit(page: Any, base: str, place: Place) -> Iterator[str]:
    """Open it; where something is to be filled in, send the first form of the page.

    Says so when the page leads elsewhere.
    """
    page.goto(base + place.path)
    if place.fill:
        for name, value in place.fill:
            page.locator(f"main [name={name}]").first.fill(value)
        page.locator("main form button.primary").first.click()
        page.wait_for_load_state()
    elif unquote(page.url) != base + place.path:
        yield f"{place}: leads to {page.url}"


_LOOK = """async ([mode, contrast]) => {
  document.documentElement.className = mode;
  const rules = {"color-contrast": {enabled: contrast}};
  const found = await axe.run({resultTypes: ["violations"], rules});
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join("; "));
}"""
_WIDE = """(modes) => modes.map(mode => {
  document.documentElement.className = mode;
  return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
})"""
_ODD = """() => {
  const odd = [], heads = [...document.querySelectorAll("h1")];
  if (heads.length !== 1) odd.push(heads.length + " headings of the first rank");
  if (document.querySelector("[style], style, script:not([src]):not([type='application/json'])"))
    odd.push("script or style within the page");
  if (document.documentElement.lang !== "zh-CN") odd.push("no language");
  const english = document.querySelector("main").innerText.match(/[A-Z]?[a-z]+ [a-z]+ [a-z]+/);
  if (english) odd.push("English: " + english[0]);
  for (const e of document.querySelectorAll("label, legend, button, summary, h1, h2, h3"))
    if (/^[A-Za-z ]{3,}$/.test(e.innerText.trim())) odd.push("English: " + e.innerText);
  return odd;
}"""
# the first of these has all that the others have
_ALIKE = (
    "setup_act", "setup_begin", "setup_list", "setup_detail", "cases", "case", "case_act",
)  # fmt: skip
# made of the parts of pages that are looked at wholly
_BRIEF = {
    "apply_bodies", "apply_privacy", "apply_track", "apply_withdraw", "cases_moved", "disputes",
    "dispute", "dispute_new", "dispute_edit", "complaints", "complaint", "complaint_new",
    "packages", "package", "proposals", "handovers", "take_over", "case_receipt", "case_sheet",
    "redactions", "templates", "template",
    "template_history", "drop_template", "desk",
}  # fmt: skip


# one of each pattern that pages are made of
PATTERNS = {
    "account_login", "announce", "apply_case", "apply_form", "body", "case", "case_act", "cases",
    "deliveries", "file_page", "home", "redact", "setup_detail", "setup_list", "styleguide",
    "styleguide_form", "trail", "work_home", "work_search",
}  # fmt: skip


def first_of_each(all_: Sequence[Place]) -> list[Place]:
    """The first page of each address."""
    first = {place.name: place for place in reversed(all_)}
    return [place for place in all_ if first[place.name] is place]


def thorough(all_: Sequence[Place]) -> set[Place]:
    """The first page of each address, and every page that is more than other words in a form."""
    first = {place.name: place for place in reversed(all_)}
    found = {place for place in all_ if place.name not in _ALIKE or first[place.name] is place}
    return {place for place in found if place.name not in _BRIEF}


def look(page: Any, place: object, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with the open page, in the three modes, on a desk and on a phone.

    A mode is a class of the root element and nothing else, so the page is loaded once. It makes
    everything larger and changes no colour: contrast, which takes most of the time, is measured
    in the normal mode, where the demands on small type are highest.
    """
    page.evaluate(axe.AXE_SCRIPT)
    for odd in page.evaluate(_ODD):
        yield f"{place}: {odd}"
    for size, modes in ((DESK, ("",)), (PHONE, ("large", "kiosk"))) if whole else ((PHONE, ("",)),):
        page.set_viewport_size(size)
        for mode in modes:
            for wrong in page.evaluate(_LOOK, [mode, whole and not mode]):
                yield f"{place} {size['width']} {mode}: {wrong}"
        for mode, wide in zip(MODES, page.evaluate(_WIDE, MODES), strict=True):
            if wide > size["width"]:
                yield f"{place}: {wide} wide at {size['width']} {mode}"
