"""`api`: the security settings of an endpoint, in the grammar of the old tool or with ordinary options."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

import click
from click.core import ParameterSource

import certwright as cw
from certwright.cli.common import Database, Output, command, dry_run_option, for_people
from certwright.cli.entries import entry_json
from certwright.cli.files import Passwords
from certwright.cli.grammar import GrammarGroup, Parameter

F = TypeVar("F", bound=Callable[..., Any])


def parameter(*declarations: str, **attributes: Any) -> Callable[[F], F]:
    return click.option(*declarations, cls=Parameter, **attributes)


name_option = parameter("--name", metavar="NAME", help="The endpoint; api unless given.")
_port = parameter("--port", type=click.IntRange(1, 65535), metavar="NUMBER", help="The port; unless given the one that it has, at first 9699.")


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  certwright api {line}" for line in lines)


class _Api(GrammarGroup):
    answers = {"enable": "use api https"}


@click.group(cls=_Api, epilog=examples("status", "https port= 4431", "https --port 4431", "https certificate help"))
@name_option
@click.pass_context
def api(context: click.Context, name: Optional[str]) -> None:
    """The security settings of a server's port: off, HTTP, or HTTPS with a certificate.

    Parameters are given as options or as the old tool had them, `port= 4431`; the case of their names does not matter. `help` behind
    any command lists its parameters.
    """
    context.obj = name


def endpoint_of(database: Database, name: Optional[str], dry_run: bool = False) -> cw.Endpoint:
    """The one that is named before or behind the command."""
    before: Optional[str] = click.get_current_context().obj
    if name is not None and before not in (None, name):
        raise click.UsageError(f"two endpoints are named: {before} and {name}")
    return database.open().endpoint(name or before or "api", dry_run=dry_run)


def _json(settings: cw.EndpointSettings, certificate: Optional[cw.Entry]) -> dict[str, Any]:
    """An endpoint, in the keys that are promised."""
    return {
        "name": settings.name,
        "state": settings.state,
        "port": settings.port,
        "generated": settings.generated,
        "certificate": None if certificate is None else entry_json(certificate),
    }


_STATES = {"off": "is switched off", "http": "is HTTP", "https": "is HTTPS"}


def _print(output: Output, change: cw.EndpointChange, dry_run: bool) -> None:
    """What a change came to, or would come to."""
    settings, certificate = change.settings, change.certificate
    facts = {**_json(settings, certificate), "warnings": change.warnings}
    if dry_run:
        output.document(changed=False, dry_run=True, would_change=change.changed, **facts)
    else:
        output.document(changed=change.changed, **facts)
    begun = "was so already" if not change.changed else "would be set" if dry_run else "set"
    place = "" if settings.state == "off" else f" on port {settings.port}"
    output.say(f"{begun}: the endpoint {settings.name} {_STATES[settings.state]}{place}")
    if settings.state == "https" and certificate is not None:
        output.say(f"  {certificate.subject}, valid to {for_people(certificate.not_after)}, {_renewed(settings)}")
        output.say(f"  {certificate.thumbprint}")
    for warning in change.warnings:
        output.say(f"warning: {warning}")


def _renewed(settings: cw.EndpointSettings) -> str:
    return "renewed by itself" if settings.generated else "not renewed by itself"


@api.command(epilog=examples("disable", "disable name= reports"))
@name_option
@dry_run_option
@command
def disable(database: Database, output: Output, name: Optional[str], dry_run: bool) -> None:
    """Switch it off. Port and certificate are kept; `api https` brings them back."""
    _print(output, endpoint_of(database, name, dry_run).disable(), dry_run)


@api.command(epilog=examples("http", "http port= 8080"))
@_port
@name_option
@dry_run_option
@command
def http(database: Database, output: Output, port: Optional[int], name: Optional[str], dry_run: bool) -> None:
    """Set it to HTTP without TLS: only in a safe intranet, since whoever is on the way reads and changes what is sent."""
    _print(output, endpoint_of(database, name, dry_run).http(port), dry_run)


@api.group(
    invoke_without_command=True,
    epilog=examples("https", "https port= 4431", "https certificate path= server.pfx", "https certificate generated"),
)
@_port
@name_option
@dry_run_option
@command
def https(database: Database, output: Output, port: Optional[int], name: Optional[str], dry_run: bool) -> None:
    """Set it to HTTPS with the certificate that it has, or with one that is made if it has none."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        if any(context.get_parameter_source(one) is ParameterSource.COMMANDLINE for one in context.params):
            raise click.UsageError(f"options of `api https {context.invoked_subcommand}` come after its name")
        return
    _print(output, endpoint_of(database, name, dry_run).https(port), dry_run)


_WAYS = ("path", "subject", "thumbprint", "generated")
_OF_PATH = ("password_file",)
_OF_SUBJECT = ("valid_from", "valid_to", "dns_names", "ip_addresses", "key")


