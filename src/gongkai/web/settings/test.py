"""Settings of the tests: fast hashing, no static manifest, mail kept in memory.

The data base is SQLite in a temporary directory, or the one of GONGKAI_TEST_DATABASE_URL.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if "GONGKAI_TEST_SESSION" in os.environ:
    # a folder a worker: what lies there (files, the switch of maintenance) is seen by one alone
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    _own = Path(os.environ["GONGKAI_TEST_SESSION"]) / _worker
    _own.mkdir(exist_ok=True)
    os.environ["GONGKAI_DATA"] = str(_own)
elif "GONGKAI_DATA" not in os.environ:
    _folder = tempfile.TemporaryDirectory(prefix="gongkai-tests-")  # gone with the process
    os.environ["GONGKAI_DATA"] = _folder.name

from gongkai.web.settings.base import *  # noqa: E402, F403
from gongkai.web.settings.base import DATA, INSTALLED_APPS  # noqa: E402
from gongkai.web.settings.environment import database  # noqa: E402

SECRET_KEY = "only-for-tests-" + "x" * 50  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {
    "default": database(
        "GONGKAI_TEST_DATABASE_URL", "测试用的数据库", f"sqlite:///{DATA}/gongkai.sqlite3"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: several processes write into it, as in production
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}
# of the process: what a test counts must not be found by the next; one test takes the real one
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SECOND_FACTOR_ROLES = []  # tests of the gate set it
SAMPLE_CITY = True
STYLEGUIDE = True
WHITENOISE_AUTOREFRESH = True  # static files from where they lie
# models that only tests have
INSTALLED_APPS = [*INSTALLED_APPS, *os.environ.get("GONGKAI_TEST_APPS", "").split()]
