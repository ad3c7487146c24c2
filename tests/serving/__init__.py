"""What an endpoint is served with, by servers of others."""
