from liaison.cli import common
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser(
        "bootstrap",
        "Create the first zone and its security administrator, who then enters people and gives posts. "
        "Prints the one-time password; change it after the first sign-in.",
    )
    parser.add_argument("code", help="short code of the zone, such as QJ")
    parser.add_argument("name", help="name of the zone in Chinese")
    parser.add_argument("--name-en", default="", help="name in English")
    parser.add_argument("--login", default="security", help="login of the administrator (security)")
    args = parser.parse_args(argv)
    common.start_django()
    common.migrate()
    from liaison import clock
    from liaison.casework.clock import tick
    from liaison.registry import actions
    from liaison.rules.refusals import Refused

    with common.database():
        try:
            zone, account, password = actions.bootstrap(args.code, args.name, args.name_en, args.login, now=clock.now())
            tick(clock.now())  # takes the State Council's calendars over
        except Refused as no:
            raise Stop(
                f"Refused ({no.code}): the zone {args.code} or the login {args.login} exists already.", 1
            ) from no
    print(f"Zone {zone.code} is open. Sign in as {account.login} with the password {password}")
    return 0
