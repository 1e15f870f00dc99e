"""What only the inside of a process can say: keys for the client, statements of each page, and the same SQL without the rest.

python -m bench.inside keys | statements
"""

import json
import statistics
import sys
import time
from typing import Any

from liaison.cli import common, demo_clock

# Pages that are read: name, who reads, address; {number} is a request of `enterprise`.
READ = (
    ("list", "office", "/requests"),
    ("request", "office", "/requests/{number}"),
    ("search", "office", "/ledger?q=停电"),
    ("summary", "leader", "/api/v1/metrics/summary?from=2020-01-01&to=2020-12-31"),
)
TURNS = 15


def main(words: list[str]) -> int:
    common.start_django()
    demo_clock.resume()  # the zone's own day, as the server shows it
    print(json.dumps({"keys": keys, "statements": statements}[words[0]]()))
    return 0


def keys() -> dict[str, Any]:
    """A session and a token for everybody who takes part, and a request to look at."""
    from django.conf import settings
    from django.test import Client

    from liaison import clock
    from liaison.registry.actions import issue_token
    from liaison.registry.models import Account

    found: dict[str, Any] = {"number": _number()}
    for login in ("enterprise", "specialist", "department", "office", "leader"):
        account = Account.objects.get_by_natural_key(login)
        client = Client()
        client.force_login(account)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        found[login] = {"session": session, "token": issue_token(account, now=clock.now())}
    return found


def _number() -> str:
    from liaison.casework.models import ServiceRequest
    from liaison.registry.models import Account

    firm = Account.objects.get_by_natural_key("enterprise").enterprise
    newest = ServiceRequest.objects.filter(enterprise=firm).order_by("-pk")[:4]
    return str(list(newest)[-1].number)  # a young zone has fewer


def statements() -> dict[str, Any]:
    """For each page: how many statements, and how long the same SQL takes with nothing around it (ms, median)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from liaison.registry.actions import issue_token
    from liaison.registry.models import Account

    number, found = _number(), {}
    for name, login, address in READ:
        account = Account.objects.get_by_natural_key(login)
        client = Client(
            SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {issue_token(account, now=account.created_at)}"}
        )
        client.force_login(account)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address.format(number=number))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        reads = [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
        found[name] = {"statements": len(asked), "sql_ms": _bare(connection, reads)}
    return found


def _bare(connection: Any, reads: list[str]) -> float:
    took = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            for sql in reads:
                cursor.cursor.execute(sql)  # the driver's own cursor
                cursor.fetchall()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
