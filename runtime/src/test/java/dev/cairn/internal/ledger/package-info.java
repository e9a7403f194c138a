/**
 * Tests of the ledger: its texts, and its protocol over a server in memory and over connections to the embedded one.
 */
@NullMarked
package dev.cairn.internal.ledger;

import org.jspecify.annotations.NullMarked;
