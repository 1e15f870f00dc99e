"""A mail server on this machine that keeps what it gets and answers as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from config.environment import Smtp
from tests.postgres import free_port

SENDER = "liaison@qj.example"


@dataclass
class Sink:
    """`answers` are given to the next mails, one each; then every mail is taken."""

    port: int = field(default_factory=free_port)
    got: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    at_rcpt: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    before_answer: Callable[[], Any] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.to.append(",".join(envelope.rcpt_tos))
        self.before_answer()
        return self.answers.pop(0) if self.answers else "250 OK"

    @property
    def settings(self) -> Smtp:
        return Smtp("127.0.0.1", self.port, "", "", tls=False, sender=SENDER)

    def start(self) -> Controller:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        return controller
