"""What all commands share: the database, --json, passwords."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import re
import sys
import textwrap
from pathlib import Path
from typing import Any, Callable, Iterable, Optional, TypeVar

import click

import certwright as cw
from certwright._certwright import STATUSES, parse_store_name, read_path
from certwright._errors import from_status
from certwright.cli import Failed, error_json, visible

_BUILT_IN = ["Personal", "TrustedRoot", "Intermediate", "TrustedPeople"]

F = TypeVar("F", bound=Callable[..., Any])


class Output:
    """Prints for people, or one JSON document."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.head: dict[str, Any] = {"schema": 1}
        """What every document begins with."""

    def document(self, **fields: Any) -> None:
        """The JSON document, if that was asked for."""
        if self.as_json:
            click.echo(json.dumps({**self.head, **fields}, indent=2, ensure_ascii=True))

    def line(self, **fields: Any) -> None:
        """One of many documents, on a line of its own and at once."""
        if self.as_json:
            click.echo(json.dumps({**self.head, **fields}, ensure_ascii=True))
            sys.stdout.flush()

    def stream(self, name: str, items: Iterable[dict[str, Any]]) -> None:
        """The JSON document with one list, written while it comes: `document(name=list(items))`, which holds one at a time.

        Where the work fails on the way, the list ends there and the document has an `error`, too.
        """
        begun = False
        head = json.dumps(self.head, indent=2, ensure_ascii=True)[:-2] + f',\n  "{name}": ['
        try:
            for item in items:
                click.echo(f"{',' if begun else head}\n{_indented(item, 4)}", nl=False)
                begun = True
        except cw.CertwrightError as error:
            if not begun:
                raise
            click.echo(f'\n  ],\n  "error": {_indented(error_json(error), 2).lstrip()}\n}}')
            raise Failed(error, printed=True) from error
        click.echo("\n  ]\n}" if begun else head + "]\n}")

    def say(self, text: str) -> None:
        """A line for people."""
        if not self.as_json:
            click.echo(visible(text))

    def table(self, columns: list[str], rows: Iterable[list[str]], title: Optional[str] = None, *, whole: int = 0) -> None:
        """A table for people: as wide as the terminal, or as wide as it needs where there is none.

        Where the terminal is too narrow the first `whole` columns stay as they are, and others are folded.
        """
        if self.as_json:
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        terminal = is_terminal(sys.stdout)
        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for index, column in enumerate(columns):
            table.add_column(Text(visible(column)), overflow="fold", no_wrap=not terminal or index < whole)
        for row in rows:
            table.add_row(*(Text(visible(cell)) for cell in row))
        Console(width=None if terminal else 4000, highlight=False).print(table)


def _indented(value: Any, columns: int) -> str:
    return textwrap.indent(json.dumps(value, indent=2, ensure_ascii=True), " " * columns)


def default_database() -> Path:
    """Where the store is unless somebody says otherwise."""
    system = Path("/var/lib/certwright")
    if system.is_dir() and os.access(system, os.W_OK):
        return system / "certs.db"
    data = os.environ.get("XDG_DATA_HOME")
    if data and os.path.isabs(data):
        return Path(data) / "certwright" / "certs.db"
    home = os.environ.get("HOME")
    if not home:
        raise click.UsageError("there is no HOME to keep a store in: name the database with --db PATH")
    return Path(home) / ".local" / "share" / "certwright" / "certs.db"


class Database:
    """The store that a command works on, opened when it is first needed."""

    def __init__(
        self,
        path: Optional[Path],
        key_file: Optional[Path],
        passphrase_file: Optional[Path],
        installation: Optional[str],
        output: Output,
    ) -> None:
        self.is_default = path is None
        self.given = path
        self.key_file = key_file
        self.passphrase_file = passphrase_file
        self.installation = installation
        self.output = output

    @functools.cached_property
    def path(self) -> Path:
        return self.given or default_database()

    @functools.cached_property
    def passphrase(self) -> Optional[str]:
        return read_password(self.passphrase_file)

    def open(self, *, locked: bool = False) -> cw.Store:
        """The store, with the key file or the passphrase; at a terminal asked for where it turns out to need one."""
        try:
            return self._open(None if locked else self.passphrase, locked)
        except cw.PasswordRequired as error:
            asked = prompt_password(f"the store {self.path}", word="Passphrase")
            if asked is None:
                message = f"the store {self.path} opens with its passphrase: give --passphrase-file FILE, or - for standard input"
                raise cw.PasswordRequired(message, status=error.status, code=error.code, details=error.details) from None
            return self._open(asked, locked)

    def _open(self, passphrase: Optional[str], locked: bool) -> cw.Store:
        actor, installation = click.get_current_context().command_path, self.installation
        try:
            return cw.Store.open(
                self.path, key_file=self.key_file, passphrase=passphrase, locked=locked, actor=actor, installation=installation
            )
        except cw.NotFound as error:
            if self.path.exists():
                raise
            hint = f"the store {self.path} is not there; make one with: certwright store init --db {self.path}"
            raise cw.NotFound(hint, status=error.status, code=error.code, details=error.details) from None

    def open_to_read(self) -> cw.Store:
        """With its key where it can be had, else with what is public; then the JSON says `locked`."""
        try:
            return self.open()
        except (cw.KeyFileMissing, cw.PasswordRequired, cw.Io) as error:
            store = self.open(locked=True)
            self.output.head["locked"] = True
            click.echo(f"certwright: only public data can be read, and no seal is verified: {visible(error.message)}", err=True)
            return store

    @property
    def is_to_be_made(self) -> bool:
        """`new` and `import` make the default store, and no other, once they know that they will not fail."""
        return self.is_default and not self.path.exists()

    def check_named_store(self, name: Optional[str], create: bool) -> None:
        """A store that is to be made has the four named stores and no other."""
        if name is not None and not create and parse_store_name(name) not in _BUILT_IN:
            details = {"name": name, "known": _BUILT_IN}
            message = f"there is no named store {name!r} (there are {', '.join(_BUILT_IN)}); make it with --create-store if it is meant"
            raise cw.UnknownStoreName(message, status=29, code="unknown_store_name", details=details)

    def open_or_create(self) -> cw.Store:
        return self.create() if self.is_to_be_made else self.open()

    def create(self) -> cw.Store:
        """Makes it, and for the default one its folder."""
        if self.is_default:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        actor, installation = click.get_current_context().command_path, self.installation
        return cw.Store.create(self.path, key_file=self.key_file, passphrase=self.passphrase, actor=actor, installation=installation)


