"""The database refuses to change, delete or insert lines, and to shorten the chain."""

from django.db import migrations

from gongkai.web.audit import triggers


class Migration(migrations.Migration):
    """Triggers on both tables."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(triggers.install, triggers.remove)]
