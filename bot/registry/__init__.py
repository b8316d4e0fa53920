"""The registry: who is enrolled, by name by address, found only by the person it concerns."""
