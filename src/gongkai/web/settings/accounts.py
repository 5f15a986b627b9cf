"""Settings of log-in: names and passwords, locks, idle time, second factor, unified log-in."""

from __future__ import annotations

from typing import Any

from gongkai.web.settings import environment as env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work_home"

# the sample city has log-ins whose password everybody knows: never in production
SAMPLE_CITY = False

TRUSTED_PROXIES = env.number("GONGKAI_PROXIES", "本平台前面有几层自己的反向代理", 0)

PASSWORD_DAYS = env.number("GONGKAI_PASSWORD_DAYS", "口令多少天后须修改；0为不要求", 90)
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "gongkai.web.accounts.passwords.LongEnough",
        "OPTIONS": {"least": env.number("GONGKAI_PASSWORD_LENGTH", "口令至少几个字符", 10)},
    },
    {"NAME": "gongkai.web.accounts.passwords.KindsOfCharacters", "OPTIONS": {"least": 3}},
    {"NAME": "gongkai.web.accounts.passwords.NotTheName"},
    {"NAME": "gongkai.web.accounts.passwords.NotRecent", "OPTIONS": {"last": 5}},
]

LOGIN_FAILURES = env.number("GONGKAI_LOGIN_FAILURES", "同一登录名连续失败几次后锁定", 5)
LOCK_MINUTES = env.number("GONGKAI_LOCK_MINUTES", "锁定多少分钟", 15)

SESSION_COOKIE_AGE = 60 * env.number("GONGKAI_IDLE_MINUTES", "闲置多少分钟后须重新登录", 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

SECOND_FACTOR_ROLES = env.words(
    "GONGKAI_SECOND_FACTOR", "须用双因素登录的岗位，用逗号分开", "administrator,auditor,approver"
)

ACCOUNT_ADAPTER = "gongkai.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# a whole office may stand behind one address; names have their own lock
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip"}

ACCOUNT_FORMS = {
    "login": "gongkai.web.accounts.forms.EnterForm",
    "change_password": "gongkai.web.accounts.forms.PasswordForm",
    "reauthenticate": "gongkai.web.accounts.forms.ConfirmForm",
}

MFA_ADAPTER = "gongkai.web.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "gongkai.web.accounts.forms.SecondFactorForm",
    "add_webauthn": "gongkai.web.accounts.forms.KeyForm",
    "edit_webauthn": "gongkai.web.accounts.forms.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = env.text("GONGKAI_NAME", "平台的名称，显示在登录页和验证器里", "政务公开工作平台")
MFA_ALLOW_UNVERIFIED_EMAIL = True

OIDC_CLAIM = env.text(
    "GONGKAI_OIDC_CLAIM", "统一身份认证返回的哪一项是本平台的登录名", "preferred_username"
)
SOCIALACCOUNT_ADAPTER = "gongkai.web.accounts.adapters.UnifiedAdapter"
_unified: dict[str, Any] = {"APPS": [], "OAUTH_PKCE_ENABLED": True}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": _unified}
_issuer = env.text("GONGKAI_OIDC_ISSUER", "统一身份认证（OpenID Connect）的地址；空为不用")
_client = env.text("GONGKAI_OIDC_CLIENT", "本平台在统一身份认证登记的编号")
_secret = env.text("GONGKAI_OIDC_SECRET", "本平台在统一身份认证登记的密钥", secret=True)
_name = env.text("GONGKAI_OIDC_NAME", "登录页上的名称", "省统一身份认证")
if _issuer:
    _unified["APPS"].append(
        {
            "provider_id": "unified", "name": _name, "client_id": _client, "secret": _secret,
            "settings": {"server_url": _issuer},
        }
    )  # fmt: skip
