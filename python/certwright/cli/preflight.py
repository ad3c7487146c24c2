"""`preflight`: whether a store can serve this host."""

from __future__ import annotations

from typing import Optional, Union

import click

from certwright.cli.common import Database, Output, command
from certwright.cli.progress import bar
from certwright.cli.store import print_verdicts


@click.command()
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="A name of the host, one of which a server's certificate must have; this one's unless given.")
@click.option("--expect", "expected", multiple=True, metavar="ROLE[:SCOPE]", help="What must have a current certificate; may be given several times.")
@command
def preflight(database: Database, output: Output, hosts: tuple[str, ...], expected: tuple[str, ...]) -> Optional[int]:
    """Before a start or after a move: is every certificate here that will be needed? Exit status 3 if something is wrong.

    Each required one is here, its key opens and signs, it is valid where that matters, servers' certificates are for this host; the
    clock is not before the journal's last line, and the store is this installation's.
    """
    store = database.open()
    with bar("looking") as tell:
        report = store.preflight(host=list(hosts) or None, expected=[_place(one) for one in expected], progress=tell)
    return print_verdicts(output, report)


def _place(text: str) -> Union[str, tuple[str, Optional[str]]]:
    role, colon, scope = text.partition(":")
    return (role, scope) if colon else role
