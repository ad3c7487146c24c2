"""x509-limbo: how many of its chains are judged as its makers would."""
