package dev.cairn.internal.ledger;

/** A state of the ledger, with its place in the chain of all states. The first is 1. */
public record LedgerEntry(long sequence, LedgerState state) {}
