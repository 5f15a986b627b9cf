"""Settings of `make run`: this machine only, a key that is no secret."""

from __future__ import annotations

from pathlib import Path

from gongkai.web.settings.base import *  # noqa: F403
from gongkai.web.settings.base import LOGGING

DEBUG = False
SECRET_KEY = "only-for-development-" + "x" * 50  # noqa: S105
SECOND_FACTOR_ROLES = []  # the log-ins of the sample city have a password only
SAMPLE_CITY = True
STYLEGUIDE = True
SAMPLES = Path("out").resolve()
WHITENOISE_USE_FINDERS = True  # static files from where they lie
WHITENOISE_AUTOREFRESH = True
LOGGING["handlers"]["stderr"] |= {"formatter": "lines", "level": "WARNING"}  # type: ignore[index]
HOOKS_ANYWHERE = True