@https.command(
    epilog=examples(
        "https certificate path= server.pfx",
        "https certificate path= renewed.crt store= Personal",
        'https certificate subject= "Integration API" validTo= 2030-12-31',
        "https certificate thumbprint= 3478CDA8...",
        "https certificate generated",
    )
)
@parameter("--path", type=click.Path(path_type=Path), metavar="FILE", help="One of a file: PFX, PEM, DER. It comes into the store if it is not there yet.")
@parameter("--subject", metavar="NAME", help="A self-signed one, made with this subject; the one that is there already, if it is what is asked for.")
@parameter("--thumbprint", metavar="T", help="One of the store.")
@parameter("--generated", is_flag=True, help="Back to the one that the endpoint makes and renews by itself.")
@parameter(
    "--store",
    "named_store",
    metavar="NAME",
    help="With path the named store that it comes into, Personal unless given; with thumbprint the one it must be in.",
)
@parameter(
    "--password-file",
    spelled="passwordFile",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="With path: a file whose content is its password; - is standard input. Else it is asked for.",
)
@parameter("--valid-from", spelled="validFrom", metavar="DATE", help="With subject: when it begins; today unless given.")
@parameter("--valid-to", spelled="validTo", metavar="DATE", help="With subject: its last day or second; 5 years after it begins unless given.")
@parameter("--dns", "dns_names", multiple=True, metavar="NAME", help="With subject: a DNS name, or several with commas; this host's unless given.")
@parameter("--ip", "ip_addresses", multiple=True, metavar="ADDRESS", help="With subject: an address, or several with commas; this host's unless given.")
@parameter("--key", metavar="KIND", help="With subject: p256, p384, ed25519, rsa2048, rsa3072 or rsa4096; p256 unless given.")
@_port
@name_option
@dry_run_option
@command
def certificate(
    database: Database,
    output: Output,
    path: Optional[Path],
    thumbprint: Optional[str],
    generated: bool,
    named_store: Optional[str],
    password_file: Optional[Path],
    dns_names: tuple[str, ...],
    ip_addresses: tuple[str, ...],
    port: Optional[int],
    name: Optional[str],
    dry_run: bool,
    **made: Any,
) -> None:
    """Set it to HTTPS with another certificate: of a file, of the store, made by itself, or generated.

    A file without a key is joined with the key that the store has. Refused is what cannot serve: without its key, expired or not
    valid yet, not for servers, RSA below 2048 bits. Whether clients trust it is not looked at. One that was given is never
    renewed by itself; `api status` says when it ends.
    """
    _must_go_together()
    endpoint = endpoint_of(database, name, dry_run)
    options: dict[str, Any] = {"generated": generated}
    if thumbprint is not None:
        options = {"certificate": database.open().get(thumbprint, store=named_store, archived=True)}
    elif made["subject"] is not None:
        options = {"dns_names": _several(dns_names), "ip_addresses": _several(ip_addresses), **made}
    try:
        if path is None:
            change = endpoint.https(port, **options)
        else:
            work = lambda data, password: endpoint.https(port, file=data, password=password, store=named_store)
            change = Passwords(password_file).read(path, work)
    except cw.NoPrivateKey as error:
        where = "in the store" if path is None else "in the file or in the store"
        held = f"that of {error.details['thumbprint']} is not {where}"
        message = f"a server needs the private key: {held}; take a file that holds it, such as a PFX"
        raise cw.NoPrivateKey(message, status=error.status, code=error.code, details=error.details) from None
    _print(output, change, dry_run)


def _must_go_together() -> None:
    """Exactly one way to name a certificate, and only what goes with it."""
    context = click.get_current_context()
    spelled = {one.name: one.spelled for one in context.command.params if isinstance(one, Parameter)}
    given = [one for one in spelled if one is not None and context.get_parameter_source(one) is ParameterSource.COMMANDLINE]
    ways = [one for one in given if one in _WAYS]
    if len(ways) != 1:
        found = f", not {' and '.join(ways)}" if ways else ""
        raise click.UsageError(f"which certificate? Give one of path=, subject=, thumbprint= and generated{found}")
    for names, fitting in ((_OF_PATH, {"path"}), (_OF_SUBJECT, {"subject"}), (("named_store",), {"path", "thumbprint"})):
        for one in names:
            if one in given and ways[0] not in fitting:
                raise click.UsageError(f"{spelled[one]}= goes with {' or '.join(f'{way}=' for way in sorted(fitting))}")


def _several(values: tuple[str, ...]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",")]


@api.command(epilog=examples("reset", "reset name= reports"))
@name_option
@dry_run_option
@command
def reset(database: Database, output: Output, name: Optional[str], dry_run: bool) -> None:
    """Forget its settings, altered ones too: then it is what it was before any were set, HTTPS on port 9699 with a generated certificate.

    The certificate that it had stays in the store.
    """
    _print(output, endpoint_of(database, name, dry_run).reset(), dry_run)


@api.command(epilog=examples("status", "status --json", "status name= reports"))
@name_option
@command
def status(database: Database, output: Output, name: Optional[str]) -> None:
    """Tell what it is set to, with which certificate, and what is to be known of that. Nothing is made or changed."""
    told = endpoint_of(database, name).status()
    settings, certificate = told.settings, told.certificate
    output.document(**_json(settings, certificate), warnings=told.warnings)
    state = settings.state if settings.state == "off" else settings.state.upper()
    rows = [["Endpoint", settings.name], ["State", state], ["Port", str(settings.port)]]
    if certificate is None:
        rows.append(["Certificate", "made when it is first asked for" if settings.sha256 is None else f"{settings.sha256}, which is gone"])
    else:
        rows += [
            ["Certificate", certificate.subject],
            ["Thumbprint", certificate.thumbprint],
            ["Valid to", for_people(certificate.not_after)],
            ["Generated", "yes: it is renewed by itself" if settings.generated else "no: it is not renewed by itself"],
        ]
    output.table(["", ""], rows)
    for warning in told.warnings:
        output.say(f"warning: {warning}")
