"""What all installations share."""

from __future__ import annotations

from pathlib import Path

from gongkai.web.settings import environment as env
from gongkai.web.settings.accounts import *  # noqa: F403
from gongkai.web.settings.files import *  # noqa: F403
from gongkai.web.settings.letters import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[1]

DEBUG = False
SECRET_KEY = env.text("GONGKAI_SECRET_KEY", "签名密钥；生产环境必填，至少50个字符", secret=True)
PERSONAL_KEYS = env.text(
    "GONGKAI_PERSONAL_KEY",
    "申请人信息的加密密钥；更换时新密钥写在前面，用逗号分开，旧的留在后面；不填则用签名密钥",
    secret=True,
)
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "允许访问的域名，用逗号分开", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words(
    "GONGKAI_ORIGINS", "经反向代理访问时的网址，如 https://gk.example.gov.cn"
)
DATA = Path(env.text("GONGKAI_DATA", "数据目录：数据库、上传的文件、索引", "var")).absolute()
DATABASES = {
    "default": env.database(
        "GONGKAI_DATABASE",
        "数据库：sqlite:///路径，或者 postgresql://用户:口令@主机/库名",
        f"sqlite:///{DATA}/gongkai.sqlite3",
        shown="数据目录里的 gongkai.sqlite3",
    )
}
# limits count in it: one process must see what the others have counted
CACHES = {
    "default": env.cache(
        "GONGKAI_CACHE", "各进程共用的缓存，登录和接口的次数限制在其中计数：可写 redis://主机:端口/0",
        shown="数据库里的一张表",
    )
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "gongkai.web.audit",
    "gongkai.web.accounts",
    "gongkai.web.agencies",
    "gongkai.web.files",
    "gongkai.web.messages",
    "gongkai.web.workbench",
    "gongkai.web.cases",
    "gongkai.web.portal",
    "gongkai.web.api",
    "gongkai.web.operation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, for our own renderer
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "gongkai.web.operation.headers.identify",
    "django.middleware.security.SecurityMiddleware",
    "gongkai.web.operation.headers.protect",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.web.operation.maintenance.pause",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.web.accounts.gates.keep_session",
    "gongkai.web.accounts.gates.password_gate",
    "gongkai.web.agencies.active.attach_actor",
    "gongkai.web.agencies.second_factor.factor_gate",
]
ROOT_URLCONF = "gongkai.web.urls"
WSGI_APPLICATION = "gongkai.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.web.workbench.shell.template_values",
                "gongkai.web.portal.site.template_values",
            ]
        },
    }
]

FORM_RENDERER = "gongkai.web.workbench.forms.Renderer"
CSRF_FAILURE_VIEW = "gongkai.web.workbench.views.failures.csrf_failed"
STYLEGUIDE = False  # every component in all states at styleguide/, for development
SAMPLES: Path | None = None  # the site that `gongkai site` wrote, shown at samples/

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask on this machine, without TLS
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

LEAST_DISK = env.number("GONGKAI_LEAST_DISK", "磁盘至少剩多少MB；少于此数，/healthz 报异常", 500)
QUEUE_MINUTES = env.number(
    "GONGKAI_QUEUE_MINUTES", "后台任务最多等多少分钟；超过此数，/healthz 报异常", 15
)
LOG_LEVEL = env.text("GONGKAI_LOG_LEVEL", "日志的详细程度：DEBUG、INFO、WARNING、ERROR", "INFO")
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "gongkai.web.operation.logs.JsonLines"},
        "lines": {"()": "gongkai.web.operation.logs.Lines", "fmt": "%(levelname)s %(message)s"},
    },
    "handlers": {"stderr": {"class": "gongkai.web.operation.logs.Stderr", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # what is refused or not found has its line already
        "django.server": {"handlers": [], "propagate": True},
    },
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"

API_CALLS = env.number("GONGKAI_API_CALLS", "接口：每个令牌每分钟最多调用几次", 600)
API_OPEN_CALLS = env.number("GONGKAI_API_OPEN_CALLS", "接口：每个地址不用令牌时每分钟最多几次", 60)
API_BODY_BYTES = 1024 * env.number("GONGKAI_API_BODY_KB", "接口：一次提交最多多少kB", 256)
API_FILE_BYTES = 1024 * env.number("GONGKAI_API_FILE_KB", "接口：一次上传最多多少kB", 20_480)
API_CHECKS = env.number("GONGKAI_API_CHECKS", "接口：每个进程同时核验几份报告", 2)
HOOKS_ANYWHERE = False  # web-hooks to http and to inner addresses: only for development
