import argparse
import errno
import os
import socket
import sys
from urllib.parse import urlsplit

from liaison.cli import common, demo_clock, processes, static_files
from liaison.cli.common import Stop

WEB_WORKERS = 2


def main(argv: list[str]) -> int:
    parser = common.parser("serve", "Serve the site: web and worker together, until SIGTERM or Ctrl-C.")
    add_options(parser)
    args = parser.parse_args(argv)
    use_options(args)
    common.start_django()
    listening = listen()
    common.migrate()
    with common.database():
        demo_clock.refuse_others()
        demo_clock.resume()
    return run(listening, args.workers)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (LIAISON_HOST, 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (LIAISON_PORT, 8000)", type=int)
    parser.add_argument("--workers", help=f"web processes ({WEB_WORKERS})", type=int, default=WEB_WORKERS)


def use_options(args: argparse.Namespace) -> None:
    """Options win over the environment; the settings and the children read the environment only."""
    for name in ("host", "port"):
        if (value := getattr(args, name)) is not None:
            os.environ[f"LIAISON_{name.upper()}"] = str(value)


def listen() -> socket.socket:
    """Take the port before anything else is done; requests wait in its queue until the web processes are up."""
    from django.conf import settings

    host, port = settings.LISTEN_HOST, settings.LISTEN_PORT
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(f"Port {port} on {host} is taken; choose another one with --port or LIAISON_PORT.") from error
        raise Stop(f"Cannot listen on {host} port {port}: {error}.") from error


def run(listening: socket.socket, workers: int = WEB_WORKERS) -> int:
    from django.conf import settings

    static_files.collect()
    path = urlsplit(settings.BASE_URL).path
    own = f"http://{settings.LISTEN_HOST}:{listening.getsockname()[1]}{path}/"
    print(
        f"Liaison is served at {own if not settings.HTTPS else settings.BASE_URL + '/'}  (Ctrl-C ends it)", flush=True
    )
    descriptor = listening.fileno()
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config=python:config.gunicorn"]
    web += [f"--bind=fd://{descriptor}", f"--workers={workers}"]
    return processes.supervise(
        [
            processes.Child("web", web, pass_fds=[descriptor]),
            processes.Child("worker", [sys.executable, "-m", "liaison", "worker"]),
        ]
    )
