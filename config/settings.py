"""All settings, read from the environment; docs/configuration.md explains every LIAISON_ variable."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGE_DIR = BASE_DIR / "liaison"

# --- what the installation says ---------------------------------------------------------------------------------
DATA_DIR = Path(env.str("LIAISON_DATA_DIR", default="var")).resolve()
LISTEN_HOST = env.str("LIAISON_HOST", default="127.0.0.1")
LISTEN_PORT = environment.port(env.str("LIAISON_PORT", default="8000"))
BASE_URL = env.str("LIAISON_BASE_URL", default=f"http://{LISTEN_HOST}:{LISTEN_PORT}").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
DEBUG = environment.debug(env.bool("LIAISON_DEBUG", default=False), LISTEN_HOST)
ALLOWED_HOSTS = environment.allowed_hosts(env.list("LIAISON_ALLOWED_HOSTS", default=[]), BASE_URL)
SECRET_KEY = environment.secret_key(
    env.str("LIAISON_SECRET_KEY", default=""), env.str("LIAISON_SECRET_KEY_FILE", default=""), DATA_DIR
)
LANGUAGE_CODE = env.str("LIAISON_LANGUAGE", default="zh-hans")
# The demo's clock: what it shows at start, and the machine's instant at which it showed it (see liaison/clock.py).
AS_OF = env.str("LIAISON_AS_OF", default="")
CLOCK_ANCHOR = env.str("LIAISON_CLOCK_ANCHOR", default="")
SMTP = environment.smtp(env.str("LIAISON_SMTP_URL", default=""), env.str("LIAISON_MAIL_FROM", default=""))

# --- database and cache -----------------------------------------------------------------------------------------
DATABASES = {
    "default": environment.database(
        env.str("LIAISON_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'liaison.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, so that guesses at a password are counted together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "liaison_cache"}}

# --- rooms ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "liaison.record",
    "liaison.registry",
    "liaison.notices",
    "liaison.casework",
    "liaison.appraisal",
    "liaison.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "liaison.web.sessions.SessionLifetimeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "liaison.web.knocking.KnockingMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liaison.web.context.shell",
            ],
        },
    }
]

# --- language and time ------------------------------------------------------------------------------------------
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured("LIAISON_LANGUAGE must be zh-hans or en.")
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- sign-in and sessions ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "registry.Account"
AUTHENTICATION_BACKENDS = ["liaison.web.signin.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# How hard it is to try a phrase that opens votes (scrypt's N): about a fifth of a second and 64 MB each.
OPENING_PHRASE_COST = 2**16
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "liaison.web.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True  # no box to tick: liaison/web/sessions.py decides how long a session lives
# Five failures in half an hour for one account as seen from one known device, or from all unknown ones together.
# A whole office may sit behind one address, so addresses as such are held up late.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,5/30m/key",
    # Behind a poster, without an account: what is sent, by address and by door; and looking a firm up by its name.
    "door": "30/h/ip,120/d/key",
    "door_search": "30/10m/ip",
    "ballot_code": "30/10m/ip",  # one-time codes of firms without an account; besides, each code has five tries
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LIAISON_PROXY_COUNT", default=0)
SESSION_ENGINE = "liaison.web.session_store"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SECURE = HTTPS

# --- what a browser is told -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # a voice note may be heard before it is sent
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
CSRF_FAILURE_VIEW = "liaison.web.errors.csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of a form or an API body; a longer one is answered with a sentence
FILE_UPLOAD_HANDLERS = ["liaison.web.attaching.Bounded"]  # what files may weigh, said there
UPLOADS_DIR = DATA_DIR / "attachments"  # never served by itself

# --- static files -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.Storage"},
}
WHITENOISE_USE_FINDERS = True

# --- logging: to stderr, which the service manager keeps ----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # 4xx are answers, not faults
        "liaison": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
