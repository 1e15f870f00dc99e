from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from liaison.api import health
from liaison.web import errors, language, type_size

urlpatterns = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", list_usersessions, name="usersessions_list"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("language/", login_not_required(language.switch), name="set_language"),
    path("type/", login_not_required(type_size.switch), name="set_type"),
    path("api/v1/", include("liaison.api.urls")),
    path("", include("liaison.web.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # of allauth's rate limits
handler500 = errors.server_error
