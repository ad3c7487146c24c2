"""Tests of endpoints with the servers of others."""
