"""The manual page and shell completion, made from the command definitions."""

from __future__ import annotations

from typing import Iterator, Optional

import click
from click.shell_completion import get_completion_class

from certwright import __version__


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    For bash: certwright completion bash > ~/.local/share/bash-completion/completions/certwright
    """
    from certwright.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # one of the three above
    click.echo(kind(cli, {}, "certwright", "_CERTWRIGHT_COMPLETE").source())


@click.command()
def man() -> None:
    """Print the manual page (troff).

    To read it: certwright man | man -l -
    """
    from certwright.cli import cli

    context = click.Context(cli, info_name="certwright")
    click.echo("\n".join(_page(context)))


def _page(context: click.Context) -> Iterator[str]:
    yield f'.TH CERTWRIGHT 1 "" "certwright {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "certwright \\- certificates, their keys and a store that several programs share"
    yield ".SH SYNOPSIS"
    yield "\\fBcertwright\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _text(context.command.help)
    yield ".SH COMMANDS"
    yield from _commands(context)


def _commands(context: click.Context) -> Iterator[str]:
    group = context.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # it was just listed
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group) and not command.invoke_without_command:
            yield from _commands(inner)
            continue
        yield f'.SS "{_escape(inner.command_path + " " + " ".join(command.collect_usage_pieces(inner)))}"'
        yield from _text(command.help)
        for parameter in command.get_params(inner):
            record = parameter.get_help_record(inner)
            if record is not None:
                yield ".TP"
                yield f"\\fB{_escape(record[0])}\\fR"
                yield _escape(record[1])
        for line in (command.epilog or "").replace("\b", "").strip().split("\n"):
            if line:
                yield ".PP"
                yield _escape(line.strip())
        if isinstance(command, click.Group):
            yield from _commands(inner)


def _text(help_text: Optional[str]) -> Iterator[str]:
    for index, paragraph in enumerate((help_text or "").split("\n\n")):
        if index:
            yield ".PP"
        yield _escape(" ".join(paragraph.split()))


def _escape(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text
