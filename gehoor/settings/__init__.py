"""Everything a running Gehoor is told from outside: addresses, keys, folders.

Read once from the environment; what is not given gets a value that is right for trying
Gehoor on one machine: an embedded database, and keys in the data folder.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from gehoor.settings.keys import load_keys

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = Path(os.environ.get("GEHOOR_DATA", "var")).resolve()
DATA_FOLDER.mkdir(parents=True, exist_ok=True)
SEARCH_FOLDER = DATA_FOLDER / "search"

_keys = load_keys(DATA_FOLDER)
SECRET_KEY = _keys.secret_key
FIELD_KEYS = _keys.field_keys
LOOKUP_KEY = _keys.lookup_key

DEBUG = os.environ.get("GEHOOR_DEBUG") == "1"
_hosts = os.environ.get("GEHOOR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ALLOWED_HOSTS = _hosts
IS_HTTPS = os.environ.get("GEHOOR_HTTPS") == "1"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts] if IS_HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "gehoor",
    "gehoor.events",
    "gehoor.organisation",
    "gehoor.access",
    "gehoor.knowledge",
    "gehoor.parties",
    "gehoor.contacts",
    "gehoor.measures",
    "gehoor.channels",
    "gehoor.followups",
    "gehoor.insight",
    "gehoor.desk",
    "gehoor.demonstration",
]

MIDDLEWARE = [
    "gehoor.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "gehoor.organisation.middleware.EmployeeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

FORM_RENDERER = "gehoor.lib.widgets.PlainRenderer"
ROOT_URLCONF = "gehoor.urls"
WSGI_APPLICATION = "gehoor.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gehoor.organisation.context.page",
                "gehoor.demonstration.context.progress",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_FOLDER / 'gehoor.sqlite3'}"
    database: dict[str, Any] = dict(dj_database_url.parse(address))
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
        }
        # Tests with several writers need a file: a database in memory has one connection.
        database["TEST"] = {"NAME": DATA_FOLDER / "test.sqlite3"}
    database["CONN_MAX_AGE"] = None
    database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Employee"
AUTHENTICATION_BACKENDS = ["gehoor.organisation.signin.EmployeeBackend"]
LOGIN_URL = "organisation:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "gehoor.organisation.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# A request holds one contact with all its questions, whatever their number and length.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 70_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Errors carry no values of local variables and no request bodies: those hold citizens' words.
DEFAULT_EXCEPTION_REPORTER = "gehoor.lib.errors.SilentReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "gehoor.lib.logs.SilentFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
