"""Right chains with one thing changed: how certwright, OpenSSL and pyca/cryptography judge them."""
