"""What every page shows around its content: zone, navigation, unread notices, the demo's ribbon."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liaison import clock
from liaison.casework import roster, supervision
from liaison.casework.overview import READERS
from liaison.notices import outbox
from liaison.registry.access import acts_for_department, acts_for_enterprise, posts
from liaison.registry.models import Account, Post, Zone
from liaison.speech import dates
from liaison.web import type_size
from liaison.web.parts import NavItem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SIGN_IN = "account_login"
OVERSEERS = frozenset(READERS)
PLACED = 2  # groups of demo accounts whose place says something


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}


class Shell:
    """Asks the database for what a template really shows: nothing for a stranger, posts and unread count otherwise."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def account(self) -> Account | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Account) else None

    @cached_property
    def signing_in(self) -> bool:
        match = self._request.resolver_match
        return match is not None and match.url_name == SIGN_IN

    @cached_property
    def zone(self) -> Zone | None:
        """The zone of the person; before he signs in, on the sign-in page alone, the installation's first one."""
        if self.account:
            return self.account.zone
        at_hand: Zone | None = getattr(self._request, "zone_at_hand", None)  # whose door a stranger stands at
        if at_hand:
            return at_hand
        return Zone.objects.order_by("pk").first() if self.signing_in else None

    @cached_property
    def caption(self) -> str:
        """Under the zone's name: the product, and for staff who is at work."""
        if self.account and not self.account.enterprise_id:
            return self.account.name
        return _("Enterprise Liaison")

    @cached_property
    def desk(self) -> bool:
        """People who work at a desk all day get the dense type on a wide screen."""
        return self.account is not None and not {"enterprise", "today"} & set(_desks(self.account)[:1])

    @cached_property
    def nav(self) -> tuple[NavItem, ...]:
        return _nav(self.account, self._request.path) if self.account else ()

    @cached_property
    def overdue(self) -> int:
        """The badge beside the list of what is late, for leaders; desks of others say it themselves, without a statement more."""
        if not self.account or Post.LEADER not in posts(self.account):
            return 0
        at_hand: int | None = getattr(self._request, "overdue_at_hand", None)
        return supervision.overdue(self.account, clock.now()) if at_hand is None else at_hand

    @cached_property
    def on_duty(self) -> str:
        """Who answers the duty telephone now; empty while nobody is on duty."""
        shift = roster.on_duty(self.zone.pk, clock.now()) if self.zone else None
        return shift.officer.name if shift else ""

    @cached_property
    def unread(self) -> int:
        if not self.account:
            return 0
        return outbox.unread_at_hand(self.account)

    @cached_property
    def demo_date(self) -> str:
        """The day it is in the demo; empty in a real zone."""
        if not (self.zone and self.zone.is_demo):
            return ""
        return dates.day(dates.local(clock.now()).date())

    @cached_property
    def today(self) -> date:
        return dates.local(clock.now()).date()

    @cached_property
    def large(self) -> bool:
        return type_size.is_large(self._request)

    @cached_property
    def printed(self) -> str:
        """When what lies on paper was true."""
        return dates.stamp(clock.now())

    @cached_property
    def here(self) -> str:
        """Where the language switch comes back to."""
        return self._request.get_full_path()

    @cached_property
    def demo_accounts(self) -> tuple["DemoGroup", ...]:
        """One-click sign-in: in the demo zone, asked for over loopback, on the sign-in page."""
        host = self._request.get_host().rsplit(":", 1)[0]
        if not (self.signing_in and host in LOOPBACK and self.zone and self.zone.is_demo):
            return ()
        return _demo_accounts()


# --- navigation ---


def _desks(account: Account) -> list[str]:
    """The desks of a person's hats; the first is his home (`desks.home` says the same)."""
    held = posts(account)
    hats = [
        (acts_for_enterprise(account), "enterprise"),
        ("office" in held, "dispatch"),
        (bool(held & {"specialist", "chief"}), "today"),
        (acts_for_department(account), "desk"),
        ("leader" in held, "overview"),
        (bool(held & {"evaluation", "personnel", "discipline"}), "appraisal"),
    ]
    return [desk for worn, desk in hats if worn]


