"""What a server of pages calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings.production")
application = get_wsgi_application()

# what is loaded by now, every page's view too, stays as long as the process: a collection that
# looked through it again would hold up a page for a tenth of a second
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
