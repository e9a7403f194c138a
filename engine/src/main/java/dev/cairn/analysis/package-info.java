/**
 * What an expression is, judged by the server's rules: its type, whether it may be NULL, and why it is refused.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.catalog}. Start at {@link dev.cairn.analysis.ExpressionTyping};
 * the functions that the server knows are listed in the classes named {@code …Signatures}.
 */
@NullMarked
package dev.cairn.analysis;

import org.jspecify.annotations.NullMarked;