def _nav(account: Account, path: str) -> tuple[NavItem, ...]:
    held, desks = posts(account), _desks(account)
    me = (_("Account"), "gear") if "enterprise" in desks else (_("Me"), "person")
    items = [
        *(_desk(desk, at_home=desk == desks[0]) for desk in desks),
        *_item("enterprise" in desks, "requests", _("Requests"), "list"),
        *_item(bool(set(desks) - {"enterprise", "appraisal"}), "ledger", _("Ledger"), "doc"),
        *_item(bool(held & OVERSEERS), "supervision", pgettext("navigation", "Overdue"), "warn"),
        *_item(
            bool(held & {"specialist", "chief", "office", "leader"}),
            "enterprises",
            pgettext("navigation", "Firms"),
            "firm",
        ),
        *_item(desks == ["desk"], "agency-files", pgettext("navigation", "Agency"), "stamp"),
        *_item(bool(held & {"office", "security"}), "people", _("People"), "people"),
        *_item(True, "inbox", _("Notices"), "bell"),
        *_item(True, "me", *me),
    ]
    return _with_current(items, path)


def _desk(desk: str, *, at_home: bool) -> NavItem:
    label, icon = {
        "enterprise": (_("Specialist"), "person"),
        "dispatch": (_("Dispatch"), "flag"),
        "today": (_("Today"), "today"),
        "desk": (_("Desk"), "stamp"),
        "overview": (_("Overview"), "chart"),
        "appraisal": (_("Appraisal"), "ballot"),
    }[desk]
    return NavItem(desk, label, icon, reverse("home" if at_home else desk))


def _item(wanted: bool, name: str, label: str, icon: str) -> list[NavItem]:
    return [NavItem(name, label, icon, reverse(name))] if wanted else []


# Pages that have no place of their own in the navigation, by where their link stands.
UNDER = {
    "supervision": {"instructions"},
    "ledger": {"common", "outside"},
    "appraisal": {"watches", "complaints", "year-records", "papers", "rounds", "findings"},
    "enterprises": {"agency", "visits", "coverage", "leaves", "doors", "replacements"},
    "me": {
        "my",
        "duty",
        "calendar",
        "limits",
        "categories",
        "phrases",
        "digest",
        "outbox",
        "measures",
        "groups",
        "gripe-sessions",
        "cases",
    },
}


def _with_current(items: list[NavItem], path: str) -> tuple[NavItem, ...]:
    """Marks the place this page is at or under; home is only itself, by either of its addresses."""

    place = next((name for name, pages in UNDER.items() if path.split("/")[1] in pages), "")

    def here(item: NavItem) -> bool:
        if item.name == place:
            return True
        if item.name == "ledger" and (path == "/requests" or path.startswith("/requests/")):
            return True  # one request of it
        return path in (item.url, f"/{item.name}") or (path.startswith(f"{item.url.rstrip('/')}/") and item.url != "/")

    return tuple(replace(item, current=here(item)) for item in items)


# --- the demo's sign-in page ---


@dataclass(frozen=True)
class DemoAccount:
    login: str
    who: str
    what: str


@dataclass(frozen=True)
class DemoGroup:
    title: str
    accounts: tuple[DemoAccount, ...]


def _demo_cast() -> list[tuple[str, dict[str, str]]]:
    """Each group with its people and what they are; the first two are told apart by their place."""
    return [
        (_("Enterprises"), {
            "enterprise": _("principal"), "clerk": _("clerk"), "enterprise2": _("principal, another firm"),
        }),
        (_("Specialists and departments"), {
            "specialist": _("specialist"), "specialist2": _("specialist, other firms"), "department": _("clerk"),
            "department2": _("clerk, another department"), "head": _("head"),
        }),
        (_("Committee"), {
            "chief": _("chief specialist"), "leader": _("leader"), "office": _("committee office"),
            "evaluation": _("evaluation"), "personnel": _("personnel"), "discipline": _("discipline"),
        }),
        (_("Administration"), {
            "system": _("system administrator"), "security": _("security administrator"), "audit": _("auditor"),
        }),
    ]  # fmt: skip


def _demo_accounts() -> tuple[DemoGroup, ...]:
    cast = _demo_cast()
    logins = [login for _title, people in cast for login in people]
    found = {
        account.login: account
        for account in Account.objects.filter(login__in=logins).select_related("enterprise", "department")
    }
    return tuple(
        DemoGroup(
            title,
            tuple(_demo_account(found[one], post, at < PLACED) for one, post in people.items() if one in found),
        )
        for at, (title, people) in enumerate(cast)
    )


def _demo_account(account: Account, post: str, placed: bool) -> DemoAccount:
    home = account.enterprise.short_name if account.enterprise else account.department and account.department.name
    place = home if placed else ""
    return DemoAccount(account.login, account.name, f"{place} · {post}" if place else capfirst(post))
