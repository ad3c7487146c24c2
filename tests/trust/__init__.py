"""Servers as they are met: looked at, judged, connected to."""
