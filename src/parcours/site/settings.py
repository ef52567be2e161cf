"""Every setting of the site, from the environment, with a safe default.

``docs/reference/settings.md`` says what each variable does.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from parcours import __version__, core
from parcours.site import environment as env

VERSION = __version__
DATA = env.folder("DATA", "parcours-data")
MEDIA_ROOT = DATA / "media"
BACKUPS = env.folder("BACKUPS", str(DATA / "backups"))
LAKE = env.text("LAKE") or str(DATA / "lake")
LAKE_BUCKETS = 16  # of a lake that is made; one that is there keeps its own
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", DATA / "secret-key")
# Old keys still open what they signed: list them after the new one.
SECRET_KEY_FALLBACKS = env.several("OLD_SECRET_KEYS")
# Another would give the same e-mail address another pseudonym: it stays for good.
PSEUDONYM_KEY = env.secret("PSEUDONYM_KEY", DATA / "pseudonym-key")

PORT = env.number("PORT", 8321, least=1)
BEHIND_PROXY = env.flag("PROXY")
URL = env.address("URL", f"http://localhost:{PORT}")
ALLOWED_HOSTS = env.several("HOSTS", [env.host_of(URL), "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [URL]
WEB_THREADS = env.number("WEB_THREADS", 8, least=1)
WORKER_THREADS = env.number("WORKER_THREADS", 2, least=1)
IS_SECURE = URL.startswith("https://")
# What one key of the API may ask for in a minute.
API_REQUESTS = env.number("API_REQUESTS", 1_200, least=1)
API_EVENTS = env.number("API_EVENTS", 1_000_000, least=1)
WEBHOOKS_PRIVATE = env.flag("WEBHOOKS_PRIVATE")
REVIEWS_VIA = env.text("REVIEWS_VIA").rstrip("/")

DATABASES = {"default": env.database("DATABASE_URL", DATA / "parcours.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits need a cache that all processes share.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

INSTALLED_APPS = [
    "parcours.site",
    "parcours.listen",
    "parcours.measure",
    "parcours.map",
    "parcours.ledger",
    "parcours.people",
    "parcours.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "parcours.ui.compressing.CompressTexts",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "parcours.people.http.LanguageOfTheReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "parcours.people.http.MembersOnly",
]
ROOT_URLCONF = "parcours.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parcours.ui.page.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "parcours.ui.templatetags.ui",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "parcours.people.accounts.Accounts"
SOCIALACCOUNT_ADAPTER = "parcours.people.accounts.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = env.single_sign_on()
# The organisation's own provider: an address it vouches for is the member's of that address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Parcours"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
USERSESSIONS_TRACK_ACTIVITY = True

LANGUAGE_CODE = env.one_of("LANGUAGE", "en", ("en", "fr"))
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
FORMAT_MODULE_PATH = "parcours.site.formats"
LOCALE_PATHS = [DATA / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Paris")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# The charts and the type of the reports are those of the pages.
STATICFILES_DIRS = [("report", Path(core.__file__).parent / "report/vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = env.folder_below(DATA, "uploads")

TASKS = {"default": {"BACKEND": "parcours.site.jobs.backend.DatabaseBackend"}}

EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"Parcours <parcours@{env.host_of(URL)}>")
globals().update(env.mail("MAIL_URL"))

_NONE, _SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:", "blob:"],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "frame-src": [_SELF],
        "manifest-src": [_SELF],
        "form-action": [_SELF, *env.single_sign_on_origins()],
        "frame-ancestors": [_SELF],
        "base-uri": [_NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "parcours"
CSRF_COOKIE_NAME = "parcours-csrf"
LANGUAGE_COOKIE_NAME = "parcours-language"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
