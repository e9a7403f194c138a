/**
 * Who may write, and how far the history is: the state of a schema's migrations, as the comment of a view whose name ends
 * with a sequence number. Of any number of migrators at once, one makes the next state; everything here is built on that.
 *
 * <p>Start at {@code Ledger}, {@code HeldLedger} and {@code LedgerState}. What is said to the server and what follows from
 * its answers is in {@code Exchange}s, which do no I/O.
 */
@NullMarked
package dev.cairn.internal.ledger;

import org.jspecify.annotations.NullMarked;
