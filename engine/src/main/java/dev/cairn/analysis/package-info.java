/**
 * Analyzes queries and expressions by the server's rules: name resolution, types, nullability, and refusals.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.catalog}. Start at {@link dev.cairn.analysis.QueryAnalysis} for
 * names, at {@link dev.cairn.analysis.expression.ExpressionTyping} for types; the built-in functions are listed in the
 * families of {@code dev.cairn.analysis.function}.
 */
@NullMarked
package dev.cairn.analysis;

import org.jspecify.annotations.NullMarked;
