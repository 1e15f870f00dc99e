import shutil
import sys
from datetime import datetime
from pathlib import Path

from liaison.cli import common, demo_clock, serve
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser("demo", "Load the sample zone if it is not there yet, then serve it on this machine.")
    parser.add_argument(
        "--as-of", metavar="DATE", help="the day or instant up to which the story is played (2021-05-25)"
    )
    parser.add_argument("--reset", action="store_true", help="throw the sample zone away and load it anew")
    parser.add_argument("--no-serve", action="store_true", help="load only")
    serve.add_options(parser)
    args = parser.parse_args(argv)
    serve.use_options(args)
    common.start_django()
    from liaison import demo

    as_of = demo_clock.configured(args.as_of) or demo_clock.DEFAULT_AS_OF
    if as_of < demo.START:
        raise Stop(f"The story begins on {demo.START:%Y-%m-%d}; nothing can be shown as of {as_of:%Y-%m-%d}.")
    listening = None if args.no_serve else serve.listen()
    common.migrate()
    with common.database():
        _refuse_a_real_zone()
        if args.reset and demo_clock.is_demo():
            _throw_away()
            common.migrate()
        if not demo_clock.is_demo():
            _load(as_of)
        demo_clock.refuse_others()
        shown = demo_clock.resume(args.as_of)
    if listening is None:
        return 0
    print(f"The demo's clock starts at {shown:%Y-%m-%d %H:%M}.  演示时钟从这一刻走起。")
    print("Sign in with one click, or with one of these logins and the password demo.  点一下即可登录，密码都是 demo。")
    for login in demo.LOGINS:
        print(f"  {login.login:<12} {login.what_en} · {login.what_zh}")
    return serve.run(listening, args.workers)


def _refuse_a_real_zone() -> None:
    from liaison.registry.models import Zone

    if Zone.objects.filter(is_demo=False).exists():
        raise Stop(
            "This database holds a real zone; the demo is refused. Give it its own LIAISON_DATA_DIR or database."
        )


def _load(as_of: datetime) -> None:
    """All or nothing: an interrupted load leaves an empty database, so the next start loads again."""
    from liaison import demo

    tell = Progress()
    demo.load(as_of, tell)
    tell.end()


class Progress:
    """One line that is written over on a terminal; elsewhere only its last state."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, words: str) -> None:
        self.last = words
        if sys.stderr.isatty():
            print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        print("" if sys.stderr.isatty() else self.last, file=sys.stderr, flush=True)


def _throw_away() -> None:
    """The record refuses to be emptied row by row, so the whole database goes, and the photos with it."""
    from django.conf import settings
    from django.db import connection

    shutil.rmtree(settings.UPLOADS_DIR, ignore_errors=True)
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for part in ("", "-wal", "-shm"):
            Path(name + part).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
