"""Settings of a real installation: refuses to start without its secrets."""

from __future__ import annotations

from gongkai.web.settings.base import *  # noqa: F403
from gongkai.web.settings.base import ALLOWED_HOSTS, SECRET_KEY, TRUSTED_PROXIES
from gongkai.web.settings.environment import WrongSetting

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise WrongSetting(
        "生产环境须设定 GONGKAI_SECRET_KEY，至少50个随机字符；"
        "可用 python3 -c 'import secrets; print(secrets.token_urlsafe(48))' 生成"
    )
if "*" in ALLOWED_HOSTS:
    raise WrongSetting("GONGKAI_HOSTS 不能写 *；请写出本平台的域名")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# to be listed in browsers is for the owner of the domain to ask for
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if TRUSTED_PROXIES:  # without one, anybody could claim to have come by TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
