"""An `ssl.SSLContext` for servers, which serves with what an endpoint of a store has at each handshake.

It holds no certificate itself. Each connection goes on in a context with the identity of the moment, which is made anew only when the
identity is another one, and with it the sessions that clients resume. OpenSSL asks for it once more at the handshake, also where the
client names no host (`sni_callback`): that is where an endpoint that is no longer HTTPS refuses.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from typing import Any, Callable, Optional, Union

from certwright import _ssl
from certwright._certwright import Identity, LiveIdentity
from certwright._errors import CertwrightError, EndpointState

_log = logging.getLogger("certwright")

_ITS_OWN = "the certificate is the endpoint's: set it there, with Endpoint.https or certwright api https certificate"

#: What a host may set, and must hold for each connection.
_SETTINGS = {
    "keylog_filename",
    "maximum_version",
    "minimum_version",
    "num_tickets",
    "options",
    "post_handshake_auth",
    "sslobject_class",
    "sslsocket_class",
    "verify_flags",
    "verify_mode",
}


#: How `ssl` sets the options of a context.
_OPTIONS: Any = ssl.SSLContext.options


class ServerContext(ssl.SSLContext):
    """Made by `Endpoint.ssl_context`."""

    _served: Optional[_Served] = None
    _wished = 0
    """The host's own wish for `OP_NO_TICKET`, which this context has in any case."""

    def __new__(cls, *_: Any) -> ServerContext:
        return super().__new__(cls, ssl.PROTOCOL_TLS_SERVER)

    def __init__(self, live: LiveIdentity) -> None:
        served = _Served(live)
        self.minimum_version = ssl.TLSVersion.TLSv1_2
        # whoever connects by this context itself resumes nothing: sessions are those of an identity
        self.options = self.options
        self.num_tickets = 0
        self.sni_callback = served.choose
        self._served = served

    def wrap_socket(self, sock: socket.socket, *arguments: Any, **keywords: Any) -> ssl.SSLSocket:
        if self._served is None or not _is_connected(sock):  # one that listens accepts each connection by this context
            return super().wrap_socket(sock, *arguments, **keywords)
        return self._served.current().wrap_socket(sock, *arguments, **keywords)

    def wrap_bio(self, *arguments: Any, **keywords: Any) -> ssl.SSLObject:
        if self._served is None:
            return super().wrap_bio(*arguments, **keywords)
        return self._served.current().wrap_bio(*arguments, **keywords)

    @property  # as in ssl
    def options(self) -> ssl.Options:
        """Those that hold for each connection."""
        return ssl.Options(_OPTIONS.__get__(self) & ~ssl.OP_NO_TICKET | self._wished)

    @options.setter
    def options(self, value: int) -> None:
        self._wished = value & ssl.OP_NO_TICKET
        _OPTIONS.__set__(self, value | ssl.OP_NO_TICKET)

    def __setattr__(self, name: str, value: Any) -> None:
        if self._served is not None and name == "sni_callback":
            raise ValueError(_ITS_OWN)
        super().__setattr__(name, value)
        if self._served is not None and name in _SETTINGS:
            self._served.settle(lambda context: setattr(context, name, value))

    def _also(self, name: str, *arguments: Any) -> None:
        getattr(super(), name)(*arguments)
        if self._served is not None:
            self._served.settle(lambda context: getattr(context, name)(*arguments))

    def set_alpn_protocols(self, alpn_protocols: Any) -> None:
        self._also("set_alpn_protocols", list(alpn_protocols))

    def set_ciphers(self, cipherlist: str, /) -> None:
        self._also("set_ciphers", cipherlist)

    def set_ecdh_curve(self, name: Any, /) -> None:
        self._also("set_ecdh_curve", name)

    def load_dh_params(self, path: Any, /) -> None:
        self._also("load_dh_params", path)

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        self._also("load_verify_locations", cafile, capath, cadata)

    def load_default_certs(self, purpose: Any = ssl.Purpose.CLIENT_AUTH) -> None:
        self._also("load_default_certs", purpose)

    def set_default_verify_paths(self) -> None:
        self._also("set_default_verify_paths")

    def load_cert_chain(self, *_: Any, **__: Any) -> None:
        raise ValueError(_ITS_OWN)


def _is_connected(sock: socket.socket) -> bool:
    try:
        sock.getpeername()
    except OSError:
        return False
    return True


class _Served:
    """The context with the identity of the moment; what was set by the host is set in each."""

    def __init__(self, live: LiveIdentity) -> None:
        self._live = live
        self._lock = threading.Lock()
        self._settings: list[Callable[[ssl.SSLContext], object]] = []
        self._identity = live.get()
        self._context = self._made(self._identity)

    def _made(self, identity: Identity) -> ssl.SSLContext:
        context = _ssl.context(identity.to_pem().encode("ascii"), True)
        for setting in self._settings:
            setting(context)
        context.sni_callback = self.choose
        return context

    def settle(self, setting: Callable[[ssl.SSLContext], object]) -> None:
        with self._lock:
            setting(self._context)
            self._settings.append(setting)

    def current(self) -> ssl.SSLContext:
        """With the identity of the moment; where the store cannot be read, with that which was served before."""
        try:
            return self._now()
        except CertwrightError:
            return self._context

    def choose(self, end: Union[ssl.SSLSocket, ssl.SSLObject], _name: Optional[str], _outer: ssl.SSLContext) -> Optional[int]:
        """For one handshake: goes on with the identity of the moment, or ends it with an alert."""
        try:
            end.context = self._now()
        except EndpointState:
            return int(ssl.ALERT_DESCRIPTION_ACCESS_DENIED)
        except CertwrightError:
            end.context = self._context
        return None

    def _now(self) -> ssl.SSLContext:
        """Asked for and put in place by one at a time, so that no older identity takes the place of a newer one."""
        with self._lock:
            identity = self._live.get()
            if identity is not self._identity:
                try:
                    self._context = self._made(identity)
                except ssl.SSLError as error:
                    # OpenSSL does not serve it, such as by its security level: what was served before is better than nothing
                    _log.error("the certificate %s is not served: %s", identity.certificate.thumbprint, error)
                self._identity = identity
            return self._context
