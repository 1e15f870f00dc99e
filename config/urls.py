from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from liaison.web import errors

urlpatterns = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", list_usersessions, name="usersessions_list"),
    path("language/", login_not_required(set_language), name="set_language"),
]
for prefix, module in (("api/v1/", "liaison.api.urls"), ("", "liaison.web.urls")):
    try:
        urlpatterns.append(path(prefix, include(module)))
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
