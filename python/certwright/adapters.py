"""What libraries for HTTP need beyond an `ssl.SSLContext`."""

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
    from certwright._requests import StoreAdapter

    roots = system_roots if isinstance(system_roots, bool) else list(system_roots)
    return StoreAdapter(store, {"system_roots": roots, "require_revocation": require_revocation}, **more)
