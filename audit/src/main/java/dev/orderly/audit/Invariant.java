package dev.orderly.audit;

import java.util.List;

/** One of the eight promises, and the checks that it is made of. */
record Invariant(int number, String says, List<Check> checks) {}
