package dev.cairn.internal.ledger;

/** A state of the ledger with its sequence among all states. The first sequence is 1. */
public record LedgerEntry(long sequence, LedgerState state) {}
