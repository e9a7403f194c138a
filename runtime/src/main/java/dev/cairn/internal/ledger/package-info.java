/**
 * The migration ledger: the owner and the progress of a schema's migrations, stored as the comment of a view whose name
 * ends with a sequence number. Of any number of concurrent migrators, exactly one creates the next state; all other
 * guarantees follow from that.
 *
 * <p>Start at {@code Ledger}, {@code HeldLedger} and {@code LedgerState}. The protocol with the server is implemented
 * as {@code LedgerProtocol}s, which perform no I/O.
 */
@NullMarked
package dev.cairn.internal.ledger;

import org.jspecify.annotations.NullMarked;
