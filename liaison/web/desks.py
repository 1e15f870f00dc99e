"""Each role's home page; a person with several hats has one of them as home and reaches the others from the bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from liaison.registry.access import acts_for_department, acts_for_enterprise, posts
from liaison.registry.models import Account, Post

from . import appraisal_desk
from .desk_department import department
from .desk_dispatch import dispatch
from .desk_enterprise import enterprise
from .desk_today import today
from .overview import overview

__all__ = ["department", "dispatch", "enterprise", "home", "today"]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    account = request.user
    if not isinstance(account, Account):
        return redirect("account_login")
    held = posts(account)
    if acts_for_enterprise(account):
        return enterprise(request)
    if Post.OFFICE in held:
        return dispatch(request)
    if held & {Post.SPECIALIST, Post.CHIEF}:
        return today(request)
    if acts_for_department(account):
        return department(request)
    if Post.LEADER in held:
        return overview(request)
    if appraisal_desk.wears(account):
        return appraisal_desk.page(request)
    return redirect("people" if Post.SECURITY in held else "inbox")
