"""The settings of the site; what an office changes comes from the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kaifang.programme.messages.addresses import AllowList
from kaifang.site import environment
from kaifang.site.stamp import stamp_of

SITE = Path(__file__).parent
HOME = environment.folder("KAIFANG_HOME", "~/.kaifang")

DEBUG = environment.flag("KAIFANG_DEBUG")
SECRET_KEY = environment.secret("KAIFANG_SECRET_KEY", HOME / "secret_key")
ALLOWED_HOSTS = environment.names("KAIFANG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# The programme that a page speaks of unless its address names another.
PROGRAMME = environment.text("KAIFANG_PROGRAMME")
HTTPS = environment.flag("KAIFANG_HTTPS")

# Messages that leave the house: the address their links begin with, where they may go, and
# whether they may carry figures.
SITE_ADDRESS = environment.web_address("KAIFANG_SITE_ADDRESS")
HOOK_HOSTS = environment.parsed(
    "KAIFANG_HOOK_HOSTS",
    AllowList.read,
    "以逗号分隔的主机、主机:端口或网段，如 oapi.dingtalk.com,10.2.0.0/16",
    "hosts, host:port or networks separated by commas, such as oapi.dingtalk.com,10.2.0.0/16",
)
HOOK_FIGURES = environment.flag("KAIFANG_HOOK_FIGURES")
# The folder that the worker watches for files of events, and PACK/PROCESS of which they are.
CLEARANCE_FOLDER = environment.text("KAIFANG_CLEARANCE_FOLDER")
CLEARANCE_PROCESS = environment.text("KAIFANG_CLEARANCE_PROCESS")
# One person holds all duties; None leaves it to the store (programme/people/solo.py).
SOLO = environment.flag("KAIFANG_SOLO") if environment.text("KAIFANG_SOLO") else None

DATABASES = {
    "default": environment.database("DATABASE_URL", f"sqlite:///{HOME / 'kaifang.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "kaifang.store",
    "kaifang.site.components",
    "kaifang.site.people",
    "kaifang.site.today",
    "kaifang.site.board",
    "kaifang.site.figures",
    "kaifang.site.indicators",
    "kaifang.site.orgs",
    "kaifang.site.targets",
    "kaifang.site.tasks",
    "kaifang.site.maps",
    "kaifang.site.meeting",
    "kaifang.site.wall",
    "kaifang.site.search",
    "kaifang.site.api",
    "kaifang.site.documents",
    "kaifang.site.data",
    "kaifang.site.forecasts",
    "kaifang.site.splitting",
    "kaifang.site.quarantine",
    "kaifang.site.consignments",
    "kaifang.site.clearance",
    "kaifang.site.duplicates",
    "kaifang.site.versions",
    "kaifang.site.dispatch",
    "kaifang.site.issuing",
    "kaifang.site.slips",
    "kaifang.site.suggestions",
    "kaifang.site.drafts",
    "kaifang.site.reporting",
    "kaifang.site.filling",
    "kaifang.site.desk",
    "kaifang.site.worklist",
    "kaifang.site.cases",
    "kaifang.site.intake",
    "kaifang.site.notices",
    "kaifang.site.ledgers",
    "kaifang.site.projects",
    "kaifang.site.inbox",
    "kaifang.site.audit",
    "kaifang.site.styleguide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kaifang.site.security.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kaifang.site.api.auth.Tokens",
    "kaifang.site.idling.Idling",
    "kaifang.site.enrolling.Enrolling",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kaifang.site.api.problems.PlainProblems",
    "kaifang.site.errors.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kaifang.site.urls"
WSGI_APPLICATION = "kaifang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kaifang.site.components.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kaifang.site.navigation.page",
                "kaifang.site.acting.page",
                "kaifang.site.unread.page",
                "kaifang.site.asking.page",
                "kaifang.site.api.twins.page",
            ],
        },
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATICFILES_DIRS = [SITE / "static"]
# The address of a file changes when any file changes, so a browser may keep it for ever.
STATIC_URL = f"/static/{stamp_of(SITE / 'static')}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600

AUTH_USER_MODEL = "store.User"
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Five wrong passwords lock a name out from one address for a quarter of an hour.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "people/locked.html"
AXES_CLIENT_IP_CALLABLE = "kaifang.site.acting.address_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Who must have a second factor: administrators, all, or nobody (optional).
SECOND_FACTOR = environment.one_of("KAIFANG_SECOND_FACTOR", ("administrators", "all", "optional"))
OTP_TOTP_ISSUER = "Kaifang"

# Whoever does nothing for so long is signed out (idling.py).
SESSION_COOKIE_AGE = 60 * environment.number("KAIFANG_IDLE_MINUTES", 30, least=1, most=1440)
SESSION_COOKIE_NAME = "kaifang_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS and not DEBUG
CSRF_COOKIE_NAME = "kaifang_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kaifang.site.errors.csrf_refused"
CSRF_TRUSTED_ORIGINS = environment.names("KAIFANG_TRUSTED_ORIGINS")
LANGUAGE_COOKIE_NAME = "kaifang_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS and not DEBUG
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS and not DEBUG else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("KAIFANG_BEHIND_PROXY") else None
)

PRODUCT_NAME = _("Kaifang")

# What fails is told on the error stream, where a supervisor keeps it; refused requests are not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}
