"""The site's settings for tests: a data folder of its own, quick passwords, plain files."""

import atexit
import os
import tempfile
from shutil import rmtree

if "PARCOURS_DATA" not in os.environ:
    os.environ["PARCOURS_DATA"] = tempfile.mkdtemp(prefix="parcours-tests-")
    atexit.register(rmtree, os.environ["PARCOURS_DATA"], ignore_errors=True)
os.environ["PARCOURS_LANGUAGE"] = "en"
os.environ["PARCOURS_LOG_LEVEL"] = "ERROR"
# Playwright runs a loop in the thread of a test, beside what the test asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

from parcours.site.settings import *  # noqa: F403
from parcours.site.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_MAX_AGE = 3600  # a browser asks once
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, so that the server of a test and the test itself see the same database.
    DATABASES["default"]["TEST"] = {
        "NAME": tempfile.mktemp(prefix="parcours-tests-", suffix=".sqlite3")
    }
# Several, as everywhere, but few: most of a small log's time goes into each.
LAKE_BUCKETS = 4
