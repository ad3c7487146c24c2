"""The grammar of the old tool beside ordinary options: `port= 4431`, `port=4431`, `help` behind any command."""

from __future__ import annotations

from typing import Any, Optional

import click

_PASSWORD = (
    "a password is never an argument: whoever lists the processes of this machine sees it. Give passwordFile= FILE"
    " (- is standard input), or leave it out and it is asked for"
)


class Parameter(click.Option):
    """An option that is also given as `name= value`, or as a bare word where it takes no value.

    The quotation marks of a value `as_it_came` are left to who takes it apart.
    """

    def __init__(self, declarations: list[str], *, spelled: Optional[str] = None, as_it_came: bool = False, **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.as_it_came = as_it_came
        self.long = max(self.opts, key=len)
        self.spelled = spelled or self.long.lstrip("-")

    @property
    def names(self) -> set[str]:
        """What it goes by, in lower case."""
        return {self.spelled.lower(), self.long.lstrip("-")}

    def get_help_record(self, ctx: click.Context) -> Optional[tuple[str, str]]:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        option, _, value = record[0].partition(" ")
        old = self.spelled if self.is_flag else f"{self.spelled}= {value}"
        return f"{option}{' ' if value else ''}{value}, {old}", record[1]


class GrammarCommand(click.Command):
    """A command whose parameters are given in either grammar."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else _Words(self, ctx, args).rewritten())


class GrammarGroup(click.Group):
    """A group of such commands."""

    command_class = GrammarCommand
    group_class = type

    answers: dict[str, str] = {}
    """What is said of commands that are not there."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else _Words(self, ctx, args).rewritten())

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Optional[str], Optional[click.Command], list[str]]:
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(self.answers.get(args[0].lower()) or f"there is no command {args[0]!r} here; there are: {known}", ctx)
        return super().resolve_command(ctx, args)


class _Words:
    """What stands behind a command, brought into the form of options."""

    def __init__(self, command: click.Command, ctx: click.Context, args: list[str]) -> None:
        options = [one for one in command.get_params(ctx) if isinstance(one, click.Option)]
        self.ctx = ctx
        self.is_group = isinstance(command, click.Group)
        self.rest = list(args)
        self.parameters = [one for one in options if isinstance(one, Parameter)]
        self.of_name = {name: one for one in self.parameters for name in one.names}
        self.options = {name for one in options for name in one.opts}
        self.with_value = {name for one in options if not one.is_flag for name in one.opts}

    def rewritten(self) -> list[str]:
        found: list[str] = []
        while self.rest:
            word = self.rest.pop(0)
            if word == "--":
                return [*found, word, *self.rest]
            if word.startswith("-") and word != "-":
                found.append(word)
                if word in self.with_value and self.rest:
                    found.append(self.rest.pop(0))
                continue
            if word.lower() == "help" and not self.rest:
                return ["--help"]
            name, equals, value = word.partition("=")
            if not equals and self.rest and self.rest[0].startswith("="):
                equals, value = "=", self.rest.pop(0)[1:]
            if equals:
                found.append(self._option(name.strip(), value))
            elif name.lower() in self.of_name:
                found.append(self._bare(name))
            elif self.is_group:
                return [*found, word, *self.rest]  # a command, which reads the rest
            else:
                raise click.UsageError(f"{word!r} is not expected here; {self._known()}", self.ctx)
            if found[-1] == "--help":
                return ["--help"]
        return found

    def _option(self, name: str, value: str) -> str:
        value = value.strip()  # a shell leaves blanks within quotes
        parameter = self.of_name.get(name.lower())
        if parameter is None and name.lower() == "password" and "passwordfile" in self.of_name:
            raise click.UsageError(_PASSWORD, self.ctx)
        if parameter is None:
            raise click.UsageError(f"there is no parameter {name}= here; {self._known()}", self.ctx)
        if parameter.is_flag:
            raise click.UsageError(f"{parameter.spelled} takes no value", self.ctx)
        if not value:
            if [word.lower() for word in self.rest] == ["help"]:
                return "--help"
            if not self.rest or self._begins_another(self.rest[0]):
                raise click.UsageError(f"{parameter.spelled}= lacks its value", self.ctx)
            value = self.rest.pop(0)
        return f"{parameter.long}={self._unquoted(parameter, value)}"

    def _bare(self, name: str) -> str:
        parameter = self.of_name[name.lower()]
        if not parameter.is_flag:
            raise click.UsageError(f"{parameter.spelled} lacks its value: {parameter.spelled}= VALUE", self.ctx)
        return parameter.long

    def _begins_another(self, word: str) -> bool:
        name, equals, _ = word.partition("=")
        return bool(equals) and (name.lower() in self.of_name or name in self.options) or word in self.options

    def _unquoted(self, parameter: Parameter, value: str) -> str:
        """Without quotation marks that came through a shell, also where that took the value apart at its blanks."""
        mark = value[:1]
        if parameter.as_it_came or mark not in ("'", '"'):
            return value
        while len(value) == 1 or not value.endswith(mark):
            if not self.rest:
                raise click.UsageError(f"the quotation mark of {parameter.spelled}= is not closed", self.ctx)
            value += " " + self.rest.pop(0)
        return value[1:-1]

    def _known(self) -> str:
        names = ", ".join(one.spelled if one.is_flag else f"{one.spelled}=" for one in self.parameters)
        return f"its parameters are {names}"
