from liaison.cli import common, demo_clock
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser("token", "Issue an API token for an account and print it alone; it is shown this once.")
    parser.add_argument("login")
    args = parser.parse_args(argv)
    common.start_django()
    from liaison import clock
    from liaison.registry import actions
    from liaison.registry.models import Account

    with common.database():
        demo_clock.join()
        account = Account.objects.filter(login=args.login, is_active=True).first()
        if account is None:
            raise Stop(f"There is no active account {args.login}.")
        print(actions.issue_token(account, now=clock.now()))
    return 0