def command(function: F) -> F:
    """Adds --db, --key-file, --passphrase-file, --installation and --json, and hands them over as `database` and `output`."""

    @click.option("--db", type=click.Path(path_type=Path), envvar="CERTWRIGHT_DB", help="The database.")
    @click.option("--key-file", type=click.Path(path_type=Path), help="The key file, where it is not DB.key.")
    @click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path, allow_dash=True),
        help="A file whose content is the store's passphrase; - is standard input.",
    )
    @click.option(
        "--installation",
        metavar="NAME",
        envvar="CERTWRIGHT_INSTALLATION",
        help="What the installation is called whose store it is, where machine and path do not tell.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @functools.wraps(function)
    def wrapped(
        *args: Any,
        db: Optional[Path],
        key_file: Optional[Path],
        passphrase_file: Optional[Path],
        installation: Optional[str],
        as_json: bool,
        **kwargs: Any,
    ) -> Any:
        output = Output(as_json)
        database = Database(db, key_file, passphrase_file, installation, output)
        return function(*args, database=database, output=output, **kwargs)

    return wrapped  # type: ignore[return-value]


dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
password_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path, allow_dash=True),
    help="A file whose content is the password; - is standard input.",
)


#: Standard input, once a password was read from it.
_read_from: list[Any] = []


def read_password(path: Optional[Path]) -> Optional[str]:
    """The password in a file; a byte order mark, UTF-16 and one newline at the end are forgiven."""
    if path is None:
        return None
    if str(path) != "-":
        data = read_path(path)
    elif sys.stdin is None:
        raise click.UsageError("standard input is closed: there is no password in it")
    elif sys.stdin in _read_from:
        raise click.UsageError("standard input holds one password: give the other one in a file")
    else:
        _read_from.append(sys.stdin)
        data = sys.stdin.buffer.read(65537)
    if len(data) > 65536:
        raise click.UsageError("the password file is too large for a password")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise click.UsageError("the password file is neither UTF-8 nor UTF-16") from None
    for ending in ("\r\n", "\n"):
        if text.endswith(ending):
            return text[: -len(ending)]
    return text


def is_terminal(stream: Any) -> bool:
    """Whether a standard stream is a terminal; a closed one is None."""
    return stream is not None and bool(stream.isatty())


def prompt_password(what: str, *, confirm: bool = False, word: str = "Password") -> Optional[str]:
    """Asks at a terminal; None where there is none."""
    if not is_terminal(sys.stdin):
        return None
    answer: str = click.prompt(f"{word} of {what}", hide_input=True, confirmation_prompt=confirm, err=True)
    return answer


def confirm(question: str, yes: bool) -> None:
    """Asks before something is destroyed; without a terminal it must have been said."""
    if yes:
        return
    if not is_terminal(sys.stdin):
        raise click.UsageError("this cannot be undone: without a terminal it needs --yes")
    click.confirm(question, abort=True, err=True)


def refusal(code: str, message: str, **details: Any) -> cw.CertwrightError:
    """The error that the core raises where a change is made, for who only asks what would be done."""
    return from_status(next(number for number, known, _ in STATUSES if known == code), message, details)


def must_be_new(path: Path, force: Optional[bool] = None) -> None:
    """Refuses a file that is there, unless it is to be replaced; None where that cannot be asked for."""
    if not force and os.path.lexists(path):
        cure = "give another name" if force is None else "replace it with --force"
        message = f"{path} is already there and was left as it is; {cure}"
        raise cw.AlreadyExists(message, status=2, code="already_exists", details={"path": str(path)})


def rfc3339(time: dt.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time.year >= 1000 else time.isoformat()


def for_people(time: dt.datetime) -> str:
    return rfc3339(time).replace("T", " ")[:16] + "Z"


_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}


def within(text: str) -> dt.datetime:
    """A time from now: 30d, 6w, 3m, 1y; or a date."""
    match = re.fullmatch(r"(\d{1,6})([dwmy]?)", text.strip().lower())
    if not match:
        found = cw.parse_date(text)
        if isinstance(found, dt.datetime):
            return found
        return dt.datetime.combine(found, dt.time(23, 59, 59), dt.timezone.utc)
    days = int(match[1]) * _UNITS[match[2] or "d"]
    try:
        return dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=days)
    except OverflowError:
        raise click.UsageError(f"{text} is too far away") from None


def moment(text: str) -> dt.datetime:
    """A point in time: that of a date is its beginning, UTC."""
    found = cw.parse_date(text)
    return found if isinstance(found, dt.datetime) else dt.datetime.combine(found, dt.time(), dt.timezone.utc)
