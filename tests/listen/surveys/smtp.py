"""A mail server of one's own: it speaks enough SMTP to take mails, refuse them, or vanish."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it is sent in ``mails``; ``says`` holds other replies by command.

    At ``silent_at``, a command or the end of a mail (a dot), it never replies.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[EmailMessage] = []
        self.says: dict[str, str] = {}
        self.silent_at = ""
        self.is_silent = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        for line in iter(self.rfile.readline, b""):
            command = line[:4].strip().decode().upper()
            said = self.server.says.get(command, "250 fine")
            self.pause(command)
            if said == "vanish":
                return
            if command == "DATA" and said.startswith("250"):
                if not self.take():
                    return
                continue
            self.say("221 bye" if command == "QUIT" else said)
            if command == "QUIT":
                return

    def take(self) -> bool:
        """Take a mail; return whether to go on talking."""
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        mail: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.mails.append(mail)
        said = self.server.says.get(".", "250 taken")
        self.pause(".")
        if said == "vanish":
            return False
        self.say(said)
        return True

    def pause(self, command: str) -> None:
        if command == self.server.silent_at:
            self.server.is_silent.set()
            self.rfile.read()  # until the other side is gone

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
