/**
 * What the packages below have in common: time, as migrators measure it. Each of them is one part of a migrator's work
 * with a server: {@code link} connections, {@code look} what the server holds, {@code ledger} who may write and how far
 * the history is, {@code run} the steps.
 */
@NullMarked
package dev.cairn.internal;

import org.jspecify.annotations.NullMarked;
