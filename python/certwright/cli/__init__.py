"""The command line `certwright`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, Optional

import click

from certwright import CertwrightError, __version__

#: Where each command stands: its module and its name there. Loaded only when it is needed.
COMMANDS = {
    "api": ("served", "api"),
    "archive": ("change", "archive"),
    "assign": ("assign", "assign"),
    "backup": ("backup", "backup"),
    "cleanup": ("roles", "cleanup"),
    "completion": ("pages", "completion"),
    "delete": ("change", "delete"),
    "describe": ("change", "describe"),
    "explain": ("explain", "explain"),
    "export": ("files", "export"),
    "find": ("look", "find"),
    "import": ("files", "import_"),
    "list": ("look", "list_"),
    "log": ("log", "log"),
    "man": ("pages", "man"),
    "new": ("new", "new"),
    "preflight": ("preflight", "preflight"),
    "quickstart": ("quickstart", "quickstart"),
    "renew": ("renew", "renew"),
    "report": ("report", "report"),
    "role": ("role", "role"),
    "roles": ("roles", "roles"),
    "show": ("look", "show"),
    "store": ("store", "store"),
    "trust": ("trust", "trust"),
    "unassign": ("assign", "unassign"),
    "where-used": ("where_used", "where_used"),
}


class Failed(Exception):
    """An error after part of the work was done, or told of."""

    def __init__(self, error: CertwrightError, *, printed: bool = False, **more: Any) -> None:
        super().__init__(error.message)
        self.error = error
        self.printed = printed
        """The JSON document was printed, error included."""
        self.more = more
        """What else stands in the document."""


def error_json(error: CertwrightError) -> dict[str, Any]:
    """An error, in the keys that are promised."""
    return {"status": error.status, "code": error.code, "message": error.message, "details": error.details}


class Lazy(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> Optional[click.Command]:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        command = getattr(importlib.import_module(f"certwright.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="certwright", message="%(prog)s %(version)s")
def cli() -> None:
    """Certificates, their keys and a store that several programs share.

    The database is --db PATH, else $CERTWRIGHT_DB, else /var/lib/certwright/certs.db if that folder is there and
    writable, else certs.db in the user's data folder. Exit status: 0 done, 1 failed, 2 wrong usage, 3 a check found
    something, 4 not found.
    """


def main(arguments: Optional[list[str]] = None) -> None:
    """Runs the command line and exits."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Runs the command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # what a terminal cannot show is no reason to fail
    try:
        # click's own exceptions come here too, so that --json holds for them
        result = cli.main(arguments, prog_name="certwright", standalone_mode=False)
        _flush()
        return result if isinstance(result, int) else 0
    except Failed as failure:
        told = [argument for argument in arguments if argument != "--json"] if failure.printed else arguments
        failed(told, failure.error.message, **_of(failure.error), **failure.more)
        return 4 if failure.error.code == "not_found" else 1
    except CertwrightError as error:
        failed(arguments, error.message, **_of(error))
        return 4 if error.code == "not_found" else 1
    except click.exceptions.Abort:
        failed(arguments, "stopped, nothing was done", status=7, code="invalid_argument", details={})
        return 1
    except click.exceptions.NoArgsIsHelpError as error:
        assert error.ctx is not None  # it is the group's
        click.echo(error.ctx.get_help(), err=True)
        return 2
    except click.UsageError as error:
        if error.ctx is not None and not wants_json(arguments):
            click.echo(error.ctx.get_usage(), err=True)
        failed(arguments, error.format_message(), status=7, code="invalid_argument", details={})
        return 2
    except click.ClickException as error:
        failed(arguments, error.format_message(), status=13, code="io", details={})
        return 1
    except BrokenPipeError:
        _say_no_more()
        return 1
    except UnicodeError:
        failed(arguments, "an argument is not text in the encoding of this system", status=7, code="invalid_argument", details={})
        return 2
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        missing = isinstance(error, FileNotFoundError)
        failed(
            arguments,
            f"{named}{(error.strerror or str(error)).lower()}",
            status=23 if missing else 13,
            code="not_found" if missing else "io",
            details={},
        )
        try:
            _flush()
        except OSError:
            _say_no_more()  # what could not be written must not be tried again at exit
        return 4 if missing else 1


def _flush() -> None:
    if sys.stdout is not None:  # a closed one is none
        sys.stdout.flush()


def _say_no_more() -> None:
    """The reader has enough, or there is none: what is still buffered goes nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue  # closed already


def wants_json(arguments: list[str]) -> bool:
    """Whether --json was asked for, also where parsing the arguments failed."""
    return "--json" in arguments


def _of(error: CertwrightError) -> dict[str, Any]:
    return {"status": error.status, "code": error.code, "details": error.details}


def failed(arguments: list[str], message: str, *, status: int, code: str, details: dict[str, Any], **more: Any) -> None:
    """One line on stderr, and the JSON document where it was asked for."""
    line = visible(" ".join(message.split()))
    try:
        click.echo(f"certwright: {line}", err=True)
        if wants_json(arguments):
            error = {"status": status, "code": code, "message": message, "details": details}
            # where many documents come, each is a line
            click.echo(json.dumps({"schema": 1, "error": error, **more}, indent=None if "--follow" in arguments or "--watch" in arguments else 2))
    except (OSError, ValueError):
        _say_no_more()


def visible(text: str) -> str:
    """Text from a file or certificate, its control characters shown instead of obeyed."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
