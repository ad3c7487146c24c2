"""Tests of the binding for C#."""
