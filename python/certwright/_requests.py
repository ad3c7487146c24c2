"""The adapter for `requests`: imported only when it is asked for."""

from __future__ import annotations

from typing import Any

from requests.adapters import HTTPAdapter

from certwright._certwright import Store


class StoreAdapter(HTTPAdapter):
    """Made by `certwright.requests_adapter`."""

    def __init__(self, store: Store, options: dict[str, Any], **more: Any) -> None:
        self._store = store
        self._options = options
        super().__init__(**more)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        if verify is False:
            raise ValueError("verification is never switched off: trust the server's certificate instead, with certwright trust add")
        super().cert_verify(conn, url, True, cert)
        if conn.scheme == "https":
            conn.ca_certs = conn.ca_cert_dir = None
            if "ssl_context" not in conn.conn_kw:  # one for all connections of this pool, which are to one host and port
                conn.conn_kw["ssl_context"] = self._store.client_context(conn.host.strip("[]"), conn.port, **self._options)
