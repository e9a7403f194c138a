/**
 * What queries and expressions are, judged by the server's rules: what their names mean, which types they have, whether
 * they may be NULL, and why they are refused.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.catalog}. Start at {@link dev.cairn.analysis.QueryAnalysis} for
 * names, at {@link dev.cairn.analysis.expression.ExpressionTyping} for types; the functions that the server knows are listed in the
 * classes named {@code …Signatures}.
 */
@NullMarked
package dev.cairn.analysis;

import org.jspecify.annotations.NullMarked;
