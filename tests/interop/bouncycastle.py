"""Bouncy Castle, in one Java process for all questions of a run."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from .programs import ALIAS, KEYS, ProgramFailed, find

JARS = tuple(Path(f"/usr/share/java/{name}.jar") for name in ("bcpkix", "bcprov", "bcutil"))


class BouncyCastle:
    """Bouncy Castle for Java, as Debian has it."""

    keys: tuple[str, ...] = KEYS

    def __init__(self) -> None:
        java = find("java", "default-jdk-headless")
        for jar in JARS:
            if not jar.exists():
                raise ProgramFailed(f"{jar} is missing; install libbcpkix-java (Debian: apt-get install libbcpkix-java)")
        self.last: tuple[object, tuple[str, bytes]] = (None, ("", b""))
        source = Path(__file__).with_name("BouncyCastle.java")
        self.process = subprocess.Popen(
            (java, "-XX:+UseSerialGC", "-cp", ":".join(map(str, JARS)), str(source)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def ask(self, *words: str | Path) -> str:
        """Its answer to one question; it answers each with one line."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\t".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        verdict, _, answer = self.process.stdout.readline().rstrip("\n").partition("\t")
        if verdict != "done":
            raise ProgramFailed(f"Bouncy Castle, {words[0]}: {answer}")
        return answer

    def entries(self, pfx: Path, password: str) -> list[tuple[str, str, str]]:
        """Of each entry: whether key or certificate, SHA-256 of the certificate, alias."""
        found = []
        for entry in self.ask("thumbprints", pfx, password).split("\t"):
            kind, thumbprint, alias = entry.split(" ", 2)
            found.append((kind, thumbprint, alias))
        return found

    def opened(self, pfx: Path, password: str, alias: str = ALIAS) -> tuple[str, bytes]:
        """SHA-256 of the certificate under the name, and a request (PEM) signed with its key."""
        if (pfx, alias) != self.last[0]:
            thumbprint, request = self.ask("open", pfx, password, alias).split("\t")
            text = base64.encodebytes(base64.b64decode(request)).decode()
            pem = f"-----BEGIN CERTIFICATE REQUEST-----\n{text}-----END CERTIFICATE REQUEST-----\n"
            self.last = ((pfx, alias), (thumbprint, pem.encode()))
        return self.last[1]

    def write(self, form: str, pfx: Path, password: str, *identities: tuple[str, Path, Path]) -> None:
        """Writes a keystore of the form (its own name of it) with identities: alias, key, certificate."""
        self.ask("write", form, pfx, password, *(word for identity in identities for word in identity))

    def end(self) -> None:
        """Ends the process, which ends by itself when there are no more questions."""
        self.process.communicate()
