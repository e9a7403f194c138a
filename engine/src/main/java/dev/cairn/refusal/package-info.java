/**
 * The errors with which a server refuses a statement: the exception, the rules that many packages share, and the errors
 * that have numbers of their own. A package whose rules are its own has an enum of them.
 *
 * <p>May use {@link dev.cairn.sql}. Start at {@link dev.cairn.refusal.Refusal}.
 */
@NullMarked
package dev.cairn.refusal;

import org.jspecify.annotations.NullMarked;
