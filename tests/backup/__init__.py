"""Tests of backups with the storage of others."""
