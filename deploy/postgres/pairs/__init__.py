"""A pair of PostgreSQL servers under Patroni, on one machine, to try and to test with."""
