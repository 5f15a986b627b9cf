"""Every address of the platform, from the resolver, filled in with the rows of a planted body.

What takes arguments needs a line here: a new address without one is named by `unplaced`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.planted import KIND, Planted

__all__ = ["Address", "addresses", "patterns", "unplaced"]

Fill = Callable[[Planted], list[list[Any]]]

_SETUP = (
    "agency", "section", "post", "delegation", "leader", "groupmember", "meeting", "contactblock",
    "calendaroverlay", "user",
)  # fmt: skip


def _pk(*words: str) -> Fill:
    return lambda p: [[p[word].pk] for word in words]


def _key(*words: str) -> Fill:
    return lambda p: [[p[word].key] for word in words]


_FILES = ("file", "picture", "removed", "receiving")
_HOOK_VERBS = ("change", "ping", "stop", "resume", "end", "nothing")

_CASE_VERBS = ("register", "decide", "serve", "unmask", "sign_letter")
_REDACT = (
    "text",
    "boxes",
    "marks",
    "hits",
    "undo",
    "make",
    "release",
    "take-back",
    "remove",
    "nothing",
)

# how each address is filled in with the owner's rows: nobody of another body gets past it
OWNED: dict[str, Fill] = {
    "api_token": _pk("token"),
    "api_revoke": _pk("token"),
    "api_hook": _pk("hook"),
    "api_hook_act": lambda p: [[p["hook"].pk, verb] for verb in _HOOK_VERBS],
    "forget_view": _pk("view"),
    "export": _key("export"),
    "export_file": _key("export"),
    "setup_detail": lambda p: [[kind, p[kind].pk] for kind in _SETUP],
    "setup_act": lambda p: [],  # one a verb, with what its form asks for: see the tests
    "trail_entry": _pk("entry"),
    "file_upload": lambda p: [[KIND, p["section"].pk], ["agencies.agency", p["agency"].pk]],
    "file_announce": lambda p: [[KIND, p["section"].pk]],
    "file_pieces": _key("receiving", "file"),
    "file_finish": _key("receiving", "file"),
    "file": _key(*_FILES),
    "file_download": _key(*_FILES),
    "file_picture": _key(*_FILES),
    "file_page": lambda p: [[p[word].key, 1] for word in _FILES],
    "file_remove": _key(*_FILES),
    "file_restore": _key(*_FILES),
    "work_message": _pk("message"),
    "revoke_feed": _pk("feed"),
    "delivery": _pk("delivery"),
    "resend_delivery": _pk("delivery"),
    "settle_delivery": _pk("delivery"),
    "mfa_remove_webauthn": _pk("authenticator"),
    "mfa_edit_webauthn": _pk("authenticator"),
    "case": _pk("case"),
    "case_receipt": _pk("case"),
    "case_receipt_pdf": _pk("case"),
    "case_draft": _pk("case"),
    "case_paper": lambda p: [[p["case"].pk, p["paper"].key, kind] for kind in ("pdf", "docx")],
    # a few; every verb is asked of the policies, in test_permissions and cases/test_roles
    "case_act": lambda p: [[p["case"].pk, verb] for verb in _CASE_VERBS],
    "redactions": _pk("case"),
    "begin_redaction": _pk("case"),
    "redaction": _key("redaction"),
    "redaction_page": lambda p: [[p["redaction"].key, 1]],
    "redaction_result": _key("redaction"),
    "redaction_result_page": lambda p: [[p["redaction"].key, 1]],
    "redact": lambda p: [[p["redaction"].key, verb] for verb in _REDACT],
    "dispute": _pk("dispute"),
    "dispute_edit": _pk("dispute"),
    "complaint": _pk("complaint"),
    "package": _pk("package"),
    "package_file": _pk("package"),
    "act_on_package": lambda p: [[p["package"].pk, verb] for verb in ("again", "check")],
    "case_sheet": lambda p: [[p["case"].pk, "t02"]],
    "print_sheet": lambda p: [[p["case"].pk, "t02", "pdf"]],
    "apply_case": _key("case"),
    "apply_receipt": _key("case"),
    "apply_correct": _key("case"),
    "apply_withdraw": _key("case"),
    "apply_rate": _key("case"),
    "take_over": _pk("case"),
    "apply_explain": _key("case"),
    "apply_propose": _key("case"),
    "apply_letter": lambda p: [[p["case"].key, p["paper"].key, "pdf"]],
    "apply_released": lambda p: [[p["case"].key, p["redaction"].key]],
    "apply_upload": lambda p: [[p["case"].key, "proof"]],
    "apply_announce": lambda p: [[p["case"].key, "proof"]],
    "apply_pieces": lambda p: [[p["case"].key, p["receiving"].key]],
    "apply_finish": lambda p: [[p["case"].key, p["receiving"].key]],
}
# pages of everybody, or of one's own body, that take arguments all the same
SHARED: dict[str, Fill] = {
    "setup_begin": lambda p: [],  # as setup_act
    "setup_list": lambda p: [[kind] for kind in (*_SETUP, "nothing")],
    "wording": lambda p: [["announcement"]],
    "reset_wording": lambda p: [["announcement"]],
    "feed": lambda p: [["x" * 43]],
    "body": _pk("agency"),
    "apply_form": _pk("agency"),
    "apply_review": _pk("agency"),
    "apply_claim": _pk("agency"),
    "apply_claim_review": _pk("agency"),
    "template": lambda p: [["T04"]],
    "template_history": lambda p: [["T04"]],
    "drop_template": lambda p: [["T04"]],
    "template_sample": lambda p: [["T04", "pdf"]],
    "samples": lambda p: [["index.html"]],
    "styleguide_failure": lambda p: [[status] for status in (400, 403, 404, 500, 503)],
    "account_confirm_email": lambda p: [["key"]],
    "account_reset_password_from_key": lambda p: [["1", "key"]],
    "openid_connect_login": lambda p: [["nobody"]],
    "openid_connect_callback": lambda p: [["nobody"]],
}
# patterns without a name
NAMELESS: dict[str, list[str]] = {
    "accounts/^(?:signup|email|confirm-email|password/reset|password/set|3rdparty)/": [
        "/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/3rdparty/",
    ],
    "accounts/^social/(?:signup|connections)/": ["/accounts/social/signup/"],
    "accounts/social/login/cancelled/": ["/accounts/social/login/cancelled/"],
    "accounts/social/login/error/": ["/accounts/social/login/error/"],
    "accounts/social/signup/": ["/accounts/social/signup/"],
    "accounts/social/connections/": ["/accounts/social/connections/"],
    "api/^v1/.*$": ["/api/v1/nothing"],
}  # fmt: skip
_API = "api-v1:"  # walked by the operations of its document


@dataclass(frozen=True, slots=True)
class Address:
    """One address: the name of its pattern, and whether it names rows of the planted body."""

    name: str
    url: str
    owned: bool = False


def patterns() -> Iterator[tuple[str, str, bool]]:
    """Of each pattern its name, how it is written, and whether it takes arguments."""
    yield from _within(get_resolver(), "", "")


def _within(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str, bool]]:
    for one in resolver.url_patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLPattern):
            name = f"{space}{one.name}" if one.name else ""
            takes = bool(one.pattern.converters or one.pattern.regex.groupindex)
            yield name, text, takes or "<" in text
        else:
            yield from _within(one, text, f"{space}{one.namespace}:" if one.namespace else space)


def unplaced() -> list[str]:
    """Patterns without a place in the tables, and lines of the tables without a pattern."""
    found = [each for each in patterns() if not each[0].startswith(_API)]
    known = {*OWNED, *SHARED}
    missing = [text for name, text, takes in found if name and takes and name not in known]
    missing += [text for name, text, _ in found if not name and text not in NAMELESS]
    names, texts = {name for name, _, _ in found}, {text for _, text, _ in found}
    return [*missing, *sorted(known - names), *sorted(set(NAMELESS) - texts)]


def addresses(planted: Planted) -> list[Address]:
    """Every address but those of the API; logging out comes last."""
    made = []
    for name, text, takes in patterns():
        if name.startswith(_API):
            continue
        if not name:
            made += [Address(text, url) for url in NAMELESS[text]]
            continue
        fill = OWNED.get(name) or SHARED.get(name)
        if takes and fill is None:
            continue  # `unplaced` says so, once
        for args in fill(planted) if fill else [[]]:
            made.append(Address(name, reverse(name, args=args), name in OWNED))
    none = Address("file", reverse("file", args=[uuid.UUID(int=0)]))
    return sorted([*made, none], key=lambda one: one.name == "account_logout")
