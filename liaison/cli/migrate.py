from liaison.cli import common


def main(argv: list[str]) -> int:
    common.parser("migrate", "Bring the database up to this release. Safe to run again.").parse_args(argv)
    common.start_django()
    common.migrate()
    return 0
