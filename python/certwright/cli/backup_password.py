"""The password of a backup: where it comes from, and how strong it is."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Optional

import click

import certwright as cw
from certwright.cli import visible
from certwright.cli.common import prompt_password, read_password, refusal

_COMMON = re.compile("admin|backup|changeit|certwright|geheim|letmein|passwor[dt]|passwort|qwertz|qwerty|secret|welcome")

#: Bits below which who has the file finds the password by trying, and below which only who has many machines does.
_WEAK, _FAIR = 45, 65


def strength(password: str) -> tuple[int, str]:
    """About how many bits somebody has to guess, and what that is in a word: an estimate by length and variety, on the low side."""
    text = _COMMON.sub("a", password.lower())
    counted = sum(1 for at, letter in enumerate(text) if at == 0 or ord(letter) - ord(text[at - 1]) not in (0, 1, -1))
    words = re.split(r"[\s_-]+", password)
    if all(re.fullmatch(r"[^\W\d_]+", word) and (word.istitle() or word in (word.lower(), word.upper())) for word in words):
        each = 2.5  # words, whose letters follow from one another
    else:
        kinds = [(r"[a-z]", 26), (r"[A-Z]", 26), (r"\d", 10), (r"[^a-zA-Z\d]", 32)]
        each = math.log2(sum(size for kind, size in kinds if re.search(kind, password)) or 1)
    bits = int(counted * each)
    return bits, "weak" if bits < _WEAK else "fair" if bits < _FAIR else "strong"


def warning_of(password: Optional[str]) -> Optional[str]:
    """What is to be said of a password that is weak."""
    if not password:
        return None  # an empty one is refused
    bits, word = strength(password)
    if word != "weak":
        return None
    return f"the password is weak (about {bits} bits): who gets hold of the backup finds it by trying; take several words, or 16 letters by chance"


def new_password(password_file: Optional[Path], what: str) -> Optional[str]:
    """The password of something new: out of a file, or asked for twice at a terminal; None where there is neither."""
    if password_file is not None:
        return read_password(password_file)
    password = prompt_password(what, confirm=True)
    if password:
        bits, word = strength(password)
        click.echo(f"this password is {word} (about {bits} bits)", err=True)
    return password


def backup_password(settings: cw.BackupSettings, password_file: Optional[Path], *, needed: bool) -> Optional[str]:
    """The password of a backup; None where the settings lead to one, or none is needed, or nobody can be asked."""
    if password_file is None and (not needed or settings.password_source != "prompt"):
        return None
    return new_password(password_file, "the backup")


def no_password() -> cw.CertwrightError:
    """That there is none, and where it could come from."""
    message = (
        "a backup needs a password: give --password-file FILE, or - for standard input,"
        " or say where it comes from with certwright backup settings --password-source"
    )
    return refusal("password_required", message, what="the backup")


class KnownPassword:
    """The password of files that are there, asked for only where they turn out to need one."""

    def __init__(self, password_file: Optional[Path], files: tuple[str, ...]) -> None:
        self.password = read_password(password_file)
        self._may_ask = password_file is None
        self._shown = str(files[0]) if len(files) == 1 else f"{len(files)} files"

    def ask(self, error: cw.PasswordRequired) -> None:
        """Asks at a terminal; where that cannot be done, what is missing is the error."""
        asked = prompt_password(visible(self._shown)) if self._may_ask else None
        if asked is None:
            raise error
        self.password, self._may_ask = asked, False


def read_identities(paths: tuple[Path, ...]) -> list[str]:
    """The identities in files of age: a line each, beside comments."""
    lines = [line.strip() for path in paths for line in (read_password(path) or "").splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if paths and not found:
        raise click.UsageError("there is no identity in the file: it has lines that begin with AGE-SECRET-KEY-1")
    return found
