"""What libraries for HTTP need beyond an `ssl.SSLContext`: an adapter for `requests`, which must be there to be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Union

from certwright._certwright import Certificate, Store

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter


def requests_adapter(
    store: Store, *, system_roots: Union[bool, Iterable[Certificate]] = True, require_revocation: bool = False, **more: Any
) -> HTTPAdapter:
    """An adapter by which a `requests.Session` believes the servers that the store believes.

    To be mounted: ``session.mount("https://", certwright.requests_adapter(store))``. Each server is judged by `Store.verify`, with
    the name and the port of the URL, through a proxy too. A path in ``verify=`` or REQUESTS_CA_BUNDLE is passed over;
    ``verify=False`` is refused with ValueError. What else is given goes to `requests.adapters.HTTPAdapter`.
    """
    from requests.adapters import HTTPAdapter

    roots = system_roots if isinstance(system_roots, bool) else list(system_roots)

    class StoreAdapter(HTTPAdapter):
        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            if verify is False:
                raise ValueError("verification is never switched off: trust the server's certificate instead, with certwright trust add")
            super().cert_verify(conn, url, True, cert)
            if conn.scheme == "https":
                conn.ca_certs = conn.ca_cert_dir = None
                if "ssl_context" not in conn.conn_kw:  # one for all connections of this pool, which are to one host and port
                    context = store.client_context(conn.host.strip("[]"), conn.port, system_roots=roots, require_revocation=require_revocation)
                    conn.conn_kw["ssl_context"] = context

    return StoreAdapter(**more)
