"""An `ssl.SSLContext` by which servers are believed that a store believes.

OpenSSL verifies nothing: right after each handshake, and before any data goes either way, the store judges the chain that the
server presented. Both ends of `ssl` do that, the socket and the object in memory that asyncio works with.
"""

from __future__ import annotations

import socket
import ssl
from collections import OrderedDict
from typing import Any, Iterable, Optional, Union

from certwright._certwright import Certificate, Store
from certwright._errors import CertwrightError

_NEVER = "verification is never switched off: trust the server's certificate instead, with certwright trust add"
_KEPT_CHAINS = 256
_NOT_HERE = "the roots are those of the store and of the system: put a CA into TrustedRoot"


class ClientContext(ssl.SSLContext):
    """Made by `Store.client_context`."""

    def __new__(cls, *_: Any) -> ClientContext:
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(
        self,
        store: Store,
        host: Optional[str],
        port: Optional[int],
        system_roots: Union[bool, Iterable[Certificate], None],
        require_revocation: bool,
    ) -> None:
        self._store = store
        self._host = host
        self._port = port
        roots = True if system_roots is None else system_roots if isinstance(system_roots, bool) else list(system_roots)
        self._options: dict[str, Any] = {"system_roots": roots, "require_revocation": require_revocation}
        self._chains: OrderedDict[bytes, list[bytes]] = OrderedDict()
        """What came with a leaf, for sessions that are resumed."""
        _openssl_check_hostname.__set__(self, False)
        _openssl_verify_mode.__set__(self, ssl.CERT_NONE)
        self.minimum_version = ssl.TLSVersion.TLSv1_2
        self.options = self.options

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: Any = None,
        session: Any = None,
    ) -> ssl.SSLSocket:
        name = self._host or server_hostname
        return super().wrap_socket(sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, name, session)

    def wrap_bio(self, incoming: Any, outgoing: Any, server_side: bool = False, server_hostname: Any = None, session: Any = None) -> ssl.SSLObject:
        name = self._host or server_hostname
        if not name:
            raise ValueError("whom the server must be is not known: give server_hostname, or host to client_context")
        return super().wrap_bio(incoming, outgoing, server_side, name, session)

    def judge(self, chain: list[bytes], host: str, port: Optional[int]) -> None:
        """Raises unless the store believes the server."""
        if len(chain) == 1:  # all that a session has that is resumed
            chain = self._chains.get(chain[0], chain)
        elif chain:
            self._chains[chain[0]] = chain
            if len(self._chains) > _KEPT_CHAINS:
                self._chains.popitem(last=False)
        try:
            certificates = [Certificate.from_der(der) for der in chain]
            self._store.verify(certificates, host, self._port or port, **self._options)
        except CertwrightError as error:
            raise _as_ssl_error(error) from None

    @property  # type: ignore[override]
    def verify_mode(self) -> ssl.VerifyMode:
        return ssl.CERT_REQUIRED

    @verify_mode.setter
    def verify_mode(self, value: ssl.VerifyMode) -> None:
        if value != ssl.CERT_REQUIRED:
            raise ValueError(_NEVER)

    @property
    def check_hostname(self) -> bool:
        return True

    @check_hostname.setter
    def check_hostname(self, value: bool) -> None:
        if not value:
            raise ValueError(_NEVER)

    @property  # type: ignore[override]
    def options(self) -> ssl.Options:
        return ssl.Options(_openssl_options.__get__(self))

    @options.setter
    def options(self, value: ssl.Options) -> None:
        # whoever was judged stays who answers: a second handshake of TLS 1.2 could present somebody else
        _openssl_options.__set__(self, ssl.Options(value) | ssl.OP_NO_RENEGOTIATION)

    def load_verify_locations(self, *_: Any, **__: Any) -> None:
        raise ValueError(_NOT_HERE)

    def load_default_certs(self, *_: Any, **__: Any) -> None:
        raise ValueError(_NOT_HERE)

    def set_default_verify_paths(self) -> None:
        raise ValueError(_NOT_HERE)


# OpenSSL's own settings, which the properties of the same names cover
_openssl_check_hostname: Any = ssl.SSLContext.check_hostname
_openssl_verify_mode: Any = ssl.SSLContext.verify_mode
_openssl_options: Any = ssl.SSLContext.options


def _as_ssl_error(error: CertwrightError) -> CertwrightError:
    """The error, of its own class and of that which those who use `ssl` expect."""
    kind = type(error)
    both = type(kind.__name__, (kind, ssl.SSLCertVerificationError), {"__doc__": kind.__doc__, "__module__": kind.__module__})
    made: CertwrightError = both(error.message, status=error.status, code=error.code, details=error.details)
    made.verify_code, made.verify_message = 1, error.message  # type: ignore[attr-defined]  # 1: X509_V_ERR_UNSPECIFIED
    return made


def _presented(end: Any) -> list[bytes]:
    """The chain that the server presented; the leaf alone in Python 3.9, and of a session that is resumed."""
    tell = getattr(end._sslobj, "get_unverified_chain", None)
    chain = [] if tell is None else [_der(certificate) for certificate in tell() or []]
    if chain:
        return chain
    leaf = end.getpeercert(binary_form=True)
    return [leaf] if leaf else []


def _der(certificate: Any) -> bytes:
    """From one of `_ssl`'s own certificates; its ENCODING_DER is X509_FILETYPE_ASN1."""
    der: bytes = certificate.public_bytes(2)
    return der


class _JudgedSocket(ssl.SSLSocket):
    """A socket that hands over nothing until the store believes the server."""

    _judged = False

    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        if not self._judged:
            peer = self.getpeername()
            port = peer[1] if isinstance(peer, tuple) else None  # that of a Unix socket is a path
            _judge(self, port)

    def read(self, len: int = 1024, buffer: Any = None) -> Any:
        _first(self)
        return super().read(len, buffer)

    def write(self, data: Any) -> int:
        _first(self)
        return super().write(data)

    def send(self, data: Any, flags: int = 0) -> int:
        _first(self)
        return super().send(data, flags)


class _JudgedObject(ssl.SSLObject):
    """An `ssl.SSLObject` that hands over nothing until the store believes the server."""

    _judged = False

    def do_handshake(self) -> None:
        super().do_handshake()
        if not self._judged:
            _judge(self, None)

    def read(self, len: int = 1024, buffer: Any = None) -> Any:
        _first(self)
        return super().read(len, buffer)

    def write(self, data: Any) -> int:
        _first(self)
        return super().write(data)


def _judge(end: Any, port: Optional[int]) -> None:
    end.context.judge(_presented(end), end.server_hostname, port)
    end._judged = True


def _first(end: Any) -> None:
    """A first read or write would shake hands on its own."""
    if end._sslobj is not None and not end._judged:
        end.do_handshake()


ClientContext.sslsocket_class = _JudgedSocket
ClientContext.sslobject_class = _JudgedObject
